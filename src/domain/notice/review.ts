import { CHECKS } from './notice.ts'
import type { CheckName, Notice, Review } from './notice.ts'

export type ReviewRefusal =
  | { refused: 'checksMissing'; checks: CheckName[] }
  /** Approved although a check was answered with no. */
  | { refused: 'checkFailed'; checks: CheckName[] }
  | { refused: 'reasonsMissing' }
  | { refused: 'ownWork' }
  /** Something else was read than what stands there now. */
  | { refused: 'contentChanged' }

/**
 * Does this review count for this notice? Another person than author and importer; each of the five checks answered,
 * all with yes for an approval; reasons for a return; bound to the hash of the content as it is now. Null when it does.
 */
export function whyNotReviewed(
  review: Review,
  notice: Pick<Notice, 'author' | 'importer'>,
  contentHash: string,
): ReviewRefusal | null {
  if (review.reviewer === notice.author || review.reviewer === notice.importer)
    return { refused: 'ownWork' }
  const missing = CHECKS.filter((check) => typeof review.checks[check] !== 'boolean')
  if (missing.length > 0) return { refused: 'checksMissing', checks: missing }
  const failed = CHECKS.filter((check) => !review.checks[check])
  if (review.decision === 'approve' && failed.length > 0)
    return { refused: 'checkFailed', checks: failed }
  if (review.decision === 'return' && review.reasons.trim() === '')
    return { refused: 'reasonsMissing' }
  return review.contentHash === contentHash ? null : { refused: 'contentChanged' }
}
