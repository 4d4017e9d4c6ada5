import { describe, expect, test } from 'vitest'
import { instantOf } from '#domain/calendar/day.ts'
import { CHECKS } from '#domain/notice/notice.ts'
import type { CheckName, Review } from '#domain/notice/notice.ts'
import { whyNotReviewed } from '#domain/notice/review.ts'
import { notice } from './notices.ts'

const HASH = 'a'.repeat(64)
const all = (answer: boolean) =>
  Object.fromEntries(CHECKS.map((check) => [check, answer])) as Record<CheckName, boolean>
const review: Review = {
  reviewer: 'person-reviewer',
  reviewerRole: '苏木审核',
  at: instantOf(0),
  decision: 'approve',
  checks: all(true),
  reasons: '',
  contentHash: HASH,
}

describe('a review', () => {
  test('of another person, complete, of this content, counts', () => {
    expect(whyNotReviewed(review, notice, HASH)).toBeNull()
    expect(
      whyNotReviewed(
        { ...review, decision: 'return', checks: all(false), reasons: '金额有误' },
        notice,
        HASH,
      ),
    ).toBeNull()
  })

  test('of one’s own work does not, nor of other content', () => {
    for (const reviewer of [notice.author, notice.importer as string])
      expect(whyNotReviewed({ ...review, reviewer }, notice, HASH)).toEqual({ refused: 'ownWork' })
    expect(whyNotReviewed(review, notice, 'b'.repeat(64))).toEqual({ refused: 'contentChanged' })
  })

  test.each(CHECKS)('the check %s must be answered, and with yes to approve', (check) => {
    const { [check]: _left, ...rest } = all(true)
    expect(whyNotReviewed({ ...review, checks: rest as Review['checks'] }, notice, HASH)).toEqual({
      refused: 'checksMissing',
      checks: [check],
    })
    expect(
      whyNotReviewed({ ...review, checks: { ...all(true), [check]: false } }, notice, HASH),
    ).toEqual({ refused: 'checkFailed', checks: [check] })
  })

  test('nothing is returned without reasons', () => {
    expect(whyNotReviewed({ ...review, decision: 'return', reasons: '  ' }, notice, HASH)).toEqual({
      refused: 'reasonsMissing',
    })
  })
})
