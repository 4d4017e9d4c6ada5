import type { EarlierVersion, Hash, PostedNotice } from '#domain/board/board-state.ts'
import type { Agreement, BoardMark } from '#domain/board/cross-check.ts'
import type { SheetName, SheetVerdict } from '#domain/board/sheet-verdict.ts'
import type { Day, Instant } from '#domain/calendar/day.ts'
import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import type { PayeeNumber, Part, LineStatus } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { PublicHeader } from '#domain/privacy/public-notice.ts'
import type { Program } from '#domain/program/program.ts'
import type { Likeness } from '#domain/search/similar-name.ts'
import type { Both, Region, RegionCode } from '#domain/region/region.ts'
import type { DeviceSettings } from '#protocol/device-orders.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import type { BeatOutcome, EnrolRefusal, Shown, Tablet } from './tablet/api.ts'

/** A plain account of what a sync did; `sentence` keys live in i18n under `sync.*`. Never thrown for what networks do. */
export type SyncOutcome =
  | { kind: 'fresh'; region: RegionCode; seq: number; changed: boolean }
  | { kind: 'offline' | 'captivePortal' | 'serverTrouble' | 'notReady'; region: RegionCode }
  /** Consistent but older than what is held: nothing was changed. */
  | { kind: 'stale'; region: RegionCode }
  | { kind: 'diskFull'; region: RegionCode; neededBytes: number }
  | { kind: 'updateTheApp'; region: RegionCode }
  /** Plain http: nothing can be verified there, so nothing is taken. */
  | { kind: 'notSecure'; region: RegionCode }
  | { kind: 'noSuchBoard'; region: RegionCode }
  /** Must not be believed: the last good board stays, the evidence is kept. */
  | { kind: 'alarm'; region: RegionCode; code: AlarmCode; evidence: number }

/** What did not hold; words under `sync.alarm`. */
export type AlarmCode =
  /** The county's root key is another than the board's link said, or than was seen first. */
  | 'root'
  /** The list of the log's keys is not signed by the root, or went back. */
  | 'keyList'
  /** Not signed by this county's log. */
  | 'signature'
  /** The log is no continuation of the one this device has seen: two histories are being told. */
  | 'growth'
  /** The board's entry is not in the log, or does not name this board and manifest. */
  | 'entry'
  /** Same seq, another content; or an entry that does not follow the one held. */
  | 'seq'
  /** A notice vanished, was changed in silence or came back otherwise. */
  | 'unlawful'
  /** Bytes that are not those the log promises. */
  | 'content'
  | 'malformed'

export interface SyncProgress {
  region: RegionCode
  phase: 'head' | 'objects' | 'checking' | 'saving'
  bytes: number
  totalBytes: number
  notices: number
  totalNotices: number
}

/** What the device says about time. Only `signedNow` ends things; `likelyNow` colours and warns. */
export interface Ages {
  signedNow: Instant | null
  likelyNow: Instant | null
  /** Day of `signedNow` in UTC+8. */
  today: Day | null
}

/** One board on this device. */
export interface HeldBoard {
  region: RegionCode
  name: Both
  level: Region['level']
  demo: boolean
  /** Null until the first sync has ended. */
  seq: number | null
  /** Signed time of the board held. */
  asOf: Instant | null
  /** Last time that the county was really heard about this board, by signed time. */
  heardAt: Instant | null
  named: 'key' | 'public' | 'none'
  /**
   * Whether the key given for this board opens its lists: `unproven` before the first sync or while no list hangs, `old`
   * where the board has a newer key since, `wrong` where it never was this board's key.
   */
  key: 'none' | 'unproven' | 'fits' | 'old' | 'wrong'
  rootPinned: 'link' | 'firstUse'
  notices: number
  bytes: number
  lastOutcome: SyncOutcome | null
}

export interface NoticeSummary extends PostedNotice {
  /** By `signedNow`; null where no signed time is known. */
  periodOpen: boolean | null
  daysLeft: number | null
  /** How many lists of names this device can open. */
  listsHeld: number
}

/** What was checked for a notice, in the order a person is told. `ok: null` = not checked, and why. */
export interface Check {
  name: 'content' | 'entry' | 'inclusion' | 'growth' | 'signature' | 'root' | 'time' | 'witness'
  ok: boolean | null
  facts: Record<string, string>
}

export interface NoticeView {
  summary: NoticeSummary
  header: PublicHeader
  chain: EarlierVersion[]
  lines: number
  checks: Check[]
  manifest: Hash
  seq: number
}

export interface LineView {
  number: number
  payee: PayeeNumber
  name: string
  nameMn: string | null
  group: string | null
  parts: Part[]
  amountFen: Fen
  status: LineStatus
  note: string | null
}

/** How a reader wants a list: which of its lines, in which order. Nothing given: all, as published. */
export interface ListAsk {
  /** Only this group; null for lines that have none. */
  group?: string | null
  /** Names, in every way that `search` knows. */
  query?: string
  by?: 'name' | 'amount'
  /** The order turned round. */
  down?: boolean
}

