import type { DigitGroup } from './digits.ts'
import { holdsDate, isDated, isTime } from './dates-in-digits.ts'
import { birthIn, checkCharacterOf, isProvince } from './id-number.ts'

export type NumberKind = 'id18' | 'id15' | 'card' | 'phone' | 'digits'

/** No number that a villager's text needs has so many digits; accounts, passbooks and mistyped IDs do. */
export const LONG = 11

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

/** What an unbroken run of digits is. */
export function kindOfRun({ digits, x }: DigitGroup, fraction: boolean): NumberKind | null {
  for (let at = 0; at + 17 <= digits.length; at += 1) {
    const rest = digits.length - at
    const alone = at === 0 && rest + (x ? 1 : 0) === 18
    if (isId18(digits.slice(at, at + (x && rest === 17 ? 17 : 18)), x && rest === 17, alone))
      return 'id18'
  }
  if (fraction || digits.length < LONG || isTime(digits)) return null
  if (isId15(digits)) return 'id15'
  if (isCard(digits)) return 'card'
  return isMobile(digits.replace(/^(?:00|0)?86(?=\d{11}$)/, '')) ? 'phone' : 'digits'
}

/**
 * What several pieces are when one number was broken up by these signs. An ID proves itself; weaker patterns must look
 * like one number in pieces: spaces and hyphens, or one other sign between three pieces at least, or digit by digit.
 */
export function kindOfPieces(
  pieces: DigitGroup[],
  digits: string,
  signs: ReadonlySet<string>,
  decimals: boolean,
): NumberKind | null {
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
