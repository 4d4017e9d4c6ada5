import type { Day, Instant } from '../calendar/day.ts'
import type { ChangedThing, NoticeId } from '../notice/notice.ts'
import type { PublicTotals } from '../privacy/public-notice.ts'
import type { Both, RegionCode } from '../region/region.ts'

/** 64 lowercase hex digits of a SHA-256. */
export type Hash = string & { readonly __hash: true }

export type PostedKind = 'disbursement' | 'affair' | 'reference'
export type PostedState = 'published' | 'withdrawn' | 'archived'

/** An earlier version, kept in the chain for ever. `digest` commits to all its contents. */
export interface EarlierVersion {
  version: number
  digest: Hash
  publishedAt: Instant
}

/** A notice as it hangs on a board: what both sides compare when they ask whether a change was lawful. */
export interface PostedNotice {
  id: NoticeId
  kind: PostedKind
  item: string
  program: string | null
  year: number
  batch: string | null
  title: Both
  version: number
  digest: Hash
  chain: EarlierVersion[]
  state: PostedState
  publishedAt: Instant
  publishedOn: Day
  periodEndsOn: Day | null
  /** What this version changed and why; null on version 1. */
  change: { what: ChangedThing[]; why: string } | null
  /** Why and by which office it was withdrawn; null else. */
  withdrawal: { why: string; office: string; at: Instant } | null
  totals: PublicTotals | null
}

/** A whole board at one seq, without bytes and keys. */
export interface BoardState {
  region: RegionCode
  notices: PostedNotice[]
}

/** Why one board may not follow another. `updateTheApp` is no alarm: this code does not know the kind of change. */
export type UnlawfulChange =
  | { refused: 'otherRegion' }
  | { refused: 'noticeVanished'; notice: NoticeId }
  | { refused: 'versionWentBack'; notice: NoticeId }
  | { refused: 'chainBroken'; notice: NoticeId }
  | { refused: 'changedInSilence'; notice: NoticeId }
  | { refused: 'changeNotNamed'; notice: NoticeId }
  | { refused: 'withdrawalWithoutReason'; notice: NoticeId }
  | { refused: 'stateWentBack'; notice: NoticeId }
  | { refused: 'updateTheApp'; notice: NoticeId | null }
