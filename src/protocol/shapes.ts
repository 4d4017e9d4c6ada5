import type { Hash, PostedNotice } from '#domain/board/board-state.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'

/** The leaf of the log: which manifest became board `region` at `seq`. */
export interface Entry {
  region: RegionCode
  seq: number
  /** RFC 6962 leaf hash of the board's previous entry, null at seq 0. */
  previous: Hash | null
  manifest: Hash
  at: Instant
}

/** Who can open an object: anybody, or whoever can undo one of the wraps. */
export type Opening = 'public' | Wrap[]

/** An object key (32 bytes) sealed for the board key of an epoch, or for the office. */
export interface Wrap {
  for: 'board' | 'office'
  epoch: number
  /** base64url of iv(12) ‖ AES-256-GCM(key 32 + tag 16) = 80 characters. */
  wrap: string
}

/** What a manifest and its shelves name. Another role there is malformed for every phone of today. */
export type BoardRole = 'shelf' | 'header' | 'list' | 'document'

/** Objects that stand beside them, under keys that an older phone passes over. */
export type LaterRole = 'answers' | 'extra'

export type ObjectRole = BoardRole | LaterRole

export interface ObjectRef {
  role: ObjectRole
  /** SHA-256 of salt ‖ JSON. */
  content: Hash
  /** SHA-256 of the bytes as served. */
  address: Hash
  /** Bytes as served. */
  length: number
  /** Bytes after unpacking, salt included. */
  size: number
  open: Opening
}

/** Several objects in one body, back to back in the order the shelf names them. */
export interface PackRef {
  address: Hash
  length: number
}

/** A notice in a shelf: what hangs there, and the objects it is made of (header or document first, then lists). */
export interface NoticeRecord extends PostedNotice {
  objects: ObjectRef[]
  pack: PackRef | null
}

export interface Shelf {
  v: 1
  key: string
  notices: NoticeRecord[]
}

export type ShelfKind = 'payments' | 'affairs' | 'reference'

export interface ShelfRef {
  /** `payments-2025`, `affairs-2025`, `reference`. */
  key: string
  kind: ShelfKind
  year: number | null
  notices: number
  object: ObjectRef
  pack: PackRef | null
}

/** What one board shows at one seq. Served as it is, canonical JSON, under its own SHA-256. */
export interface Manifest {
  v: 1
  region: RegionCode
  seq: number
  at: Instant
  name: Both
  /** County setting in force: who sees names. */
  names: 'boardKey' | 'public'
  archive: 'asNames' | 'office'
  /** Epoch of the board key under which new lists are wrapped. */
  epoch: number
  demo: boolean
  shelves: ShelfRef[]
}

/** GET /api/v1/boards/{region} */
export interface Head {
  v: 1
  /** The manifest's canonical JSON, as text; its SHA-256 is the ETag. */
  manifest: string
  /** The entry's text. */
  entry: string
  /** Leaf index. */
  index: number
  /** base64 hashes, RFC 6962 inclusion proof of the entry in the checkpoint. */
  proof: string[]
  /** Signed note under which this head was published. */
  checkpoint: string
}

/**
 * One list object: at most 500 lines, by columns. A column of texts is one text, its items joined by line feeds (payee
 * numbers stand back to back, eight characters each): JSON of a hundred thousand lines is read ten times as fast so.
 * A column that says nothing on any line is null.
 */
export interface ListValue {
  v: 1
  notice: NoticeId
  version: number
  part: number
  parts: number
  /** Number of this chunk's first line within the list. */
  from: number
  lines: number
  payee: string
  name: string
  /** Empty where a line has none. */
  nameMn: string | null
  pinyin: string | null
  groups: string[]
  /** Index into `groups`, -1 for none. */
  group: number[] | null
  /** Kinds of parts that occur here: [what, unit, rate, rateUnit]; empty text where unknown. */
  kinds: [string, string, string, string][]
  /** How many parts each line has; null where each has one. The next columns have one item a part, line after line. */
  partsOf: number[] | null
  partKind: number[]
  partQuantity: string | null
  partTimes: string | null
  partFen: (number | null)[]
  amountFen: number[]
  /** 0 paid, 1 returned, 2 reissued, 3 planned; null where all are paid. */
  status: number[] | null
  note: string | null
}

/** A `ListValue` as a reader holds it: columns taken apart, one element a line (`part…`: one a part). */
export interface ListChunk {
  notice: NoticeId
  version: number
  part: number
  parts: number
  from: number
  lines: number
  payee: string[]
  name: string[]
  nameMn: (string | null)[]
  pinyin: string[]
  groups: string[]
  group: number[]
  kinds: ListValue['kinds']
  /** Where each line's parts begin; one element more than lines. */
  partsFrom: number[]
  partKind: number[]
  partQuantity: string[]
  partTimes: string[]
  partFen: (number | null)[]
  amountFen: number[]
  status: number[]
  note: (string | null)[]
}

/** GET /api/v1/log */
export interface LogDescription {
  v: 1
  origin: string
  /** The county itself, whose board carries regions, programs and catalog: where a device without any board begins. */
  county: RegionCode
  /** C2SP vkeys of the log, now and earlier, newest first. */
  vkeys: string[]
  /** vkeys of the key that timestamps checkpoints (cosignature/v1). */
  timeVkeys: string[]
  /** vkeys of witnesses, and how many of them a reader should ask for. */
  witnesses: { vkeys: string[]; quorum: number }
  rootVkey: string
  /** The signed note from which the above was read; only this is to be trusted. */
  keyList: string
}

/** What a QR on the wall, a link or a typed code brings. */
export interface BoardLink {
  region: RegionCode
  epoch: number
  /** 16 bytes. */
  key: Uint8Array
  /** First 16 bytes of SHA-256 of the root public key; null for a typed code. */
  root: Uint8Array | null
}
