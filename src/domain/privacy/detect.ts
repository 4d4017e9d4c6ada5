import { digitGroups, mayHoldDigits } from './digits.ts'
import type { DigitGroup } from './digits.ts'
import { findHealthWords } from './health.ts'
import { birthIn, checkCharacterOf, isProvince } from './id-number.ts'

export type PersonalKind = 'id18' | 'id15' | 'card' | 'phone' | 'digits' | 'health'

/** Something about a person that may not stand in any text. A range of UTF-16 units, end excluded; never its content. */
export interface Personal {
  kind: PersonalKind
  from: number
  to: number
}

/** Where two readings of the same digits compete, the graver one counts. */
const GRAVEST_FIRST: readonly PersonalKind[] = ['id18', 'id15', 'card', 'phone', 'digits', 'health']

/** No number that a villager's text needs has so many digits; accounts, passbooks and mistyped IDs do. */
const LONG = 11

/**
 * Every ID, card and phone number, long run of digits and word on health in a text, however it is disguised: full
 * width, digits of another script or in Chinese, spaced, hyphened, dotted, with characters in it that nobody sees, with
 * a small x. Leaves amounts, areas, decimals, dates, times and document numbers alone. Linear in the text's length.
 */
export function findPersonal(text: string): Personal[] {
  const found: Personal[] = findHealthWords(text).map((range) => ({ kind: 'health', ...range }))
  if (mayHoldDigits(text, LONG)) found.push(...personalNumbers(digitGroups(text)))
  const kept: Personal[] = []
  const taken = new Uint8Array(text.length)
  for (const kind of GRAVEST_FIRST)
    for (const one of found)
      if (one.kind === kind && !taken.subarray(one.from, one.to).includes(1)) {
        taken.fill(1, one.from, one.to)
        kept.push(one)
      }
  return kept.sort((a, b) => a.from - b.from)
}

function personalNumbers(groups: DigitGroup[]): Personal[] {
  const found: Personal[] = []
  const add = (kind: PersonalKind | null, from: DigitGroup, to: DigitGroup) => {
    if (kind) found.push({ kind, from: from.from, to: to.to })
  }
  for (const [i, first] of groups.entries()) {
    add(kindOfRun(first, isFraction(groups, i)), first, first)
    let digits = first.digits
    const signs = new Set<string>()
    for (let k = i + 1; k < groups.length; k += 1) {
      const before = groups[k - 1]
      const last = groups[k]
      if (!before || !last || before.gap === null) break
      for (const sign of signsIn(before.gap)) signs.add(sign)
      digits += last.digits
      if (digits.length > 19) break
      const decimals = isFraction(groups, i) || isFraction(groups, k) || isFraction(groups, k + 1)
      add(kindOfPieces(groups.slice(i, k + 1), digits, signs, decimals), first, last)
    }
  }
  return found
}

/** The signs that a gap is made of; spaces beside another sign are that sign's. */
function signsIn(gap: string): string[] {
  const signs = gap.replace(/ /g, '')
  return signs === '' ? [...gap] : [...signs]
}

/** Is group `i` what stands behind the point of a decimal number? A float has at most 17 that count. */
function isFraction(groups: DigitGroup[], i: number): boolean {
  const whole = groups[i - 1]
  const own = groups[i]
  if (!whole || !own || whole.gap !== '.' || own.gap?.startsWith('.')) return false
  if (whole.digits.length >= LONG || groups[i - 2]?.gap === '.') return false
  return (whole.digits + own.digits).replace(/^0+/, '').length < 18
}

/** An ID of eighteen: a real birth date, and the right check character or at least a real province. */
function isId18(digits: string, x: boolean, province: boolean): boolean {
  const seventeen = digits.slice(0, 17)
  if (digits.length + (x ? 1 : 0) !== 18 || digits[0] === '0' || birthIn(seventeen) === null)
    return false
  return (
    checkCharacterOf(seventeen) === (x ? 'X' : digits[17]) ||
    (province && isProvince(digits.slice(0, 2)))
  )
}

const isId15 = (digits: string): boolean =>
  digits.length === 15 && isProvince(digits.slice(0, 2)) && birthIn(digits) !== null

