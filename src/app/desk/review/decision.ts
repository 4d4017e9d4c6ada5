import type { CheckName } from '#domain/notice/notice.ts'

/** A reviewer's word, as `office/reviews` takes it. */
export interface Decision {
  decision: 'approve' | 'return'
  checks: Partial<Record<CheckName, boolean>>
  reasons: string
}
