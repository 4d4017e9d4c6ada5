import type { Line } from '../disbursement/line.ts'
import { addDecimal } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { asFen } from '../money/fen.ts'
import type { PublicTotals } from './public-notice.ts'
import { sharesOf, suppress } from './suppress.ts'
import type { Gift } from './suppress.ts'

type PartKey = { what: string; unit?: string }
type PartGift = Gift<PartKey> & { quantity?: Decimal }

/**
 * What was paid for, by kind, as far as no figure and no remainder is about fewer than three payees. What a line's
 * parts do not explain is a part without a name. A quantity stands where every line has one.
 */
export function totalsByPart(
  lines: readonly Line[],
  nameless: (text: string) => boolean = () => false,
): PublicTotals['byPart'] {
  const kinds = new Set(lines.flatMap(({ parts }) => parts.map(({ what }) => what)))
  const unshown = new Set([...kinds].filter(nameless))
  const gifts = lines
    .flatMap(giftsOf)
    .map((gift) => (unshown.has(gift.key.what) ? { ...gift, nameless: true } : gift))
  return suppress(sharesOf(gifts)).shown.map(({ key, amountFen }) => {
    const id = idOf(key)
    const quantity = sumOfQuantities(gifts.filter((gift) => gift.id === id))
    return { ...key, ...(quantity === null ? {} : { quantity }), amountFen }
  })
}

function sumOfQuantities(gifts: readonly PartGift[]): Decimal | null {
  let sum = '0' as Decimal
  for (const { quantity } of gifts) {
    if (quantity === undefined) return null
    sum = addDecimal(sum, quantity)
  }
  return sum
}

const idOf = ({ what, unit }: PartKey): string => JSON.stringify([what, unit ?? ''])

function giftsOf({ parts, amountFen: whole, payee }: Line): PartGift[] {
  const gifts: PartGift[] = []
  let rest: number = whole
  for (const { what, unit, quantity, amountFen: own } of parts) {
    // A single part without an amount of its own is all that the line is for.
    const amountFen = own ?? (parts.length === 1 ? whole : undefined)
    if (amountFen === undefined) continue
    rest -= amountFen
    const key = unit === undefined ? { what } : { what, unit }
    gifts.push({ id: idOf(key), key, payee, amountFen, quantity, nameless: false })
  }
  if (rest !== 0)
    gifts.push({ id: '', key: { what: '' }, payee, amountFen: asFen(rest), nameless: true })
  return gifts
}
