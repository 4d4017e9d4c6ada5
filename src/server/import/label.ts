import aliases from './aliases.json' with { type: 'json' }

export type Field =
  | 'seq'
  | 'township'
  | 'village'
  | 'villageCode'
  | 'group'
  | 'name'
  | 'nameMn'
  | 'id'
  | 'birth'
  | 'age'
  | 'category'
  | 'quantity'
  | 'rate'
  | 'amount'
  | 'planned'
  | 'month'
  | 'note'
  | 'year'
  | 'batch'
  | 'program'
  | 'status'
  | 'households'
  | 'persons'
  | 'drop'

/** What a header's words say about its column. */
export interface Meaning {
  field: Field | null
  /** Which of several things paid for: 禁牧, 草畜平衡. Empty where the header names none. */
  what: string
  unit: string | null
  /** Among columns of one field the highest wins: 实发金额 before 合计 before 补贴金额 before 金额. */
  rank: number
  month: number | null
}

const NOTHING: Meaning = { field: null, what: '', unit: null, rank: 0, month: null }

const exact = new Map<string, Field>()
for (const [field, labels] of Object.entries(aliases.exact)) {
  for (const label of labels) exact.set(normalizeLabel(label), field as Field)
}

/** A header as one writes it for a machine: half width, no blanks, no ornaments. */
export function normalizeLabel(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200f\ufeff*★☆]+/g, '')
    .replace(/[:;,。、]+$/, '')
    .replace(/^\(?[0-9]{1,2}[.、)]/, '')
}

const seen = new Map<string, Meaning>()

/** Reads one header. The table of words is data: `aliases.json`. */
export function meaningOf(text: string): Meaning {
  const known = seen.get(text)
  if (known !== undefined) return known
  const meaning = work(text)
  if (seen.size < 5000) seen.set(text, meaning)
  return meaning
}

function work(text: string): Meaning {
  const label = normalizeLabel(text)
  if (label === '' || label.length > 32) return NOTHING
  const whole = exact.get(label)
  if (whole !== undefined) return named(whole, null)
  const { base, unit } = splitUnit(label)
  const field = base === label ? undefined : exact.get(base)
  if (field !== undefined) {
    // 户数(户), 人数(人), 补贴(元): the unit tells a quantity or an amount from a name.
    if (isMoney(unit) && (field === 'name' || field === 'category' || field === 'program'))
      return amountOf(base, unit)
    return named(field, unit)
  }
  // 嘎查：示范嘎查三 and 单位：元 stand above a header, not in it.
  if (/:/.test(base) || /^(金额|计量|计算)?单位$/.test(base)) return NOTHING
  // 补贴金额(小写), 面积(含开荒地), 户主姓名(签字): what is in brackets explains, and the rest is a header.
  const explained = /^(.+)\(([^()]*)\)$/.exec(base)
  const who = whoIn(explained?.[1] ?? base)
  if (who !== null && !isOtherPerson(base))
    return named(/蒙/.test(explained?.[2] ?? '') && who === 'name' ? 'nameMn' : who, null)
  const meaning = monthOf(base, unit) ?? describe(base, unit)
  if (meaning.field !== null) return meaning
  return explained === null
    ? NOTHING
    : meaningOf(unit === null ? explained[1]! : `${explained[1]}(${unit})`)
}

/** 户主姓名/单位名称: the first of several words that are as good, where it says whom or where. */
function whoIn(base: string): Field | null {
  const field = exact.get(base) ?? exact.get(base.split(/[/、]/)[0]!)
  return field !== undefined && ['name', 'village', 'township', 'group', 'note'].includes(field)
    ? field
    : null
}

function named(field: Field, unit: string | null): Meaning {
  return {
    field,
    what: '',
    unit: unit ?? (field === 'persons' ? '人' : null),
    rank: 3,
    month: null,
  }
}

/** A word that stands in headers and in cells alike: 示范嘎查一 might be either. */
function weak(field: Field): Meaning {
  return { ...named(field, null), rank: WEAK }
}

export const WEAK = 0.5

