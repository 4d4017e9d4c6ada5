import { LIMITS } from './limits.ts'
import type { Package } from './package.ts'
import { FileRefusal } from './refusal.ts'
import { readXml } from './xml.ts'

// Built-in number formats that are dates or times, the East Asian ones included (ECMA-376 18.8.30).
const DATE_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const

/** Which cell styles show a number as a date. */
export async function readDateStyles(pack: Package, part: string): Promise<Set<number>> {
  const formats = new Map<number, boolean>()
  const dates = new Set<number>()
  let inCells = false
  let style = 0
  await readXml(pack, part, {
    open(name, attributes) {
      if (name === 'numFmt')
        formats.set(Number(attributes['numFmtId']), showsDate(attributes['formatCode'] ?? ''))
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0)
        if (formats.get(id) ?? DATE_FORMATS.some(([from, to]) => id >= from && id <= to))
          dates.add(style)
        if (++style > LIMITS.styles) throw new FileRefusal('fileLimits')
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return dates
}

function showsDate(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')
  return /[ymd]/i.test(bare) && !/general/i.test(bare) && !/[0#?]/.test(bare)
}
