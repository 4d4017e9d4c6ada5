import { multiply, roundToUnits } from '../money/decimal.ts'
import { asFen, MOST_FEN } from '../money/fen.ts'
import type { Fen } from '../money/fen.ts'
import type { Line, Part } from './line.ts'

/** How an amount stands to quantity × rate (× times). Offices round to the fen or to the yuan; both are right. */
export interface PartCheck {
  kind: 'exact' | 'roundedToYuan' | 'off'
  /** The product, rounded half up to the fen. */
  expectedFen: Fen
  /** Amount minus `expectedFen`. */
  byFen: Fen
}

/**
 * Works out a part: null where quantity, rate or amount is not known, or the product is beyond any payment. A result
 * that is off is a warning to show, never a reason to block.
 */
export function checkPart(part: Part): PartCheck | null {
  if (part.quantity === undefined || part.rate === undefined || part.amountFen === undefined)
    return null
  const factors = [part.quantity, part.rate]
  if (part.times !== undefined) factors.push(part.times)
  const product = multiply(...factors)
  const fen = roundToUnits(product, 2)
  // 100 times the largest amount: a column of something else.
  if (fen > BigInt(MOST_FEN) * 100n || fen < 0n) return null
  const expectedFen = asFen(fen)
  const byFen = asFen(part.amountFen - expectedFen)
  const yuan = roundToUnits(product, 0) * 100n
  const kind = byFen === 0 ? 'exact' : BigInt(part.amountFen) === yuan ? 'roundedToYuan' : 'off'
  return { kind, expectedFen, byFen }
}

/** Each part of a line worked out. A single part without an amount of its own is measured by the line's. */
export function checkLine(line: Pick<Line, 'parts' | 'amountFen'>): (PartCheck | null)[] {
  const [only, second] = line.parts
  return only && !second
    ? [checkPart({ ...only, amountFen: only.amountFen ?? line.amountFen })]
    : line.parts.map(checkPart)
}