/** A list as asked for: how many lines, and at which of them (from 0) given people stand. */
export interface ListOrder {
  lines: number
  places: number[]
}

/** A list added up on this device, line by line, to be held against what the office says of it. */
export interface ListSums {
  lines: number
  payees: number
  /** Every part of the list could be read; else these are sums of what could. */
  whole: boolean
  byStatus: Record<LineStatus, { lines: number; fen: Fen }>
  /** In the order in which the list names them; null for lines without a group. */
  groups: { group: string | null; lines: number; fen: Fen }[]
  /** Lines whose amount is not quantity × rate, rounding to the yuan allowed. */
  off: number
}

export interface PersonHit {
  payee: PayeeNumber
  name: string
  nameMn: string | null
  groups: string[]
  /** Others on this board with the very same name. */
  namesakes: number
  years: number[]
}

export interface PersonView extends PersonHit {
  region: RegionCode
  entries: { notice: NoticeSummary; line: LineView }[]
  totalsByYear: { year: number; paidFen: Fen }[]
}

/** Somebody whose name is close to one that was asked for: it may be the same household, written otherwise. */
export interface SimilarHit extends PersonHit {
  why: Likeness
}

/** Whose name others are to be like. `notice`: only those who stand on this notice. */
export type LikeWhom = { query: string } | { payee: PayeeNumber; notice?: NoticeId }

/**
 * A line of a followed household as it was last read. `here`: its list lies on this phone and says so now. `left`: the
 * list is not here (board removed, key or bytes lost), this is what it said last. `withdrawn`: by the office, its names
 * are gone. `struck`: the list is here and names the household no more.
 */
export interface KnownLine {
  notice: NoticeId
  version: number
  title: Both
  program: string | null
  year: number
  publishedOn: Day
  publishedAt: Instant
  amountFen: Fen
  status: LineStatus
  standing: 'here' | 'left' | 'withdrawn' | 'struck'
  /** Signed time of the board on which it was read. */
  asOf: Instant
}

/** A household that somebody follows on this phone: what its board says of it, or said last. */
export interface FollowedHousehold {
  region: RegionCode
  payee: PayeeNumber
  name: string
  nameMn: string | null
  groups: string[]
  board: Both
  /** Newest first. */
  lines: KnownLine[]
  /** Newest first. What was withdrawn or struck counts nowhere. */
  totalsByYear: { year: number; paidFen: Fen }[]
  /** Signed time of the board that was read last. */
  asOf: Instant
  /** Whether a list with this household lies on this phone now. */
  here: boolean
}

/** One thing that a board says now and did not say at the last visit. */
export interface NewsItem {
  kind: 'new' | 'corrected' | 'withdrawn'
  notice: NoticeSummary
  /** Followed households that stand on it, or stood. */
  mine: PayeeNumber[]
}

/** What is new on a board since the last visit; what concerns followed households first. */
export interface News {
  /** Signed time of that visit. Null before the first: then everything would be new, so nothing is. */
  since: Instant | null
  /** The board that was compared; null where none is held. */
  seq: number | null
  items: NewsItem[]
}

/** A first letter of this board's names, and where it leads: first characters, and the names that begin with each. */
export interface NameLetter {
  letter: string
  firsts: { first: string; names: string[] }[]
}

export type NameScript = 'zh' | 'mn'

export interface CatalogHit extends CatalogItem {
  notices: NoticeId[]
}

export interface PublicStep {
  townships: { region: Region; villages: Region[] }[]
}

/** A newer version of the app has written here; this one only reads. */
export type UpdateFirst = { refused: 'updateTheApp' }

/** Why a link or code was not taken; words under `open.*`. */
export type OpenRefusal =
  | { refused: 'notALink' }
  /** `groups`: those of the seven (from 1) that look misread; none where nothing can be said. */
  | { refused: 'wrongCode'; groups: number[] }
  | { refused: 'otherCounty' }
  | { refused: 'noSuchBoard' }
  /** A code can only be tried where the board has been heard once. */
  | { refused: 'offline' }
  | UpdateFirst

export type FollowRefusal = { refused: 'notListed' } | UpdateFirst

/** What the device has to say about itself. */
export interface Condition {
  /** Data of a newer app lies here: this one reads and changes nothing. */
  readOnly: boolean
  /** The browser dropped what was kept here; the boards are known again and one sync brings them back. */
  evicted: boolean
  /** Did the browser promise to keep the data? Null where it cannot be asked or was not yet. */
  persisted: boolean | null
}

/** Why a board was not believed, kept for whoever wants to look. */
export interface Evidence {
  id: number
  region: RegionCode
  code: AlarmCode
  /** Signed time when it was seen, null where none was known. */
  at: Instant | null
  detail: string
  /** Signed notes, entries and manifests of both sides, as text, named. */
  held: Record<string, string>
  got: Record<string, string>
}

/** What a board says of a sheet of paper, as of when; `notHeld`: the board does not lie on this phone. */
export type SheetAnswer =
  (SheetVerdict & { asOf: Instant; board: Both; title: Both | null }) | { verdict: 'notHeld' }

