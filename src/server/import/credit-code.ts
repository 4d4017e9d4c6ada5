import { parseDay } from '#domain/calendar/day.ts'

const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/**
 * Reads a unified social credit code (GB 32100-2015), as cooperatives and farms have it in place of an ID number. Null
 * where the check character is wrong, or where a birth date stands in it: then it is a mistyped ID number.
 */
export function readCreditCode(text: string): string | null {
  const code = text
    .normalize('NFKC')
    .replace(/[\s'\u2018\u2019\p{Cf}]/gu, '')
    .toUpperCase()
  if (!/^[1-9ANY][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return null
  const date = /^\d{6}(\d{4})(\d{2})(\d{2})/.exec(code)
  if (date !== null && parseDay(`${date[1]}-${date[2]}-${date[3]}`) !== null) return null
  const sum = WEIGHTS.reduce((all, weight, i) => all + weight * SIGNS.indexOf(code[i]!), 0)
  return SIGNS[(31 - (sum % 31)) % 31] === code[17] ? code : null
}
