import type { Hash } from '#domain/board/board-state.ts'
import { lawfulChange } from '#domain/board/lawful-change.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { boardStateOf, postedNotice } from '#protocol/board-state.ts'
import { parseHeader, verifyHeader } from '#protocol/header.ts'
import { boardKeyring, type Keyring } from '#protocol/keyring.ts'
import { isWholeList, parseListChunk } from '#protocol/list-chunk.ts'
import { openObject } from '#protocol/object.ts'
import type { ListChunk, Manifest, NoticeRecord, ObjectRef, ShelfRef } from '#protocol/shapes.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { SyncProgress } from '../api.ts'
import {
  ofRegion,
  type BoardRecord,
  type DocumentRecord,
  type FollowRecord,
  type HeldState,
  type ListPlace,
  type NoticeRow,
  type PeopleRecord,
  type ShelfRow,
} from '../db.ts'
import { PeopleBuilder } from '../read/people.ts'
import { DiskFull, Moved } from '../store.ts'
import { readDocument } from './documents.ts'
import type { Env } from './env.ts'
import { Limit } from './limit.ts'
import { openShelf, type OpenedShelf } from './open-shelf.ts'
import { bytesOf, planShelf, type Download } from './plan.ts'
import { receive, Writer } from './receive.ts'
import { collectGarbage, swapBoard, type Swap } from './swap.ts'
import { countLists, proveKeys, wantedOf, type WantedObjects } from './wanted.ts'

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

/** A part of a list as it was opened: what rows and the index of people need of it. */
type Part = Pick<ListChunk, 'notice' | 'version' | 'part' | 'parts' | 'from' | 'lines'>

/**
 * Brings a board to a verified head: shelves, lawfulness, objects, each byte checked; then one transaction. Up to that
 * transaction nothing but unreferenced objects has been written. Throws whatever did not hold.
 */
export async function bring(env: Env, target: Target, to: Bringing): Promise<void> {
  const { region, manifest } = target
  const { db } = env.store
  const before = await env.store.read(() => ofRegion(db.shelves, region).toArray())
  const heldShelves = new Map(before.map((row) => [row.key, row]))
  const isSame = (ref: ShelfRef) =>
    !to.board.incomplete && heldShelves.get(ref.key)?.object === ref.object.address
  const changed = manifest.shelves.filter((ref) => !isSame(ref))
  const gone = before.filter(({ key }) => !manifest.shelves.some((ref) => ref.key === key))

  let bytes = 0
  const arrived = (more: number) => to.progress({ bytes: (bytes += more) })
  const opened = await openShelves(env, region, changed, arrived)
  const heldRows = await readRows(env, region, [
    ...changed.map(({ key }) => key),
    ...gone.map(({ key }) => key),
  ])
  if (to.board.held !== null || heldRows.length > 0)
    await refuseUnlawful(env, region, opened, heldRows)
  else refuse(lawfulChange(null, boardStateOf(region, shelvesOf(opened))))

  const keyed = await openableWith(region, to.keys, opened)
  const plan = await planAll(env, region, opened, keyed.ring)
  to.progress({
    phase: 'objects',
    bytes,
    totalBytes: bytes + bytesOf(plan.downloads),
    notices: 0,
    totalNotices: plan.notices.length,
  })

  const gathering = new Gathering(region, opened, plan, heldRows)
  const compile = (): Swap => gathering.swap(target, to, before, keyed)
  if (env.planted.has('swapBeforeVerify')) await swapBoard(env, compile(), true)
  try {
    await keepShelves(env, opened)
    await gathering.takeOver(env, keyed.ring)
    await receive(env, plan.downloads, {
      region,
      ring: keyed.ring,
      wanted: plan.missing,
      opened: (ref, value) => {
        gathering.take(ref, value)
        to.progress({ notices: gathering.noticesDone })
      },
      arrived,
    })
  } catch (error) {
    if (error instanceof DiskFull) {
      error.neededBytes = bytesOf(plan.downloads)
      // A full phone must not stay full of bytes that show nothing.
      await collectGarbage(env, region).catch(() => undefined)
    }
    throw error
  }
  to.progress({ phase: 'checking' })
  gathering.refuseGaps()
  to.progress({ phase: 'saving' })
  await swapBoard(env, compile(), false)
}

