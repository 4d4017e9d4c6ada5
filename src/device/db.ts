import { Dexie, type DexieOptions, type EntityTable, type Table } from 'dexie'
import type { Hash, PostedNotice } from '#domain/board/board-state.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'
import type { ReferenceDocument, ReferenceName } from '#protocol/reference.ts'
import type { ObjectRef } from '#protocol/shapes.ts'
import type { AlarmCode, FollowedHousehold, HeldBoard, SyncOutcome } from './api.ts'

/** An object as it was received. Nothing is put here before its length and hashes have been checked. */
export interface ObjectRecord {
  address: Hash
  /** The board it was fetched for; only that board's swap throws away what it does not name. */
  region: RegionCode
  bytes: Uint8Array
}

/** What the county said about a board the last time that all of it held. */
export interface HeldState {
  seq: number
  manifest: string
  manifestHash: Hash
  entry: string
  leaf: Hash
  index: number
  proof: string[]
  /** The signed note under which the head was published. */
  checkpoint: string
  asOf: Instant
  names: 'boardKey' | 'public'
  epoch: number
  demo: boolean
  name: Both
  notices: number
  bytes: number
}

export interface BoardRecord {
  region: RegionCode
  held: HeldState | null
  key: HeldBoard['key']
  heardAt: Instant | null
  lastOutcome: SyncOutcome | null
  /** Bytes are missing although the head may be unchanged: a key came later, or the browser lost some. */
  incomplete: boolean
}

/** A list of a notice, where its lines begin, and how many it has. */
export interface ListPlace {
  ref: ObjectRef
  from: number
  lines: number
}

export interface NoticeRow {
  region: RegionCode
  id: NoticeId
  shelf: string
  /** Place on the shelf, in the published order. */
  order: number
  posted: PostedNotice
  /** Header or document; null where none is open to all. */
  head: ObjectRef | null
  /** Content hashes of all its objects, in the shelf's order: what `posted.digest` commits to. */
  contents: Hash[]
  /** Lists that this device has opened and checked; empty where it cannot or need not. */
  lists: ListPlace[]
}

/** The people of one shelf by columns, and where each one's lines are. `first` has one element more than there are people. */
export interface PeopleRecord {
  region: RegionCode
  shelf: string
  year: number | null
  payees: string[]
  names: string[]
  namesMn: (string | null)[]
  pinyin: string[]
  groups: string[][]
  /** Address and notice of each list, in the order of publishing. */
  objects: { address: Hash; notice: NoticeId }[]
  first: Uint32Array
  /** Index into `objects`, by line. */
  object: Uint16Array
  /** Row within that object, by line. */
  row: Uint16Array
}

/** What a shelf of a held board is made of, so that an unchanged shelf need not be opened again. */
export interface ShelfRow {
  region: RegionCode
  key: string
  object: Hash
  notices: number
  /** Bytes on this device. */
  bytes: number
  /** Every object that this device keeps for the shelf, itself included. */
  addresses: Hash[]
  lists: ListCounts
}

/** Lists on a shelf: opened here, sealed for a newer key than ours, or our key does not fit. */
export interface ListCounts {
  opened: number
  newer: number
  wrong: number
}

/** One of the county's documents, as read from its board. */
export interface DocumentRecord {
  name: ReferenceName
  content: Hash
  value: ReferenceDocument['value']
}

/** The log as this device has seen it grow, and whom it trusts to sign it. */
export interface LogRecord {
  id: 'log'
  /** First 16 bytes of SHA-256 of the root public key, hex. */
  root: string
  rootPinned: 'link' | 'firstUse'
  county: RegionCode
  rootVkey: string | null
  keyList: string | null
  keyListVersion: number
  checkpoint: string | null
  size: number
  /** base64 of the tree's root. */
  treeRoot: string
  /** Newest verified time, milliseconds. Null before the first. */
  signedAt: number | null
}

export interface EvidenceRecord {
  id?: number
  region: RegionCode
  code: AlarmCode
  at: Instant | null
  detail: string
  held: Record<string, string>
  got: Record<string, string>
  /** Same trouble again is kept once. */
  print: string
}

/** A board that the person chose, with the keys given for it. This is what a lost cache is rebuilt from. */
export interface FollowRecord {
  region: RegionCode
  /** Order of adding. */
  order: number
  keys: { epoch: number; key: Uint8Array }[]
}

/** A household that the person follows, with what was last known of it: it outlives its board. */
export interface HouseholdRecord extends Omit<FollowedHousehold, 'totalsByYear' | 'here'> {
  /** Order of adding. */
  order: number
  /** Which board it was read from, as `Reader.stateOf` names it; empty where it is to be read anew. */
  of: string
}

/** What of a board was seen at the last visit. */
export interface VisitRecord {
  region: RegionCode
  at: Instant
  seen: { id: NoticeId; version: number; state: PostedNotice['state'] }[]
}

/** What the county has ordered this device, as it was signed; checked before it was kept. Absent: no tablet. */
export interface TabletRecord {
  id: 'tablet'
  device: string
  /** The signed note, with the links of its boards. */
  note: string
  version: number
  rootPinned: 'link' | 'firstUse'
}

/** The tablet's own key, which never leaves this database; kept before it is shown to the county. */
export interface TabletKeyRecord {
  id: 'key'
  /** Not extractable. */
  key: CryptoKey
  /** base64 of its SPKI. */
  publicKey: string
  /** Heartbeats begun so far. */
  n: number
  heardAt: Instant | null
}

export interface SettingRecord {
  name: 'dataVersion' | 'home' | 'evicted' | 'persisted'
  value: number | string | boolean
}

/** Tells one set of keys from another; stays on the device. */
export const keysPrint = (keys: FollowRecord['keys']): string =>
  keys.map(({ epoch, key }) => `${epoch}.${key.join('-')}`).join()

/** All rows of a region in a table whose key begins with it. */
export const ofRegion = <T>(table: Table<T, [RegionCode, string]>, region: RegionCode) =>
  table.where(':id').between([region, Dexie.minKey], [region, Dexie.maxKey])

/** The only place that knows tables. */
export class DeviceDb extends Dexie {
  objects!: EntityTable<ObjectRecord, 'address'>
  boards!: EntityTable<BoardRecord, 'region'>
  notices!: Table<NoticeRow, [RegionCode, string]>
  people!: Table<PeopleRecord, [RegionCode, string]>
  shelves!: Table<ShelfRow, [RegionCode, string]>
  documents!: EntityTable<DocumentRecord, 'name'>
  log!: EntityTable<LogRecord, 'id'>
  evidence!: EntityTable<EvidenceRecord, 'id'>
  follows!: EntityTable<FollowRecord, 'region'>
  settings!: EntityTable<SettingRecord, 'name'>
  households!: Table<HouseholdRecord, [RegionCode, string]>
  visits!: EntityTable<VisitRecord, 'region'>
  tablet!: EntityTable<TabletRecord, 'id'>
  tabletKey!: EntityTable<TabletKeyRecord, 'id'>

  constructor(name = 'sambar', options: DexieOptions = {}) {
    super(name, options)
    this.version(1).stores({
      objects: 'address, region',
      boards: 'region',
      notices: '[region+id], [region+shelf]',
      people: '[region+shelf]',
      shelves: '[region+key]',
      documents: 'name',
      log: 'id',
      evidence: '++id',
      follows: 'region',
      settings: 'name',
    })
    // Older code reads on beside these tables, so the data version stays.
    this.version(2).stores({ households: '[region+payee]', visits: 'region' })
    this.version(3).stores({ tablet: 'id', tabletKey: 'id' })
  }
}
