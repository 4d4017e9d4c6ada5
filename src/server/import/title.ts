import aliases from './aliases.json' with { type: 'json' }
import { monthNumber } from './label-kinds.ts'
import type { TitleUnits } from './plan.ts'
import { normalizeLabel } from './words.ts'

export interface NamedProgram {
  code: string
  name: { zh: string }
  aliases: string[]
}

/** Which units the lines above the header name. Null where they name none, or both of a pair. */
export function titleUnits(texts: string[]): TitleUnits {
  const found = new Set<string>()
  for (const text of texts) {
    for (const match of text.matchAll(
      /(?:^|[\s\u3000(（、,，;；])(?:金额|计量|计算|资金)?单位[:：]\s*([^\s\u3000:：)）]+)/g,
    )) {
      for (const unit of match[1]!.split(/[、,，;；/和及]/)) found.add(normalizeLabel(unit))
    }
  }
  const one = (...of: string[]) => {
    const named = of.filter((unit) => found.has(unit))
    return named.length === 1 ? named[0]! : null
  }
  return { money: one('元', '万元', '千元'), area: areaIn([...found]) }
}

const AREA = /^万?(?:亩|公亩|顷|公顷|平方米|平方公里|平方千米|平米|m2|km2|hm2|ha|垧)$/i

/** The one unit of areas; empty where several are named, and a quantity may be in any of them. */
function areaIn(units: string[]): string | null {
  const named = units.filter((unit) => AREA.test(unit))
  if (named.length <= 1) return named[0] ?? null
  return named.every((unit) => unit.endsWith('亩')) ? null : ''
}

const HAN_DIGITS = '〇一二三四五六七八九'

/** The year that a title or a file's name speaks of; a date of sending is no such year. */
export function findYear(texts: string[]): number | null {
  for (const pattern of [/(20\d{2})\s*年/, /(?<!\d)(20\d{2})(?!\d)/]) {
    for (const raw of texts) {
      const text = raw
        .normalize('NFKC')
        .replace(/[〇○零]/g, '〇')
        .replace(/二〇[〇一二三四五六七八九]{2}(?=年)/g, (han) =>
          [...han].map((digit) => HAN_DIGITS.indexOf(digit)).join(''),
        )
      if (
        /(日期|时间|填报|制表|打印)/.test(text) &&
        !/(花名|发放|补贴|补助|补偿|公示|名册)/.test(text)
      )
        continue
      const match = pattern.exec(text)
      if (match !== null) return Number(match[1])
    }
  }
  return null
}

/** A month or quarter or instalment that a sheet's name or title is about: `3月`, `2025年3月`, `一季度`, `第二批`. */
export function findBatch(text: string, year: number | null): string | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  const dotted = /^(20\d{2})(?:[-./年]?(0[1-9]|1[0-2])|[-./年]([1-9]))$/.exec(plain)
  if (dotted !== null) return `${dotted[1]}-${(dotted[2] ?? dotted[3]!).padStart(2, '0')}`
  const month =
    /(?:(20\d{2})年(?:度)?)?(?<![\d\-至到~—])(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?![\d\-至到~—]|[一二三四五六七八九十]+日)/.exec(
      plain,
    )
  if (month !== null && !/[\-至到~—]\d{1,2}月/.test(plain)) {
    const number = monthNumber(month[2]!)
    const of = month[1] === undefined ? year : Number(month[1])
    if (number >= 1 && number <= 12)
      return of === null ? `${number}月` : `${of}-${String(number).padStart(2, '0')}`
  }
  return (
    /(第?[一二三四1-4]季度|第[一二三四五六七八九十\d]+(?:批次?|[次期](?!修|更|调|公|核|统|填|上报))|[上下]半年)/.exec(
      plain,
    )?.[1] ?? null
  )
}

/** Whether a short cell or a sheet's name is nothing but a batch. */
export function isBatchName(text: string): boolean {
  return text.normalize('NFKC').replace(/\s+/g, '').length <= 12 && findBatch(text, 2000) !== null
}

/** The program that a title or a file's name speaks of, by the county's list, by known names, else what is left of the words. */
export function findProgramName(
  texts: string[],
  programs: readonly NamedProgram[],
  places: readonly string[],
): string | null {
  for (const text of texts) {
    const plain = normalizeLabel(text)
    const known = byName(plain, programs)
    if (known !== null) return known
  }
  for (const text of texts) {
    const rest = strip(text, places)
    if (
      rest.length >= 2 &&
      rest.length <= 30 &&
      /[\u4e00-\u9fff]{2}/.test(rest) &&
      !/[:：;；。]/.test(rest) &&
      !/\d{6}/.test(rest)
    )
      return rest
  }
  return null
}

function byName(plain: string, programs: readonly NamedProgram[]): string | null {
  let best: { name: string; length: number } | null = null
  const look = (name: string, spelling: string) => {
    const word = normalizeLabel(spelling)
    if (word.length > 1 && plain.includes(word) && word.length > (best?.length ?? 0))
      best = { name, length: word.length }
  }
  for (const program of programs)
    for (const spelling of [program.name.zh, ...program.aliases]) look(program.name.zh, spelling)
  if (best === null) {
    for (const [name, spellings] of Object.entries(aliases.programs))
      for (const spelling of [name, ...spellings]) look(name, spelling)
  }
  return best === null ? null : (best as { name: string }).name
}

function strip(text: string, places: readonly string[]): string {
  let rest = normalizeLabel(text.replace(/\.[A-Za-z0-9]{2,5}$/, ''))
  for (const place of places) rest = rest.split(normalizeLabel(place)).join('')
  rest = rest
    .replace(/^.*?20\d{2}年(度)?/, '')
    .replace(/(1[0-2]|[1-9])月(份)?/g, '')
    .replace(/[-_]?20\d{2}(年(度)?)?/g, '')
    .replace(/^[\d\-_.、]+/, '')
    .replace(/\([^()]*\)$/, '')
  for (let before = ''; before !== rest;) {
    before = rest
    rest = rest.replace(/[-_\s.()]+$/, '')
    for (const word of [...aliases.titleEndings, ...aliases.titleWords]) {
      if (rest.endsWith(word) && rest.length > word.length) rest = rest.slice(0, -word.length)
      else if (rest === word) rest = ''
    }
  }
  return rest
}
