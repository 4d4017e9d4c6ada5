import type { Aggregate } from '../disbursement/disbursement.ts'
import { levelOf } from '../region/region-code.ts'
import type { RegionCode } from '../region/region.ts'
import { LEAST_PAYEES } from './suppress.ts'

/**
 * What everybody may see of a table without persons. Nothing of fewer than three households. Where nobody counted them,
 * the one sum of a whole township or county is shown, without its parts and quantities, any of which may be one
 * household's; and nothing of a village, which may have one such household altogether.
 */
export function publicAggregate(aggregate: Aggregate, region: RegionCode): Aggregate | null {
  const { households } = aggregate
  if (households === null) return levelOf(region) === 'village' ? null : { ...aggregate, parts: [] }
  return households < LEAST_PAYEES ? null : aggregate
}
