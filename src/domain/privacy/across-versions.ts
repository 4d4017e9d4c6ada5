import type { Line } from '../disbursement/line.ts'
import { LEAST_PAYEES } from './suppress.ts'

/** What one payee has in one version, in fen. */
interface Own {
  sent: number
  back: number
  waiting: number
}

const NOTHING: Own = { sent: 0, back: 0, waiting: 0 }

/** Every sum of a list that its totals tell, or that two of them tell together. */
const SUMS: readonly ((own: Own) => number)[] = [
  (own) => own.sent,
  (own) => own.back,
  (own) => own.waiting,
  (own) => own.sent - own.back,
  (own) => own.sent + own.waiting,
  (own) => own.back + own.waiting,
]

/**
 * Would two versions of a list, side by side, tell what has become of the money of one or two payees? True where one or
 * two came, went or were changed in money, and where a single sum (what came back, what waits) is another for so few.
 */
export function changeIsTelling(before: readonly Line[], after: readonly Line[]): boolean {
  const old = moneyByPayee(before)
  const now = moneyByPayee(after)
  const everybody = [...new Set([...old.keys(), ...now.keys()])]
  const few = (differs: (was: Own, is: Own) => boolean): boolean => {
    const count = everybody.filter((payee) =>
      differs(old.get(payee) ?? NOTHING, now.get(payee) ?? NOTHING),
    ).length
    return count > 0 && count < LEAST_PAYEES
  }
  return (
    few((was, is) => SUMS.some((sum) => sum(was) !== sum(is))) ||
    SUMS.some((sum) => few((was, is) => sum(was) !== sum(is)))
  )
}

function moneyByPayee(lines: readonly Line[]): Map<string, Own> {
  const all = new Map<string, Own>()
  for (const { payee, status, amountFen } of lines) {
    const own = all.get(payee) ?? { ...NOTHING }
    all.set(payee, own)
    if (status === 'planned') own.waiting += amountFen
    else own.sent += amountFen
    if (status === 'returned') own.back += amountFen
  }
  return all
}

/** Do both versions give the same tables by group and part? Only the order and the remarks may be others. */
export function sameTables(before: readonly Line[], after: readonly Line[]): boolean {
  const keys = (lines: readonly Line[]) => lines.map(keyOf).sort().join('\n')
  return before.length === after.length && keys(before) === keys(after)
}

/** Names too: a group that is called like one of the payees is not shown. */
const keyOf = ({ payee, name, nameMn, group, parts, amountFen, status }: Line): string =>
  JSON.stringify([payee, name, nameMn, group, amountFen, status, parts])