/** This phone's board held against one that somebody else shows. A difference is kept as evidence (0: it cannot be). */
export type CrossCheck =
  | { result: 'notHeld' }
  | (MarkHeld & { result: Exclude<Agreement, 'different'> })
  | (MarkHeld & { result: 'different'; evidence: number })

/** Which state of a board lies here. */
export type MarkHeld = BoardMark & { asOf: Instant }

/** The device without its screens. Lives in a worker; the page holds it through `device/port.ts`. */
export interface Device {
  ages(): Promise<Ages>
  condition(): Promise<Condition>
  evidence(): Promise<Evidence[]>
  boards(): Promise<HeldBoard[]>
  /** A board's link (`https://…/b#…`), as scanned or opened. Does not touch the network. */
  openLink(link: string): Promise<{ region: RegionCode } | OpenRefusal>
  /** 28 characters typed from the sheet, for a village picked before. */
  openCode(region: RegionCode, code: string): Promise<{ region: RegionCode } | OpenRefusal>
  /** A board without its key: headers, rules, totals. */
  openPublic(region: RegionCode): Promise<{ region: RegionCode } | OpenRefusal>
  removeBoard(region: RegionCode): Promise<void>
  removeEverything(): Promise<void>
  /** Syncs one board (and the county's beside it), or all held. */
  sync(region?: RegionCode, onProgress?: (p: SyncProgress) => void): Promise<SyncOutcome[]>
  /** The county's regions as held, or fetched when none is held. */
  regions(): Promise<PublicStep | null>
  notices(region: RegionCode): Promise<NoticeSummary[]>
  notice(region: RegionCode, id: NoticeId): Promise<NoticeView | null>
  /** The list as asked for, worked out on columns: a question makes no object a line. */
  listOrder(
    region: RegionCode,
    id: NoticeId,
    ask: ListAsk,
    whose: PayeeNumber[],
  ): Promise<ListOrder>
  /** Lines [from, to) of the list as asked for. Empty when the list cannot be opened. */
  listLines(
    region: RegionCode,
    id: NoticeId,
    ask: ListAsk,
    from: number,
    to: number,
  ): Promise<LineView[]>
  /** Null where nothing of the list can be opened. */
  listSums(region: RegionCode, id: NoticeId): Promise<ListSums | null>
  search(region: RegionCode, query: string, limit?: number): Promise<PersonHit[]>
  /** Names of this board for who points rather than types; empty where none is written in this script. */
  initials(region: RegionCode, script: NameScript): Promise<NameLetter[]>
  person(region: RegionCode, payee: PayeeNumber): Promise<PersonView | null>
  /** People of this board, over all years, with names like this one; the closest first. */
  similar(region: RegionCode, whom: LikeWhom, limit?: number): Promise<SimilarHit[]>
  /** Lists of this board that can be opened here and do not name this person, newest first. */
  notListed(region: RegionCode, payee: PayeeNumber): Promise<NoticeSummary[]>
  /** Households followed on this phone, on whichever boards, in the order of adding. */
  households(): Promise<FollowedHousehold[]>
  /** Refused where this board does not name such a person. */
  followHousehold(region: RegionCode, payee: PayeeNumber): Promise<FollowRefusal | null>
  unfollowHousehold(region: RegionCode, payee: PayeeNumber): Promise<void>
  news(region: RegionCode): Promise<News>
  /** The board as of `seq` has been seen; nothing happens where another is held by now. */
  markSeen(region: RegionCode, seq: number): Promise<void>
  catalog(query: string): Promise<CatalogHit[]>
  /** Under which field of the catalog each of its items stands, by the item's id. */
  fields(): Promise<{ [item: string]: string }>
  programs(): Promise<Program[]>
  /** The county's settings as its board has told them; null before it was heard. */
  settings(): Promise<PublicSettings | null>
  /** What the board that lies here says of a printed sheet. */
  sheet(sheet: SheetName): Promise<SheetAnswer>
  /** What lies here of a board, for another to hold against its own; null where nothing does. */
  mark(region: RegionCode): Promise<MarkHeld | null>
  /** Holds what another tablet or phone shows of its board against the one that lies here. */
  crossCheck(theirs: BoardMark): Promise<CrossCheck>
  /** Board whose key this device got first, or the one chosen. */
  homeBoard(): Promise<RegionCode | null>
  setHomeBoard(region: RegionCode): Promise<void>
  /** Makes this device a tablet by a one-time code. `root`: the county's fingerprint, where the code came as a QR. */
  enrol(code: string, root: string | null): Promise<{ device: string } | EnrolRefusal>
  /** How this device is to show its boards, as its office ordered; null where it is nobody's tablet. */
  orders(): Promise<DeviceSettings | null>
  /** Null where this device is nobody's tablet. */
  tablet(): Promise<Tablet | null>
  /** Tells the county how the tablet is, and does what it orders: boards come and go with it. */
  beat(shown: Shown): Promise<BeatOutcome>
}
