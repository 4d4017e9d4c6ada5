import type { ChangedThing } from '../notice/notice.ts'
import type { Line, Part } from './line.ts'

export interface ChangedLine {
  before: Line
  after: Line
  what: ChangedThing[]
}

/** What a corrected list changes: whose line came, went, or says something else. Where a line stands is no difference. */
export interface ListDifference {
  added: Line[]
  removed: Line[]
  changed: ChangedLine[]
}

/**
 * Compares two versions of a list. The same payee number is the same household; where one stands on several lines,
 * the first is compared with the first, and so on.
 */
export function compareLists(before: readonly Line[], after: readonly Line[]): ListDifference {
  const old = byHousehold(before)
  const difference: ListDifference = { added: [], removed: [], changed: [] }
  for (const [key, line] of byHousehold(after)) {
    const was = old.get(key)
    old.delete(key)
    if (!was) difference.added.push(line)
    else {
      const what = changedThings(was, line)
      if (what.length > 0) difference.changed.push({ before: was, after: line, what })
    }
  }
  difference.removed.push(...old.values())
  return difference
}

/** The new list from the old one: lines that stay keep their place, changed ones take it over, added ones follow. */
export function applyDifference(before: readonly Line[], difference: ListDifference): Line[] {
  const gone = new Set(difference.removed)
  const next = new Map(difference.changed.map((change) => [change.before, change.after]))
  return [
    ...before.filter((line) => !gone.has(line)).map((line) => next.get(line) ?? line),
    ...difference.added,
  ]
}

/** All that a difference touches, for the new version's `change`. A household that came or went is a change of payee. */
export function whatChanged(difference: ListDifference): ChangedThing[] {
  const what = new Set(difference.changed.flatMap((change) => change.what))
  if (difference.added.length + difference.removed.length > 0) what.add('payee')
  return ORDER.filter((thing) => what.has(thing))
}

/** A new publicity period begins only where a payee, quantity, rate or amount changed. */
export const periodRestarts = (what: readonly ChangedThing[]): boolean =>
  what.some((thing) => thing !== 'text')

const ORDER: readonly ChangedThing[] = ['payee', 'quantity', 'rate', 'amount', 'text']

function byHousehold(lines: readonly Line[]): Map<string, Line> {
  const seen = new Map<string, number>()
  const keyed = new Map<string, Line>()
  for (const line of lines) {
    const n = seen.get(line.payee) ?? 0
    seen.set(line.payee, n + 1)
    keyed.set(`${line.payee} ${n}`, line)
  }
  return keyed
}

function changedThings(a: Line, b: Line): ChangedThing[] {
  const parts = (pick: (part: Part) => unknown) =>
    JSON.stringify(a.parts.map(pick)) !== JSON.stringify(b.parts.map(pick))
  const differs: Record<ChangedThing, boolean> = {
    payee: a.name !== b.name || (a.nameMn ?? '') !== (b.nameMn ?? ''),
    quantity: parts((p) => [p.what, p.quantity, p.unit, p.times]),
    rate: parts((p) => [p.rate, p.rateUnit]),
    amount: a.amountFen !== b.amountFen || a.status !== b.status || parts((p) => p.amountFen),
    text: (a.group ?? '') !== (b.group ?? '') || (a.note ?? '') !== (b.note ?? ''),
  }
  return ORDER.filter((thing) => differs[thing])
}
