import type { Day, Instant } from '../calendar/day.ts'
import type { Disbursement } from '../disbursement/disbursement.ts'
import type { Both, RegionCode } from '../region/region.ts'

/** 32 lowercase hex digits, random, born with the draft. */
export type NoticeId = string & { readonly __notice: true }

export type DisclosureAttribute = 'proactive' | 'onRequest' | 'closed'

/** Where one version of a notice stands. "Period ended" is no state: it follows from dates. */
export type NoticeState =
  | 'draft'
  | 'submitted'
  | 'returned'
  | 'approved'
  | 'published'
  | 'corrected'
  | 'withdrawn'
  | 'archived'

export type Step =
  'submit' | 'return' | 'approve' | 'revise' | 'publish' | 'correct' | 'withdraw' | 'archive'

export type CheckName = 'political' | 'legal' | 'policy' | 'secrecy' | 'wording'
export const CHECKS: readonly CheckName[] = ['political', 'legal', 'policy', 'secrecy', 'wording']

export interface Review {
  reviewer: string
  reviewerRole: string
  at: Instant
  decision: 'approve' | 'return'
  checks: Record<CheckName, boolean>
  reasons: string
  /** SHA-256 (hex) of the content that was read; a change of the content voids the review. */
  contentHash: string
}

/** What a new version changed against the one before, named by kinds so that the rule on periods can be applied. */
export type ChangedThing = 'payee' | 'quantity' | 'rate' | 'amount' | 'text'

/** One version of a 公开件 as the office holds it, before anything is public. */
export interface Notice {
  id: NoticeId
  version: number
  region: RegionCode
  state: NoticeState
  attribute: DisclosureAttribute
  attributeBasis: string
  /** Catalog item id. */
  item: string
  title: Both
  text: Both
  disbursement: Disbursement | null
  author: string
  importer: string | null
  publishedOn: Day | null
  periodEndsOn: Day | null
  change: { what: ChangedThing[]; why: string } | null
  demo: boolean
}
