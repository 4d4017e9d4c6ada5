import type { EarlierVersion } from '#domain/board/board-state.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { Manifest, NoticeRecord, Shelf, ShelfKind } from '#protocol/shapes.ts'

/** A board while its next state is being made: the shelves that a change touches, opened. */
export interface BoardDraft {
  region: RegionCode
  /** What hangs now; null for a board that is being put up. */
  manifest: Manifest | null
  shelves: Map<string, Shelf>
  /** Keys of the shelves that are no longer as they were. */
  touched: Set<string>
}

/** A new notice, or the next version of one, without what only the board knows. */
export type NewRecord = Omit<NoticeRecord, 'chain'>

export type HangingRefusal =
  | { refused: 'alreadyPublished'; notice: NoticeId; version: number }
  | { refused: 'versionMissing'; notice: NoticeId; version: number }
  | { refused: 'notOnTheBoard'; notice: NoticeId }
  | { refused: 'notHanging'; notice: NoticeId; state: NoticeRecord['state'] }

export function shelfKeyOf(kind: NoticeRecord['kind'], year: number): string {
  if (kind === 'reference') return 'reference'
  return `${kind === 'disbursement' ? 'payments' : 'affairs'}-${year}`
}

export function kindOfShelf(key: string): { kind: ShelfKind; year: number | null } {
  if (key === 'reference') return { kind: 'reference', year: null }
  const [kind, year] = key.split('-')
  return { kind: kind === 'affairs' ? 'affairs' : 'payments', year: Number(year) }
}

function find(draft: BoardDraft, id: NoticeId): { key: string; shelf: Shelf; at: number } | null {
  for (const [key, shelf] of draft.shelves) {
    const at = shelf.notices.findIndex((record) => record.id === id)
    if (at >= 0) return { key, shelf, at }
  }
  return null
}

const putAt = (notices: NoticeRecord[], at: number, record: NoticeRecord): NoticeRecord[] =>
  notices.map((old, index) => (index === at ? record : old))

function replaceRecord(draft: BoardDraft, key: string, notices: NoticeRecord[]): void {
  draft.shelves.set(key, { v: 1, key, notices })
  draft.touched.add(key)
}

const earlier = (record: NoticeRecord): EarlierVersion => ({
  version: record.version,
  digest: record.digest,
  publishedAt: record.publishedAt,
})

/** Hangs a notice up: version 1 at the end of its shelf, a later one in its predecessor's place, with the chain kept. */
export function hang(draft: BoardDraft, record: NewRecord): HangingRefusal | null {
  const { id: notice, version } = record
  const there = find(draft, notice)
  if (!there) {
    if (version !== 1) return { refused: 'versionMissing', notice, version: 1 }
    const key = shelfKeyOf(record.kind, record.year)
    const shelf = draft.shelves.get(key)
    replaceRecord(draft, key, [...(shelf?.notices ?? []), { ...record, chain: [] }])
    return null
  }
  const before = there.shelf.notices[there.at]
  if (!before || version <= before.version) return { refused: 'alreadyPublished', notice, version }
  if (version !== before.version + 1)
    return { refused: 'versionMissing', notice, version: before.version + 1 }
  if (before.state === 'archived') return { refused: 'notHanging', notice, state: before.state }
  const next: NoticeRecord = { ...record, chain: [...before.chain, earlier(before)] }
  replaceRecord(draft, there.key, putAt(there.shelf.notices, there.at, next))
  return null
}

function changeState(
  draft: BoardDraft,
  notice: NoticeId,
  from: NoticeRecord['state'][],
  to: Partial<NoticeRecord>,
): HangingRefusal | null {
  const there = find(draft, notice)
  const before = there?.shelf.notices[there.at]
  if (!there || !before) return { refused: 'notOnTheBoard', notice }
  if (!from.includes(before.state)) return { refused: 'notHanging', notice, state: before.state }
  replaceRecord(draft, there.key, putAt(there.shelf.notices, there.at, { ...before, ...to }))
  return null
}

/** Takes a notice back, with the reason and the office for all to read. What it said stays in the log. */
export const withdraw = (
  draft: BoardDraft,
  notice: NoticeId,
  why: string,
  office: string,
  at: Instant,
): HangingRefusal | null =>
  changeState(draft, notice, ['published'], { state: 'withdrawn', withdrawal: { why, office, at } })

/** Puts a notice whose period has ended into the archive. */
export const archive = (draft: BoardDraft, notice: NoticeId): HangingRefusal | null =>
  changeState(draft, notice, ['published'], { state: 'archived' })