const shelvesOf = (opened: OpenedShelf[]) => opened.map(({ shelf }) => shelf)

async function openShelves(
  env: Env,
  region: RegionCode,
  refs: ShelfRef[],
  arrived: (bytes: number) => void,
): Promise<OpenedShelf[]> {
  const opened = new Map<string, OpenedShelf>()
  const limit = new Limit(env.parallel)
  for (const ref of refs)
    await limit.begin(async () => {
      opened.set(ref.key, await openShelf(env, region, ref, arrived))
    })
  await limit.end()
  return refs.map(({ key }) => opened.get(key)).filter((it) => it !== undefined)
}

const readRows = (env: Env, region: RegionCode, keys: string[]): Promise<NoticeRow[]> =>
  env.store.read(() =>
    env.store.db.notices
      .where('[region+shelf]')
      .anyOf(keys.map((key) => [region, key]))
      .toArray(),
  )

/** Unchanged shelves are the same on both sides; only the others are compared. */
async function refuseUnlawful(
  env: Env,
  region: RegionCode,
  opened: OpenedShelf[],
  heldRows: NoticeRow[],
): Promise<void> {
  const from = { region, notices: heldRows.map(({ posted }) => posted) }
  const to = boardStateOf(region, shelvesOf(opened))
  refuse(lawfulChange(from, to))
  // A notice that is new here must not hang on an unchanged shelf already.
  const held = new Set(heldRows.map(({ id }) => id))
  const fresh = to.notices.map(({ id }) => id).filter((id) => !held.has(id))
  const keys = fresh.map((id): [RegionCode, string] => [region, id])
  const twice = await env.store.read(() => env.store.db.notices.bulkGet(keys))
  const found = twice.find((row) => row !== undefined)
  if (found) refuse({ refused: 'chainBroken', notice: found.id })
}

function refuse(change: ReturnType<typeof lawfulChange>): void {
  if (change === null) return
  if (change.refused === 'updateTheApp')
    throw new VerificationError('UPDATE_THE_APP', { what: 'change' })
  const notice = 'notice' in change ? change.notice : ''
  throw new VerificationError('CHANGE_UNLAWFUL', { refused: change.refused, notice })
}

/** Keys that fit, and the epochs of those that do not. */
interface Keyed {
  ring: Keyring
  wrong: Set<number>
}

async function openableWith(
  region: RegionCode,
  keys: Bringing['keys'],
  opened: OpenedShelf[],
): Promise<Keyed> {
  const rings = keys.map((key) => ({ epoch: key.epoch, ring: boardKeyring(region, [key]) }))
  const proven = await proveKeys(rings, shelvesOf(opened))
  const wrong = new Set(
    keys.map(({ epoch }) => epoch).filter((epoch) => proven.get(epoch) === false),
  )
  return {
    wrong,
    ring: boardKeyring(
      region,
      keys.filter(({ epoch }) => !wrong.has(epoch)),
    ),
  }
}

interface Plan {
  downloads: Download[]
  missing: Set<Hash>
  /** Notices of changed shelves, with what is wanted of each. */
  notices: { record: NoticeRecord; shelf: string; order: number; wanted: WantedObjects }[]
}

