import { parseDay, yearOf } from '../calendar/day.ts'
import type { Day } from '../calendar/day.ts'

/** GB 11643: weights of the first seventeen digits, and the check character for each remainder by 11. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** First two digits of every code that identity cards were issued under: provinces, Taiwan, Hong Kong, Macau, 91 abroad. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(
    ' ',
  ),
)

const EARLIEST_BIRTH = 1860
const LATEST_BIRTH = 2099

/** The check character that belongs to the first seventeen digits. */
export function checkCharacterOf(seventeen: string): string {
  const sum = WEIGHTS.reduce((all, weight, i) => all + weight * Number(seventeen[i]), 0)
  return CHECKS[sum % 11] ?? ''
}

export const isProvince = (twoDigits: string): boolean => PROVINCES.has(twoDigits)

/** The birth date in an ID number: eight digits at 6, or six digits of the old number meaning 19xx. Null where none is real. */
export function birthIn(digits: string): Day | null {
  const eight = digits.length === 15 ? `19${digits.slice(6, 12)}` : digits.slice(6, 14)
  const day = parseDay(`${eight.slice(0, 4)}-${eight.slice(4, 6)}-${eight.slice(6, 8)}`)
  return day !== null && yearOf(day) >= EARLIEST_BIRTH && yearOf(day) <= LATEST_BIRTH ? day : null
}

/**
 * Reads a cell of an ID column: 18 characters, full width and small x allowed, white space and an apostrophe around it
 * forgiven. `canonical` exists to be hashed with a key and then forgotten. Never put it into an error or a log.
 */
export function readIdNumber(
  text: string,
): { birth: Day; canonical: string } | { refused: 'idFormat' | 'idCheckDigit' } {
  const canonical = text
    .normalize('NFKC')
    .replace(/[\s'\u2018\u2019\p{Cf}]/gu, '')
    .toUpperCase()
  if (!/^[1-9]\d{16}[\dX]$/.test(canonical)) return { refused: 'idFormat' }
  const birth = birthIn(canonical)
  if (birth === null) return { refused: 'idFormat' }
  if (checkCharacterOf(canonical) !== canonical[17]) return { refused: 'idCheckDigit' }
  return { birth, canonical }
}

/** Full years of age on the last day of `year`. */
export const ageAtEndOf = (year: number, birth: Day): number => year - yearOf(birth)
