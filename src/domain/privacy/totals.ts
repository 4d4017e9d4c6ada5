import type { Aggregate, Disbursement } from '../disbursement/disbursement.ts'
import type { Line } from '../disbursement/line.ts'
import { asFen, sumFen } from '../money/fen.ts'
import type { Fen } from '../money/fen.ts'
import { publicAggregate } from './aggregate.ts'
import { changeIsTelling, sameTables } from './across-versions.ts'
import type { PublicTotals } from './public-notice.ts'
import { LEAST_PAYEES, sharesOf, suppress } from './suppress.ts'
import type { Share } from './suppress.ts'
import { totalsByPart } from './totals-by-part.ts'

/** What totals depend on besides the disbursement. */
export interface TotalsContext {
  /** Lines of every earlier version that was public; null where they are not known, though there were some. */
  earlier?: readonly (readonly Line[])[] | null
  /** The same of tables without persons. */
  earlierTables?: readonly Aggregate[] | null
  /** Is this name of a group or a part one that may not be shown? It then stands with the others. */
  nameless?: (text: string) => boolean
}

/**
 * Works out what was planned, paid, returned and is left, by group and by part, so that no figure and no difference of
 * two figures is about fewer than three payees. Null where the whole list is.
 *
 * Paid is all that was sent, returned what came back of it: null too where what was kept would tell. Planned is the sum
 * of all lines where some are still only planned, else what the county gave, but only where that is the same as the
 * lines: whose plan differs from what was paid is in no line, so a difference may be one payee's.
 *
 * Earlier versions stay readable for ever. Where a later one would tell, together with any of them, what one or two
 * payees' money has become, it has no totals at all; and where anybody's line is another, no tables by group and part.
 */
export function publicTotals(
  disbursement: Disbursement,
  { earlier = [], earlierTables = [], nameless = () => false }: TotalsContext = {},
): PublicTotals | null {
  if (disbursement.aggregate) {
    const aggregate = publicAggregate(disbursement.aggregate, disbursement.region, earlierTables)
    return aggregate && totalsOfAggregate(aggregate, disbursement.plannedFen)
  }
  const { lines } = disbursement
  const sent = lines.filter((line) => line.status !== 'planned')
  const back = sent.filter((line) => line.status === 'returned')
  const kept = sent.filter((line) => line.status !== 'returned')
  const waiting = lines.filter((line) => line.status === 'planned')
  if (payees(lines).size < LEAST_PAYEES || isTelling(sent)) return null
  if (earlier === null || earlier.some((before) => changeIsTelling(before, lines))) return null

  const paidFen = sumOf(sent)
  const returnedFen = isTelling(back) || isTelling(kept) ? null : sumOf(back)
  const plannedFen = plannedOf(disbursement, waiting)
  const tables = earlier.every((before) => sameTables(before, lines))
  const groups = tables ? byGroup(sent, nameless) : { shown: [], hidden: [] }
  return {
    payees: payees(lines).size,
    plannedFen,
    paidFen,
    returnedFen,
    balanceFen: balance(plannedFen, paidFen, returnedFen),
    byPart: tables ? totalsByPart(sent, nameless) : [],
    byGroup: groups.shown.map(({ key, payees: { size }, amountFen }) => ({
      group: key,
      payees: size,
      amountFen,
    })),
    others: othersOf(groups.hidden),
  }
}

function plannedOf({ lines, plannedFen }: Disbursement, waiting: readonly Line[]): Fen | null {
  if (isTelling(waiting)) return null
  const all = sumOf(lines)
  return waiting.length > 0 || plannedFen === all ? all : null
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

function byGroup(lines: readonly Line[], nameless: (text: string) => boolean) {
  return suppress(
    sharesOf(
      lines.map((line) => {
        const key = line.group ?? ''
        const { payee, amountFen } = line
        return { id: key, key, payee, amountFen, nameless: key === '' || nameless(key) }
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

/** A township's table: it has no lines, so its own figures are all there is, the county's plan among them. */
function totalsOfAggregate(aggregate: Aggregate, plannedFen: Fen | null): PublicTotals {
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
