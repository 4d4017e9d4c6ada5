import type { DigitGroup } from './digits.ts'

const DATE = '20\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'
/** A date with a time of day, or two dates: file names and serial texts have them. */
const TIME = new RegExp(
  `^(?:${DATE}(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d(?:\\d{3})?)?|${DATE}${DATE})$`,
)

export const isTime = (digits: string): boolean => TIME.test(digits)

/** 15-2025-00123 is a document's number, 1990-03-09 120 a day and an area. 199 2025 1234 keeps a telephone's shape. */
export function isDated(pieces: DigitGroup[]): boolean {
  if (shapeOf(pieces) === '3 4 4') return false
  return dateIn(pieces) === 0 || pieces.slice(1, -1).some((piece) => YEAR.test(piece.digits))
}

/** Several signs and a date among the pieces: a row of figures. 159999 19520222 2184 keeps an ID's shape. */
export function holdsDate(pieces: DigitGroup[]): boolean {
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
