import aliases from './aliases.json' with { type: 'json' }
import { normalizeLabel } from './words.ts'

/** Takes the unit off a header: `补贴金额(元)`, `标准 元/亩`, `面积：亩`. */
export function splitUnit(label: string): { base: string; unit: string | null } {
  const paren = /^(.*)\(([^()]*)\)$/.exec(label)
  if (paren !== null) {
    const unit = unitOf(paren[2]!)
    if (unit !== null && paren[1] !== '') return { base: paren[1]!, unit }
  }
  const rate = /^(.+?)[:,_\-]?((?:万|千)?元\/.+)$/.exec(label)
  if (rate !== null && unitOf(rate[2]!) !== null) return { base: rate[1]!, unit: unitOf(rate[2]!) }
  const tail = /^(.+)[/:,_\-](.+)$/.exec(label)
  if (tail !== null && unitOf(tail[2]!) !== null) return { base: tail[1]!, unit: unitOf(tail[2]!) }
  const money = /^(.*(?:金额|资金|额|款|合计|总计))((?:万|千)?元)$/.exec(label)
  if (money !== null) return { base: money[1]!, unit: money[2]! }
  const area = /^(.*面积)(万?亩|公顷|平方米)$/.exec(label)
  if (area !== null) return { base: area[1]!, unit: area[2]! }
  return { base: label, unit: null }
}

const units = new Set(aliases.units)

/** `元/人.月` → `元/人·月`; null for anything that is no unit. */
export function unitOf(text: string): string | null {
  const bare = normalizeLabel(text)
    .replace(/^(计量|金额)?单位:?/, '')
    .replace(/^人民币:?/, '')
    .replace(/^(.+)每(.+)$/, '$1/$2')
  if (units.has(bare)) return bare === '个月' ? '月' : bare
  const [money, ...rest] = bare.split('/')
  if (rest.length === 0 || !isMoney(money ?? '')) return null
  const per = rest
    .join('·')
    .split(/[·.*・•xX×、-]/)
    .map((part) => part.replace(/^每/, ''))
  return per.length > 0 && per.every((part) => units.has(part))
    ? `${money}/${per.map((part) => (part === '个月' ? '月' : part)).join('·')}`
    : null
}

export function isMoney(unit: string | null): boolean {
  return unit === '元' || unit === '万元' || unit === '千元' || unit === '分'
}

export function isRate(unit: string | null): boolean {
  return unit !== null && unit.includes('/')
}
