import aliases from './aliases.json' with { type: 'json' }
import { isMoney, isRate, splitUnit } from './units.ts'
import { containsAny, normalizeLabel } from './words.ts'

const FIELDS = [
  'seq',
  'township',
  'village',
  'villageCode',
  'group',
  'name',
  'nameMn',
  'id',
  'birth',
  'age',
  'category',
  'quantity',
  'rate',
  'amount',
  'planned',
  'returned',
  'month',
  'note',
  'year',
  'batch',
  'program',
  'status',
  'households',
  'persons',
  'drop',
] as const

export type Field = (typeof FIELDS)[number]

export function isField(value: unknown): value is Field {
  return FIELDS.some((field) => field === value)
}

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

export const NOTHING: Meaning = { field: null, what: '', unit: null, rank: 0, month: null }

export function named(field: Field, unit: string | null): Meaning {
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

export function monthOf(base: string, unit: string | null): Meaning | null {
  const match =
    /^(?:20\d\d年)?(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?(?:(?:实发|发放|补助|补贴|保障|打卡)?(?:金额|补贴|补助|资金|保障金|发放|金|额)?)$/.exec(
      base,
    )
  if (match === null || (unit !== null && !isMoney(unit))) return null
  return { field: 'month', what: '', unit, rank: 3, month: monthNumber(match[1]!) }
}

/** 一季度, 第二季度: what a quarter was paid, a list of its own like a month's. A 合计 of one stays a sum. */
export function quarterOf(base: string, unit: string | null): Meaning | null {
  const match = /^(?:20\d\d年)?(第?[一二三四1-4]季度)(?:实发|发放)?(?:金额|补贴|补助|资金)?$/.exec(
    base,
  )
  if (match === null || (unit !== null && !isMoney(unit))) return null
  return { field: 'month', what: match[1]!, unit, rank: 3, month: null }
}

/** 3, 03, 三, 十一 */
export function monthNumber(text: string): number {
  const digits = '〇一二三四五六七八九'
  if (/^\d+$/.test(text)) return Number(text)
  if (text.startsWith('十')) return 10 + Math.max(0, digits.indexOf(text[1] ?? '〇'))
  return digits.indexOf(text)
}

export function describe(base: string, unit: string | null): Meaning {
  const strong = /(金额|资金|额|款|金)$/.test(base) || isMoney(unit)
  if (containsAny(base, aliases.contains.otherPerson) && !strong) return named('drop', null)
  if (!strong) {
    if (containsAny(base, aliases.contains.id)) return named('id', null)
    for (const kind of ['card', 'phone', 'drop'] as const) {
      if (containsAny(base, aliases.contains[kind])) return named('drop', null)
    }
  }
  // 发放金额(元/年) is the year's amount; per 亩 or 人 it is a rate.
  if (unit === '元/年' && /(金额|资金|款)$/.test(base)) return amountOf(base, '元')
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
  if (unit === null && PAID.test(base)) return amountOf(base, null)
  if (unit !== null && !/[()]/.test(unit)) return quantityOf(base, '', unit)
  if (base.endsWith('姓名') && base.length <= 10) return { ...named('name', null), rank: 1 }
  if (base.length <= 10) {
    if (/嘎查|行政村|村委/.test(base)) return weak('village')
    if (/苏木|乡镇/.test(base)) return weak('township')
    if (/浩特|小组|独贵/.test(base)) return weak('group')
  }
  return NOTHING
}

/** 实际发放, 本年兑付: an amount without the word. */
const PAID =
  /^(?:(?:本[次期年月]|当[年月])(?:实际|已|实)?|实际|已|实)(?:发放|兑付|兑现|支付|拨付|打卡|到账|到卡|领取|代发)(?:数|额)?$/

export function amountOf(base: string, unit: string | null): Meaning {
  const words = aliases.amount
  if (/^(?:其中:?)?(?:银行)?(?:退回|退款|退票|未成功)(?:总?金额|资金|款|数额?)?$/.test(base))
    return { ...named('returned', unit), rank: 3 }
  if (containsAny(base, words.other)) return { ...named('drop', unit), rank: 0 }
  if (containsAny(base, words.planned))
    return { field: 'planned', what: '', unit, rank: 3, month: null }
  const ending =
    words.endings.filter((word) => base.endsWith(word)).sort((a, b) => b.length - a.length)[0] ?? ''
  const rest = cleanWhat(base.slice(0, base.length - ending.length))
  const what = isWhole(rest, base) ? '' : rest
  const rank = containsAny(base, words.paid)
    ? 5
    : containsAny(base, words.total)
      ? 4
      : /^(金额|资金|额)$/.test(base)
        ? 2
        : 3
  return { field: 'amount', what, unit, rank, month: null }
}

/** 两项合计, 每户合计: all of them, and no further thing paid for. 一次性 is all only where it says 合计. */
function isWhole(what: string, base: string): boolean {
  if (/^(?:以上)?(?:[两二三四五六七八九十\d]|各|多|全部)[项类]$|^(?:全部|全户|全家)$/.test(what))
    return true
  return isSumLabel(base) && /^(?:每户?|每人|一次性|以上|历次|合并)$/.test(what)
}

/** 补奖合计, 补奖总计 */
export function isSumLabel(base: string): boolean {
  return /(?:合计|总计|共计|小计)数?$/.test(base)
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
  let rest = splitUnit(normalizeLabel(text)).base.replace(
    /(20\d{2})?(?<![全本当半])年度?$|^20\d{2}年度?/g,
    '',
  )
  for (const word of aliases.genericWords) {
    if (word.length > 1) rest = rest.split(word).join('')
  }
  rest = rest.replace(/^[()/、.\-_]+|[()/、.\-_]+$/g, '')
  // 禁牧区 and 禁牧 are one thing; 自治区 is none.
  rest = rest.replace(/(?<!自治)区$/, '')
  const single = aliases.genericWords.filter((word) => word.length === 1).join('')
  return [...rest].every((char) => single.includes(char)) ? '' : rest
}