function monthOf(base: string, unit: string | null): Meaning | null {
  const match =
    /^(?:20\d\d年)?(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?(?:(?:实发|发放|补助|补贴|保障|打卡)?(?:金额|补贴|补助|资金|保障金|发放|金|额)?)$/.exec(
      base,
    )
  if (match === null || (unit !== null && !isMoney(unit))) return null
  return { field: 'month', what: '', unit, rank: 3, month: monthNumber(match[1]!) }
}

/** 3, 03, 三, 十一 */
export function monthNumber(text: string): number {
  const digits = '〇一二三四五六七八九'
  if (/^\d+$/.test(text)) return Number(text)
  if (text.startsWith('十')) return 10 + Math.max(0, digits.indexOf(text[1] ?? '〇'))
  return digits.indexOf(text)
}

function describe(base: string, unit: string | null): Meaning {
  const strong = /(金额|资金|额|款|金)$/.test(base) || isMoney(unit)
  if (containsAny(base, aliases.contains.otherPerson) && !strong) return named('drop', null)
  if (!strong) {
    if (containsAny(base, aliases.contains.id)) return named('id', null)
    for (const kind of ['card', 'phone', 'drop'] as const) {
      if (containsAny(base, aliases.contains[kind])) return named('drop', null)
    }
  }
  if (isRate(unit) || aliases.rate.patterns.some((pattern) => new RegExp(pattern).test(base)))
    return rateOf(base, unit)
  if (aliases.rate.endings.some((ending) => base.endsWith(ending))) return rateOf(base, unit)
  if (!isMoney(unit)) {
    const ending = aliases.quantity.endings.find((word) => base.endsWith(word))
    if (ending !== undefined) return quantityOf(base, ending, unit)
  }
  if (containsAny(base, aliases.contains.card) && !/(金额|资金|额|款)$/.test(base))
    return named('drop', null)
  if (isMoney(unit)) return amountOf(base, unit)
  if (unit === null && aliases.amount.endings.some((ending) => base.endsWith(ending)))
    return amountOf(base, unit)
  if (unit !== null && !/[()]/.test(unit)) return quantityOf(base, '', unit)
  if (base.endsWith('姓名') && base.length <= 10) return { ...named('name', null), rank: 1 }
  if (base.length <= 10) {
    if (/嘎查|行政村|村委/.test(base)) return weak('village')
    if (/苏木|乡镇/.test(base)) return weak('township')
    if (/浩特|小组|独贵/.test(base)) return weak('group')
  }
  return NOTHING
}

function amountOf(base: string, unit: string | null): Meaning {
  const words = aliases.amount
  if (containsAny(base, words.other)) return { ...named('drop', unit), rank: 0 }
  if (containsAny(base, words.planned))
    return { field: 'planned', what: '', unit, rank: 3, month: null }
  const ending =
    words.endings.filter((word) => base.endsWith(word)).sort((a, b) => b.length - a.length)[0] ?? ''
  const what = cleanWhat(base.slice(0, base.length - ending.length))
  const rank = containsAny(base, words.paid)
    ? 5
    : containsAny(base, words.total)
      ? 4
      : /^(金额|资金|额)$/.test(base)
        ? 2
        : 3
  return { field: 'amount', what, unit, rank, month: null }
}

const PER = '(亩|人|户|台|头|只|口|株|吨|公斤|平方米|立方米|月|年|次|套)'
const PER_ONE = new RegExp(
  `^(?:每|单)${PER}|^(亩|人|户|台|头|只)(?=均|(?:补贴|补助|补偿|奖励)?标准)`,
)

function rateOf(base: string, unit: string | null): Meaning {
  const one = PER_ONE.exec(base)
  const per = one?.[1] ?? one?.[2]
  const what = cleanWhat(base.slice(one?.[0].length ?? 0).replace(/^[均月]/, ''))
  const money = isMoney(unit) ? unit : '元'
  const told = isRate(unit) ? unit : per === undefined ? null : `${money}/${per}`
  return { field: 'rate', what, unit: told, rank: 3, month: null }
}

function quantityOf(base: string, ending: string, unit: string | null): Meaning {
  const usual: Record<string, string> = aliases.quantity.units
  const best = containsAny(base, aliases.quantity.best)
  const rank = best ? 4 : containsAny(base, aliases.quantity.less) ? 1 : 3
  const what = cleanWhat(base.slice(0, base.length - ending.length))
  return { field: 'quantity', what, unit: unit ?? usual[ending] ?? null, rank, month: null }
}

/** What is left of a header when all that every sheet says is taken away: 禁牧补助面积 → 禁牧. */
export function cleanWhat(text: string): string {
  let rest = splitUnit(normalizeLabel(text)).base.replace(/(20\d{2})?年度?$|^20\d{2}年度?/g, '')
  for (const word of aliases.genericWords) {
    if (word.length > 1) rest = rest.split(word).join('')
  }
  rest = rest.replace(/^[()/、.\-_]+|[()/、.\-_]+$/g, '')
  // 禁牧区 and 禁牧 are one thing; 自治区 is none.
  rest = rest.replace(/(?<!自治)区$/, '')
  const single = aliases.genericWords.filter((word) => word.length === 1).join('')
  return [...rest].every((char) => single.includes(char)) ? '' : rest
}

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

export function isTotalWord(text: string): boolean {
  return /^(合计|小计|总计|共计|总额|合计数)$/.test(text)
}

export function isOtherPerson(text: string): boolean {
  return containsAny(normalizeLabel(text), aliases.contains.otherPerson)
}

function containsAny(text: string, words: string[]): boolean {
  return words.some((word) => text.includes(word))
}