async function planAll(
  env: Env,
  region: RegionCode,
  opened: OpenedShelf[],
  ring: Keyring,
): Promise<Plan> {
  const { db } = env.store
  const kept = await env.store.read(() => db.objects.where({ region }).primaryKeys())
  const present = new Set<Hash>(kept)
  const notices = opened.flatMap(({ shelf }) =>
    shelf.notices.map((record, order) => ({
      record,
      shelf: shelf.key,
      order,
      wanted: wantedOf(record, ring),
    })),
  )
  const missing = new Set<Hash>()
  for (const { wanted } of notices)
    for (const { address } of [wanted.head, ...wanted.lists].filter((ref) => ref !== null))
      if (!present.has(address)) missing.add(address)
  const downloads = opened.flatMap(({ shelf, ref }) => planShelf(shelf, ref, missing))
  return { downloads, missing, notices }
}

/** Fresh shelves go to disk like any object, so that a killed sync finds them again. */
async function keepShelves(env: Env, opened: OpenedShelf[]): Promise<void> {
  const writer = new Writer(env.store)
  for (const { fresh } of opened) if (fresh) await writer.add(fresh)
  await writer.end()
}

/** Gathers what verified objects say until all of it can be written at once. */
class Gathering {
  readonly #region: RegionCode
  readonly #opened: OpenedShelf[]
  readonly #plan: Plan
  readonly #heldRows: NoticeRow[]
  readonly #owner = new Map<Hash, Plan['notices'][number]>()
  readonly #people = new Map<string, PeopleBuilder>()
  readonly #parts = new Map<Hash, Part>()
  readonly #places = new Map<Hash, ListPlace>()
  readonly #documents: DocumentRecord[] = []
  readonly #open = new Map<NoticeId, number>()
  noticesDone = 0

  constructor(region: RegionCode, opened: OpenedShelf[], plan: Plan, heldRows: NoticeRow[]) {
    this.#region = region
    this.#opened = opened
    this.#plan = plan
    this.#heldRows = heldRows
    for (const { ref, shelf } of opened) {
      const own = plan.notices.filter((notice) => notice.shelf === shelf.key)
      const lists = own.flatMap(({ record, wanted }) =>
        wanted.lists.map(({ address }) => ({ address, notice: record.id })),
      )
      this.#people.set(shelf.key, new PeopleBuilder(region, shelf.key, ref.year, lists))
    }
    for (const notice of plan.notices) {
      const refs = refsOf(notice.wanted)
      for (const { address } of refs) this.#owner.set(address, notice)
      const open = refs.filter(({ address }) => plan.missing.has(address)).length
      this.#open.set(notice.record.id, open)
      if (open === 0) this.noticesDone++
    }
  }

