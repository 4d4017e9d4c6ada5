import { LIMITS } from './limits.ts'
import type { Package } from './package.ts'
import { FileRefusal } from './refusal.ts'
import { readXml } from './xml.ts'

/** The table of texts that cells point into. Runs of rich text are joined; readings above characters are left out. */
export async function readSharedTexts(pack: Package, part: string): Promise<string[]> {
  if (pack.size(part) > LIMITS.sharedTextBytes) throw new FileRefusal('fileLimits')
  const texts: string[] = []
  let current = ''
  let inText = false
  let reading = 0
  await readXml(pack, part, {
    open(name) {
      if (name === 'si') current = ''
      else if (name === 'rPh') reading++
      else if (name === 't') inText = reading === 0
    },
    close(name) {
      if (name === 'si') texts.push(unescapeText(current))
      else if (name === 'rPh') reading--
      else if (name === 't') inText = false
    },
    text(text) {
      if (inText) current += text
    },
  })
  return texts
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 ST_Xstring). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  )
}
