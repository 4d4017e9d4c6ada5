import type { ListSums } from '#device/api.ts'
import { sumFen } from '#domain/money/fen.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { PublicTotals } from '#domain/privacy/public-notice.ts'

/** Figures of a notice that do not agree. Shown, never hidden: whoever published them should be asked. */
export type Mismatch =
  | { kind: 'List' | 'Returned'; sumFen: Fen; byFen: Fen }
  | { kind: 'Payees'; sum: number; said: number }
  | { kind: 'Groups' | 'Balance'; byFen: Fen }

const less = (a: number, b: number): Fen => (a - b) as Fen

/** All that was sent out according to the list: whatever is not only planned. */
export const sentFen = ({ byStatus }: Pick<ListSums, 'byStatus'>): Fen =>
  sumFen([byStatus.paid.fen, byStatus.returned.fen, byStatus.reissued.fen])

/** What the office says, held against itself and against the list as this device has added it up. */
export function mismatches(totals: PublicTotals, sums: ListSums | null): Mismatch[] {
  const found: Mismatch[] = []
  const { plannedFen, paidFen, returnedFen, balanceFen, byGroup, others, payees } = totals
  if (sums?.whole) {
    const sent = sentFen(sums)
    const back = sums.byStatus.returned.fen
    if (sent !== paidFen) found.push({ kind: 'List', sumFen: sent, byFen: less(sent, paidFen) })
    if (returnedFen !== null && back !== returnedFen)
      found.push({ kind: 'Returned', sumFen: back, byFen: less(back, returnedFen) })
    if (payees !== null && sums.payees !== payees)
      found.push({ kind: 'Payees', sum: sums.payees, said: payees })
  }
  if (byGroup.length > 0) {
    const groups = sumFen([
      ...byGroup.map((g) => g.amountFen),
      ...(others ? [others.amountFen] : []),
    ])
    if (groups !== paidFen) found.push({ kind: 'Groups', byFen: less(groups, paidFen) })
  }
  if (plannedFen !== null && returnedFen !== null && balanceFen !== null) {
    const balance = plannedFen - paidFen + returnedFen
    if (balance !== balanceFen) found.push({ kind: 'Balance', byFen: less(balance, balanceFen) })
  }
  return found
}

/** What of the money the shown parts do not explain: parts of too few households, or none named. Zero where nothing. */
export const partsRest = ({ byPart, paidFen }: Pick<PublicTotals, 'byPart' | 'paidFen'>): Fen =>
  byPart.length === 0 ? (0 as Fen) : less(paidFen, sumFen(byPart.map((part) => part.amountFen)))
