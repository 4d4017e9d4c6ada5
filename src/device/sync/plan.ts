import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { Keyring } from '#protocol/keyring.ts'
import type {
  Manifest,
  NoticeRecord,
  ObjectRef,
  PackRef,
  Shelf,
  ShelfRef,
} from '#protocol/shapes.ts'
import type { SyncProgress } from '../api.ts'
import type { BoardRecord, FollowRecord, HeldState } from '../db.ts'
import type { WantedObjects } from './wanted.ts'

/** One download: a body, and the objects that stand in it back to back. */
export type Download =
  { kind: 'pack'; pack: PackRef; objects: ObjectRef[] } | { kind: 'object'; object: ObjectRef }

/** Where a board is to be brought: a head that holds, or the one held where bytes are missing. */
export interface Target {
  region: RegionCode
  manifest: Manifest
  held: Omit<HeldState, 'notices' | 'bytes'>
}

export interface Bringing {
  board: BoardRecord
  keys: FollowRecord['keys']
  /** Fingerprint of the root by whose word the head holds. */
  root: string
  progress: (step: Partial<SyncProgress>) => void
  /** Documents of the county are taken from its own board alone. */
  isCounty: boolean
}

/** Keys that fit, and the epochs of those that do not. */
export interface Keyed {
  ring: Keyring
  wrong: Set<number>
}

/** What of the changed shelves is to be fetched, and what comes of it. */
export interface Plan {
  downloads: Download[]
  missing: Set<Hash>
  /** Notices of changed shelves, with what is wanted of each. */
  notices: { record: NoticeRecord; shelf: string; order: number; wanted: WantedObjects }[]
}

/** What one more request costs, told in bytes: a second of a village line, four requests at a time. */
const REQUEST_BYTES = 2048

/**
 * The cheapest way to the missing objects of a shelf: its pack, or a pack or object a notice. A pack brings bytes that
 * are held already or that cannot be opened; a request costs time.
 */
export function planShelf(shelf: Shelf, ref: ShelfRef, missing: ReadonlySet<Hash>): Download[] {
  const single: Download[] = []
  for (const { objects, pack } of shelf.notices) {
    const wanted = objects.filter(({ address }) => missing.has(address))
    const bare = wanted.map((object): Download => ({ kind: 'object', object }))
    const packed: Download[] =
      pack && isWhole(pack, objects) ? [{ kind: 'pack', pack, objects }] : bare
    single.push(...(wanted.length > 0 && cost(packed) < cost(bare) ? packed : bare))
  }
  const all = shelf.notices.flatMap(({ objects }) => objects)
  if (single.length > 1 && ref.pack && isWhole(ref.pack, all)) {
    const whole: Download[] = [{ kind: 'pack', pack: ref.pack, objects: all }]
    if (cost(whole) < cost(single)) return whole
  }
  return single
}

export const bytesOf = (downloads: Download[]): number =>
  downloads.reduce((sum, it) => sum + (it.kind === 'pack' ? it.pack.length : it.object.length), 0)

const cost = (downloads: Download[]): number =>
  bytesOf(downloads) + downloads.length * REQUEST_BYTES

/** A pack whose length is not that of its objects says something else than the shelf; the objects are then fetched by themselves. */
const isWhole = (pack: PackRef, objects: ObjectRef[]): boolean =>
  objects.reduce((sum, { length }) => sum + length, 0) === pack.length
