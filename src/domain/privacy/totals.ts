import type { Disbursement } from '../disbursement/disbursement.ts'
import type { Line } from '../disbursement/line.ts'
import { addDecimal } from '../money/decimal.ts'
import type { Decimal } from '../money/decimal.ts'
import { asFen, sumFen } from '../money/fen.ts'
import type { Fen } from '../money/fen.ts'
import type { PublicTotals } from './public-notice.ts'
import { LEAST_PAYEES, suppress } from './suppress.ts'
import type { Share } from './suppress.ts'

/**
 * Works out what was planned, paid, returned and is left, by group and by part, so that no figure and no difference of
 * two figures is about fewer than three payees. Null where the whole list is.
 *
 * Paid is all that was sent, returned what came back of it. Planned is what the county gave, else the sum of all lines
 * where some are still only planned, else unknown.
 */
export function publicTotals(disbursement: Disbursement): PublicTotals | null {
  if (disbursement.aggregate) return totalsOfAggregate(disbursement)
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
    byPart: byPart(sent),
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

/** Shares by key, in the order in which the keys come first. */
function shared<K>(
  entries: Iterable<{ id: string; key: K; payee: string; amountFen: Fen; nameless: boolean }>,
): Share<K>[] {
  const shares = new Map<
    string,
    { key: K; payees: Set<string>; givers: Set<string>; amountFen: Fen; nameless: boolean }
  >()
  for (const { id, key, payee, amountFen, nameless } of entries) {
    const share = shares.get(id) ?? {
      key,
      payees: new Set(),
      givers: new Set(),
      amountFen: asFen(0),
      nameless,
    }
    shares.set(id, share)
    share.payees.add(payee)
    if (amountFen !== 0) share.givers.add(payee)
    share.amountFen = asFen(share.amountFen + amountFen)
  }
  return [...shares.values()]
}

function byGroup(lines: readonly Line[]) {
  return suppress(
    shared(
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

type PartKey = { what: string; unit?: string }

/** What was paid for, by kind. What a line's parts do not explain is a part without a name. */
function byPart(lines: readonly Line[]): PublicTotals['byPart'] {
  const entries = lines.flatMap((line) => [...partsOf(line)])
  return suppress(shared(entries)).shown.map(({ key, amountFen }) => {
    const same = entries.filter((entry) => entry.key === key || entry.id === idOf(key))
    const quantities = same.map((entry) => entry.quantity)
    const quantity = quantities.every((one) => one !== undefined)
      ? quantities.reduce<Decimal>(
          (sum, one) => addDecimal(sum, one ?? ('0' as Decimal)),
          '0' as Decimal,
        )
      : undefined
    return { ...key, ...(quantity === undefined ? {} : { quantity }), amountFen }
  })
}

const idOf = ({ what, unit }: PartKey): string => JSON.stringify([what, unit ?? ''])

function* partsOf(line: Line) {
  const [only, second] = line.parts
  let explained = 0
  for (const part of line.parts) {
    const amountFen = part.amountFen ?? (only && !second ? line.amountFen : undefined)
    if (amountFen === undefined) continue
    explained += amountFen
    const key: PartKey =
      part.unit === undefined ? { what: part.what } : { what: part.what, unit: part.unit }
    yield {
      id: idOf(key),
      key,
      payee: line.payee as string,
      amountFen,
      quantity: part.quantity,
      nameless: false,
    }
  }
  const rest = asFen(line.amountFen - explained)
  if (rest !== 0)
    yield {
      id: '',
      key: { what: '' },
      payee: line.payee as string,
      amountFen: rest,
      quantity: undefined,
      nameless: true,
    }
}

/** A township's table: it has no lines, so its own figures are all there is. */
function totalsOfAggregate({ aggregate, plannedFen }: Disbursement): PublicTotals | null {
  if (!aggregate || (aggregate.households !== null && aggregate.households < LEAST_PAYEES))
    return null
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