const isMobile = (digits: string): boolean => /^1[3-9]\d{9}$/.test(digits)

/** ISO/IEC 7812: 16 to 19 digits whose Luhn sum ends in zero. */
function isCard(digits: string): boolean {
  if (digits.length < 16 || digits.length > 19) return false
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const DATE = '20\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'
/** A date with a time of day, or two dates: file names and serial texts have them. */
const TIME = new RegExp(
  `^(?:${DATE}(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d(?:\\d{3})?)?|${DATE}${DATE})$`,
)

/** What an unbroken run of digits is. */
function kindOfRun({ digits, x }: DigitGroup, fraction: boolean): PersonalKind | null {
  for (let at = 0; at + 17 <= digits.length; at += 1) {
    const rest = digits.length - at
    const alone = at === 0 && rest + (x ? 1 : 0) === 18
    if (isId18(digits.slice(at, at + (x && rest === 17 ? 17 : 18)), x && rest === 17, alone))
      return 'id18'
  }
  if (fraction || digits.length < LONG || TIME.test(digits)) return null
  if (isId15(digits)) return 'id15'
  if (isCard(digits)) return 'card'
  return isMobile(digits.replace(/^(?:00|0)?86(?=\d{11}$)/, '')) ? 'phone' : 'digits'
}

/**
 * What several pieces are when one number was broken up by these signs. An ID proves itself; weaker patterns must look
 * like one number in pieces: spaces and hyphens, or one other sign between three pieces at least, or digit by digit.
 */
function kindOfPieces(
  pieces: DigitGroup[],
  digits: string,
  signs: ReadonlySet<string>,
  decimals: boolean,
): PersonalKind | null {
  const x = pieces[pieces.length - 1]?.x ?? false
  const broken = [...signs].every((sign) => sign === ' ' || sign === '-')
  const mixed = !broken && signs.size > 1
  if (isId18(digits, x && digits.length === 17, broken) && !(mixed && holdsDate(pieces)))
    return 'id18'
  const single = pieces.length === digits.length
  const one = signs.size === 1 && pieces.length > 2 && ![...signs].some((s) => LISTING.includes(s))
  if (decimals || !(broken || one || single)) return null
  if (isId15(digits)) return 'id15'
  const fours = /^[3-69]/.test(digits) && pieces.slice(0, -1).every((p) => p.digits.length === 4)
  if (isCard(digits) && (digits.startsWith('62') || fours || single)) return 'card'
  if (fours && broken && digits.startsWith('62') && digits.length >= 16) return 'digits'
  return isMobile(digits) && !isDated(pieces) ? 'phone' : null
}

/** Signs that stand between numbers of their own. */
const LISTING = ',;:\u3001'

/** 15-2025-00123 is a document's number, 1990-03-09 120 a day and an area. 199 2025 1234 keeps a telephone's shape. */
function isDated(pieces: DigitGroup[]): boolean {
  if (shapeOf(pieces) === '3 4 4') return false
  return dateIn(pieces) === 0 || pieces.slice(1, -1).some((piece) => YEAR.test(piece.digits))
}

/** Several signs and a date among the pieces: a row of figures. 159999 19520222 2184 keeps an ID's shape. */
function holdsDate(pieces: DigitGroup[]): boolean {
  if (shapeOf(pieces) === '6 8 4') return false
  return dateIn(pieces) >= 0 || pieces.some(({ digits }) => FULL_DATE.test(digits))
}

const shapeOf = (pieces: DigitGroup[]): string => pieces.map((p) => p.digits.length).join(' ')

/** Where three pieces are year, month and day; -1 where none are. */
const dateIn = (pieces: DigitGroup[]): number =>
  pieces.findIndex(
    ({ digits }, i) =>
      YEAR.test(digits) &&
      MONTH.test(pieces[i + 1]?.digits ?? '') &&
      DAY.test(pieces[i + 2]?.digits ?? ''),
  )

const YEAR = /^(?:19|20)\d\d$/
const MONTH = /^(?:0?[1-9]|1[0-2])$/
const FULL_DATE = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/
const DAY = /^(?:0?[1-9]|[12]\d|3[01])$/
