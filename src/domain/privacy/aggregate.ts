import type { Aggregate } from '../disbursement/disbursement.ts'
import { levelOf } from '../region/region-code.ts'
import type { RegionCode } from '../region/region.ts'
import { LEAST_PAYEES } from './suppress.ts'

/**
 * What everybody may see of a table without persons. Nothing of fewer than three households. Where nobody counted them,
 * the one sum of a whole township or county is shown, without its parts and quantities, any of which may be one
 * household's; and nothing of a village, which may have one such household altogether.
 *
 * `earlier` are the tables that hung in its place before, null where they are not known: a later one says nothing where
 * together with any of them it would tell what a few households' money has become, and has no parts where those differ.
 */
export function publicAggregate(
  aggregate: Aggregate,
  region: RegionCode,
  earlier: readonly Aggregate[] | null = [],
): Aggregate | null {
  const { households } = aggregate
  if (households === null ? levelOf(region) === 'village' : households < LEAST_PAYEES) return null
  if (earlier === null || earlier.some((before) => differenceIsTelling(before, aggregate)))
    return null
  const same = earlier.every((before) => partsOf(before) === partsOf(aggregate))
  return households !== null && same ? aggregate : { ...aggregate, parts: [] }
}

/** Whose money changed is in no table: at least as many households as came or went, and nobody knows how many more. */
function differenceIsTelling(before: Aggregate, after: Aggregate): boolean {
  if (before.amountFen === after.amountFen) return false
  const { households: old } = before
  const { households: now } = after
  return old === null || now === null || Math.abs(now - old) < LEAST_PAYEES
}

const partsOf = ({ parts }: Aggregate): string =>
  JSON.stringify(
    parts.map(({ what, quantity, unit, amountFen }) => [what, quantity, unit, amountFen]),
  )
