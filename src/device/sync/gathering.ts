import type { Hash } from '#domain/board/board-state.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { postedNotice } from '#protocol/board-state.ts'
import { parseHeader, verifyHeader } from '#protocol/header.ts'
import type { Keyring } from '#protocol/keyring.ts'
import { isWholeList, parseListChunk } from '#protocol/list-chunk.ts'
import { openObject } from '#protocol/object.ts'
import type { ListChunk, ObjectRef } from '#protocol/shapes.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type {
  BoardRecord,
  DocumentRecord,
  ListPlace,
  NoticeRow,
  PeopleRecord,
  ShelfRow,
} from '../db.ts'
import { PeopleBuilder } from '../read/people.ts'
import { Moved } from '../store.ts'
import { readDocument } from './documents.ts'
import type { Env } from './env.ts'
import type { OpenedShelf } from './open-shelf.ts'
import type { Bringing, Keyed, Plan, Target } from './plan.ts'
import type { Swap } from './swap.ts'
import { countLists, type WantedObjects } from './wanted.ts'

/** A part of a list as it was opened: what rows and the index of people need of it. */
type Part = Pick<ListChunk, 'notice' | 'version' | 'part' | 'parts' | 'from' | 'lines'>

/** Gathers what verified objects say until all of it can be written at once. */
export class Gathering {
  private readonly region: RegionCode
  private readonly opened: OpenedShelf[]
  private readonly plan: Plan
  private readonly heldRows: NoticeRow[]
  private readonly owner = new Map<Hash, Plan['notices'][number]>()
  private readonly people = new Map<string, PeopleBuilder>()
  private readonly parts = new Map<Hash, Part>()
  private readonly places = new Map<Hash, ListPlace>()
  private readonly documents: DocumentRecord[] = []
  private readonly open = new Map<NoticeId, number>()
  noticesDone = 0

  constructor(region: RegionCode, opened: OpenedShelf[], plan: Plan, heldRows: NoticeRow[]) {
    this.region = region
    this.opened = opened
    this.plan = plan
    this.heldRows = heldRows
    for (const { ref, shelf } of opened) {
      const own = plan.notices.filter((notice) => notice.shelf === shelf.key)
      const lists = own.flatMap(({ record, wanted }) =>
        wanted.lists.map(({ address }) => ({ address, notice: record.id })),
      )
      this.people.set(shelf.key, new PeopleBuilder(region, shelf.key, ref.year, lists))
    }
    for (const notice of plan.notices) {
      const refs = refsOf(notice.wanted)
      for (const { address } of refs) this.owner.set(address, notice)
      const open = refs.filter(({ address }) => plan.missing.has(address)).length
      this.open.set(notice.record.id, open)
      if (open === 0) this.noticesDone++
    }
  }

  /** What the held board knows of objects that stay; the rest of what is on disk is opened again. */
  async takeOver(env: Env, ring: Keyring): Promise<void> {
    const { db } = env.store
    const places = new Map<Hash, ListPlace>()
    for (const { lists } of this.heldRows)
      for (const list of lists) places.set(list.ref.address, list)
    const known = new Set<Hash>()
    for (const [key, builder] of this.people) {
      const before = await env.store.read(() => db.people.get([this.region, key]))
      if (before)
        for (const address of builder.takeOver(before, this.plan.missing)) known.add(address)
    }
    for (const { wanted } of this.plan.notices)
      for (const ref of refsOf(wanted)) {
        if (this.plan.missing.has(ref.address)) continue
        const place = places.get(ref.address)
        if (ref.role === 'list' && place && known.has(ref.address)) {
          this.places.set(ref.address, { ...place, ref })
          continue
        }
        const kept = await env.store.read(() => db.objects.get(ref.address))
        if (!kept) throw new Moved()
        this.take(ref, await openObject(ref, kept.bytes, ring))
      }
  }

  /** Takes an object that holds. Throws where it is another notice's. */
  take(ref: ObjectRef, value: unknown): void {
    const notice = this.owner.get(ref.address)
    if (!notice) return
    const { id } = notice.record
    if (ref.role === 'list') {
      const chunk = parseListChunk(value)
      const { part, parts, from, lines } = chunk
      const own = { notice: chunk.notice, version: chunk.version }
      this.parts.set(ref.address, { ...own, part, parts, from, lines })
      this.places.set(ref.address, { ref, from, lines })
      this.people.get(notice.shelf)?.add(ref.address, chunk)
    } else if (ref.role === 'header') {
      verifyHeader(this.region, notice.record, parseHeader(value))
    } else if (ref.role === 'document') {
      const document = readDocument(ref, value)
      if (document) this.documents.push(document)
    }
    const open = (this.open.get(id) ?? 1) - 1
    this.open.set(id, open)
    if (open === 0) this.noticesDone++
  }

  /** Every list is whole: its parts are there, are its own, and follow each other. */
  refuseGaps(): void {
    for (const { record, wanted } of this.plan.notices) {
      const all = record.objects.filter(({ role }) => role === 'list').length
      const parts = wanted.lists
        .map(({ address }) => this.parts.get(address))
        .filter((part) => part !== undefined)
      // Fewer: they were looked at when they came, or some are not for this device.
      if (parts.length === 0 || parts.length < all) continue
      if (!isWholeList(parts, record.id, record.version))
        throw new VerificationError('NOTICE_WRONG', { notice: record.id, version: record.version })
    }
  }

  swap(target: Target, to: Bringing, before: ShelfRow[], keyed: Keyed): Swap {
    const changed = new Set(this.opened.map(({ ref }) => ref.key))
    const kept = before.filter(
      ({ key }) => !changed.has(key) && target.manifest.shelves.some((shelf) => shelf.key === key),
    )
    const shelves = this.opened.map((opened) => this.shelfRow(opened, keyed))
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
      region: this.region,
      base: to.board.held,
      keys: to.keys,
      root: to.root,
      held: { ...target.held, notices: sum((row) => row.notices), bytes: sum((row) => row.bytes) },
      key,
      keep: kept.map((row) => row.key),
      shelves,
      rows: this.plan.notices.map((notice) => this.row(notice)),
      people: [...this.people.values()]
        .map((builder) => builder.record())
        .filter((record: PeopleRecord) => record.payees.length > 0),
      documents: to.isCounty ? this.documents : [],
    }
  }

  private row({ record, shelf, order, wanted }: Plan['notices'][number]): NoticeRow {
    const posted = postedNotice(record)
    return {
      region: this.region,
      id: record.id,
      shelf,
      order,
      posted,
      head: wanted.head,
      contents: record.objects.map(({ content }) => content),
      lists: wanted.lists
        .map(({ address }) => this.places.get(address))
        .filter((place) => place !== undefined),
    }
  }

  private shelfRow({ ref, shelf }: OpenedShelf, keyed: Keyed): ShelfRow {
    const refs = this.plan.notices
      .filter((notice) => notice.shelf === shelf.key)
      .flatMap(({ wanted }) => refsOf(wanted))
    return {
      region: this.region,
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
