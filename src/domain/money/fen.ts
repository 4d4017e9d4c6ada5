import { plainNumber } from './decimal.ts'

/** Money in whole fen, a safe integer. Read from text by `parseFen`, never computed from a float. */
export type Fen = number & { readonly __fen: true }

export type MoneyUnit = '元' | '万元' | '分'

export type FenRefusal = {
  refused:
    | 'amountMissing'
    | 'amountNegative'
    | 'amountDecimals'
    | 'amountNotation'
    | 'amountNotNumber'
    | 'amountTooLarge'
}

/** A thousand million yuan: no single payment of a county is above it, a wrong unit is. */
export const MOST_FEN = 100_000_000_000

/** Decimal places that still are whole fen. */
const PLACES: Record<MoneyUnit, number> = { 分: 0, 元: 2, 万元: 6 }

/** What stands in a cell where nobody wrote an amount. */
const NOTHING = /^[-/\\—\s]*$/

const AMOUNT = /^\+?(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d+))?$/

/**
 * Reads an amount of money as offices write it: thousands separators, full width, ¥, its unit behind it. `unit` is what
 * the sheet says the number counts. Refuses what is finer than a fen, below zero, above `MOST_FEN`, in scientific
 * notation, or no number; trailing zeros do no harm. Never goes through a float.
 */
export function parseFen(text: string, unit: MoneyUnit): Fen | FenRefusal {
  const number = withoutSigns(plainNumber(text), unit)
  if (NOTHING.test(number)) return { refused: 'amountMissing' }
  if (/^-|^\(.*\)$/.test(number)) {
    const behind = number.replace(/^-\s*|^\(|\)$/g, '')
    return { refused: isAmount(behind) ? 'amountNegative' : 'amountNotNumber' }
  }
  if (/^\+?[\d.,]*\d[\d.,]*e[+-]?\d+$/i.test(number)) return { refused: 'amountNotation' }
  if (!isAmount(number)) return { refused: 'amountNotNumber' }
  const [, whole = '0', fraction = ''] = AMOUNT.exec(number) ?? []
  const places = PLACES[unit]
  const kept = fraction.replace(/0+$/, '')
  if (kept.length > places) return { refused: 'amountDecimals' }
  const fen = BigInt(whole.replace(/,/g, '') + kept.padEnd(places, '0'))
  if (fen > BigInt(MOST_FEN)) return { refused: 'amountTooLarge' }
  return Number(fen) as Fen
}

const isAmount = (text: string): boolean => AMOUNT.test(text) && /\d/.test(text)

/** Takes ¥ from the front and the sheet's own unit from the end. Another unit stays and makes it no number. */
function withoutSigns(text: string, unit: MoneyUnit): string {
  const bare = text.replace(/^(?:¥|RMB|CNY)\s*/i, '')
  return bare.endsWith(unit) && (unit !== '元' || !bare.endsWith('万元'))
    ? bare.slice(0, -unit.length).trim()
    : bare
}

/** A whole number of fen from trusted arithmetic or stored data. Throws RangeError where it is none. */
export function asFen(value: number | bigint): Fen {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError('not a whole number of fen')
  return (number === 0 ? 0 : number) as Fen
}

/** The sum, exact. Throws RangeError beyond safe integers, which 90,000 of the largest amounts would need. */
export function sumFen(amounts: Iterable<Fen>): Fen {
  let sum = 0
  for (const amount of amounts) {
    sum += amount
    if (!Number.isSafeInteger(sum)) throw new RangeError('not a whole number of fen')
  }
  return sum as Fen
}

/** `1,284,650.00`, in yuan; a balance below zero has `-` before it. */
export function formatFen(fen: Fen): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${fen < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`
}