  /** What the held board knows of objects that stay; the rest of what is on disk is opened again. */
  async takeOver(env: Env, ring: Keyring): Promise<void> {
    const { db } = env.store
    const places = new Map<Hash, ListPlace>()
    for (const { lists } of this.#heldRows)
      for (const list of lists) places.set(list.ref.address, list)
    const known = new Set<Hash>()
    for (const [key, builder] of this.#people) {
      const before = await env.store.read(() => db.people.get([this.#region, key]))
      if (before)
        for (const address of builder.takeOver(before, this.#plan.missing)) known.add(address)
    }
    for (const { wanted } of this.#plan.notices)
      for (const ref of refsOf(wanted)) {
        if (this.#plan.missing.has(ref.address)) continue
        const place = places.get(ref.address)
        if (ref.role === 'list' && place && known.has(ref.address)) {
          this.#places.set(ref.address, { ...place, ref })
          continue
        }
        const kept = await env.store.read(() => db.objects.get(ref.address))
        if (!kept) throw new Moved()
        this.take(ref, await openObject(ref, kept.bytes, ring))
      }
  }

  /** Takes an object that holds. Throws where it is another notice's. */
  take(ref: ObjectRef, value: unknown): void {
    const notice = this.#owner.get(ref.address)
    if (!notice) return
    const { id } = notice.record
    if (ref.role === 'list') {
      const chunk = parseListChunk(value)
      const { part, parts, from, lines } = chunk
      const own = { notice: chunk.notice, version: chunk.version }
      this.#parts.set(ref.address, { ...own, part, parts, from, lines })
      this.#places.set(ref.address, { ref, from, lines })
      this.#people.get(notice.shelf)?.add(ref.address, chunk)
    } else if (ref.role === 'header') {
      verifyHeader(this.#region, notice.record, parseHeader(value))
    } else if (ref.role === 'document') {
      const document = readDocument(ref, value)
      if (document) this.#documents.push(document)
    }
    const open = (this.#open.get(id) ?? 1) - 1
    this.#open.set(id, open)
    if (open === 0) this.noticesDone++
  }

  /** Every list is whole: its parts are there, are its own, and follow each other. */
  refuseGaps(): void {
    for (const { record, wanted } of this.#plan.notices) {
      const all = record.objects.filter(({ role }) => role === 'list').length
      const parts = wanted.lists
        .map(({ address }) => this.#parts.get(address))
        .filter((part) => part !== undefined)
      // Fewer: they were looked at when they came, or some are not for this device.
      if (parts.length === 0 || parts.length < all) continue
      if (!isWholeList(parts, record.id, record.version))
        throw new VerificationError('NOTICE_WRONG', { notice: record.id, version: record.version })
    }
  }

  swap(target: Target, to: Bringing, before: ShelfRow[], keyed: Keyed): Swap {
    const changed = new Set(this.#opened.map(({ ref }) => ref.key))
    const kept = before.filter(
      ({ key }) => !changed.has(key) && target.manifest.shelves.some((shelf) => shelf.key === key),
    )
    const shelves = this.#opened.map((opened) => this.#shelfRow(opened, keyed))
    const all = [...kept, ...shelves]
    const sum = (read: (row: ShelfRow) => number) =>
      all.reduce((total, row) => total + read(row), 0)
    const opened = sum(({ lists }) => lists.opened)
    const newer = sum(({ lists }) => lists.newer)
    const wrong = sum(({ lists }) => lists.wrong)
    const key: BoardRecord['key'] =
      to.keys.length === 0
        ? 'none'
        : newer > 0
          ? 'old'
          : opened > 0
            ? 'fits'
            : wrong > 0
              ? 'wrong'
              : 'unproven'
    return {
      region: this.#region,
      base: to.board.held,
      keys: to.keys,
      root: to.root,
      held: { ...target.held, notices: sum((row) => row.notices), bytes: sum((row) => row.bytes) },
      key,
      keep: kept.map((row) => row.key),
      shelves,
      rows: this.#plan.notices.map((notice) => this.#row(notice)),
      people: [...this.#people.values()]
        .map((builder) => builder.record())
        .filter((record: PeopleRecord) => record.payees.length > 0),
      documents: to.isCounty ? this.#documents : [],
    }
  }

  #row({ record, shelf, order, wanted }: Plan['notices'][number]): NoticeRow {
    const posted = postedNotice(record)
    return {
      region: this.#region,
      id: record.id,
      shelf,
      order,
      posted,
      head: wanted.head,
      contents: record.objects.map(({ content }) => content),
      lists: wanted.lists
        .map(({ address }) => this.#places.get(address))
        .filter((place) => place !== undefined),
    }
  }

  #shelfRow({ ref, shelf }: OpenedShelf, keyed: Keyed): ShelfRow {
    const refs = this.#plan.notices
      .filter((notice) => notice.shelf === shelf.key)
      .flatMap(({ wanted }) => refsOf(wanted))
    return {
      region: this.#region,
      key: shelf.key,
      object: ref.object.address,
      notices: shelf.notices.length,
      bytes: refs.reduce((sum, { length }) => sum + length, ref.object.length),
      addresses: [ref.object.address, ...refs.map(({ address }) => address)],
      lists: countLists(shelf, keyed.ring, keyed.wrong),
    }
  }
}

const refsOf = ({ head, lists }: WantedObjects): ObjectRef[] => (head ? [head, ...lists] : lists)
