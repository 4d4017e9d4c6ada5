import type { Aggregate, Disbursement } from '../disbursement/disbursement.ts'
import type { Line } from '../disbursement/line.ts'
import { asFen, sumFen } from '../money/fen.ts'
import type { Fen } from '../money/fen.ts'
import type { PublicTotals } from './public-notice.ts'
import { LEAST_PAYEES, sharesOf, suppress } from './suppress.ts'
import type { Share } from './suppress.ts'
import { totalsByPart } from './totals-by-part.ts'

/**
 * Works out what was planned, paid, returned and is left, by group and by part, so that no figure and no difference of
 * two figures is about fewer than three payees. Null where the whole list is.
 *
 * Paid is all that was sent, returned what came back of it. Planned is what the county gave, else the sum of all lines
 * where some are still only planned, else unknown.
 */
export function publicTotals(disbursement: Disbursement): PublicTotals | null {
  if (disbursement.aggregate)
    return totalsOfAggregate(disbursement.aggregate, disbursement.plannedFen)
  const sent = disbursement.lines.filter((line) => line.status !== 'planned')
  const back = sent.filter((line) => line.status === 'returned')
  const waiting = disbursement.lines.filter((line) => line.status === 'planned')
  if (payees(disbursement.lines).size < LEAST_PAYEES || isTelling(sent)) return null

  const paidFen = sumOf(sent)
  const returnedFen = isTelling(back) ? null : sumOf(back)
  const planned = waiting.length === 0 || isTelling(waiting) ? null : sumOf(disbursement.lines)
  const plannedFen = disbursement.plannedFen ?? planned
  const groups = byGroup(sent)
  return {
    payees: payees(disbursement.lines).size,
    plannedFen,
    paidFen,
    returnedFen,
    balanceFen: balance(plannedFen, paidFen, returnedFen),
    byPart: totalsByPart(sent),
    byGroup: groups.shown.map(({ key, payees: { size }, amountFen }) => ({
      group: key,
      payees: size,
      amountFen,
    })),
    others: othersOf(groups.hidden),
  }
}

/** planned − paid + returned, where all three may be told. */
function balance(planned: Fen | null, paid: Fen, returned: Fen | null): Fen | null {
  return planned === null || returned === null ? null : asFen(planned - paid + returned)
}

const payees = (lines: readonly Line[]): Set<string> => new Set(lines.map((line) => line.payee))
const sumOf = (lines: readonly Line[]): Fen => sumFen(lines.map((line) => line.amountFen))

/** Would the sum of these lines tell what one or two payees got? */
function isTelling(lines: readonly Line[]): boolean {
  const { size } = payees(lines.filter((line) => line.amountFen !== 0))
  return size > 0 && size < LEAST_PAYEES
}

function byGroup(lines: readonly Line[]) {
  return suppress(
    sharesOf(
      lines.map((line) => {
        const key = line.group ?? ''
        return { id: key, key, payee: line.payee, amountFen: line.amountFen, nameless: key === '' }
      }),
    ),
  )
}

function othersOf(hidden: readonly Share<string>[]): PublicTotals['others'] {
  if (hidden.length === 0) return null
  const all = new Set(hidden.flatMap((share) => [...share.payees]))
  const amountFen = sumFen(hidden.map((share) => share.amountFen))
  return { groups: hidden.length, payees: all.size, amountFen }
}

/** A township's table: it has no lines, so its own figures are all there is. */
function totalsOfAggregate(aggregate: Aggregate, plannedFen: Fen | null): PublicTotals | null {
  if (aggregate.households !== null && aggregate.households < LEAST_PAYEES) return null
  const paidFen = aggregate.amountFen
  return {
    payees: aggregate.households,
    plannedFen,
    paidFen,
    returnedFen: asFen(0),
    balanceFen: balance(plannedFen, paidFen, asFen(0)),
    byPart: aggregate.parts.flatMap(({ what, unit, quantity, amountFen }) =>
      amountFen === undefined
        ? []
        : [
            {
              what,
              ...(unit === undefined ? {} : { unit }),
              ...(quantity === undefined ? {} : { quantity }),
              amountFen,
            },
          ],
    ),
    byGroup: [],
    others: null,
  }
}
