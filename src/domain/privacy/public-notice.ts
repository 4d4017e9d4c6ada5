import type { Day, Instant } from '../calendar/day.ts'
import type { Aggregate } from '../disbursement/disbursement.ts'
import type { LineStatus, PayeeNumber, Part } from '../disbursement/line.ts'
import type { Fen } from '../money/fen.ts'
import type { ChangedThing, DisclosureAttribute, NoticeId } from '../notice/notice.ts'
import type { PublicityPeriod, Rate } from '../program/program.ts'
import type { Both, RegionCode } from '../region/region.ts'

declare const gate: unique symbol
/** Text that has passed the gate of `domain/privacy`. Nobody else can make one. */
export type Masked = string & { readonly [gate]: true }

/** Sums that the open web may see. A group with fewer than three payees is inside `others` or nowhere. */
export interface PublicTotals {
  payees: number | null
  plannedFen: Fen | null
  /** All that was sent out, what came back later included. */
  paidFen: Fen
  /** What came back; null where that is the money of one or two payees. */
  returnedFen: Fen | null
  /** planned − paid + returned, null where nothing was planned or one of these is not told. */
  balanceFen: Fen | null
  byPart: { what: string; unit?: string; quantity?: string; amountFen: Fen }[]
  byGroup: { group: string; payees: number; amountFen: Fen }[]
  /** Groups too small to be shown alone, together; null when there are none. */
  others: { groups: number; payees: number; amountFen: Fen } | null
}

/** One payee as the board shows it. */
export interface PublicLine {
  payee: PayeeNumber
  name: Masked
  nameMn?: Masked
  /** Syllables by spaces, readings by `|`: `ba te er`, `shan xiong xin|dan xiong xin`. Made on the server. */
  pinyin: string
  group?: Masked
  parts: Part[]
  amountFen: Fen
  status: LineStatus
  note?: Masked
}

/** Everything about a published version that is no list of names. This is what the public object holds. */
export interface PublicHeader {
  notice: NoticeId
  version: number
  region: RegionCode
  item: string
  attribute: DisclosureAttribute
  title: Both
  text: Both
  program: { code: string; name: Both; unit: string; rates: Rate[] } | null
  year: number
  batch: string | null
  rule: Both
  basis: string[]
  office: Both
  phone: string
  period: PublicityPeriod
  publishedOn: Day
  periodEndsOn: Day
  /** Null where fewer than three payees stand on the whole list. */
  totals: PublicTotals | null
  aggregate: Aggregate | null
  /** Who reviewed, by role, and when: `苏木审核`, never a private person's data. */
  reviewedBy: { role: string; name: Masked; at: Instant }[]
  change: { what: ChangedThing[]; why: Masked } | null
  demo: boolean
}

export interface PublicNotice {
  header: PublicHeader
  lines: PublicLine[]
}
