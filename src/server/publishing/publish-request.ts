import { dayOf, epochMs, instantOf, type Day, type Instant } from '#domain/calendar/day.ts'
import type { Notice, NoticeId } from '#domain/notice/notice.ts'
import type { Region, RegionCode } from '#domain/region/region.ts'
import { boardKeyOf, wrapKeyOf } from '#protocol/keys.ts'
import type { ReferenceDocument } from '#protocol/reference.ts'
import type { NoticeRecord } from '#protocol/shapes.ts'
import { findLog, type BoardRow, type Db, type LogRow } from '../storage/log.ts'
import { shelfKeyOf } from './board-draft.ts'
import type { Publishing } from './publishing.ts'
import { readReference, withDocuments, type Reference } from './reference.ts'
import type { ApprovedNotice } from './seal-notice.ts'
import type { BoardWrapping } from './seal-objects.ts'

export interface Withdrawal {
  region: RegionCode
  notice: NoticeId
  why: string
  office: string
}

export interface PublishRequest {
  notices?: ApprovedNotice[]
  withdrawals?: Withdrawal[]
  archive?: { region: RegionCode; notice: NoticeId }[]
  /** The county's documents that changed; those that did not are left alone. */
  documents?: ReferenceDocument[]
  /** Why the documents changed, for all to read. */
  why?: string
  /** Boards to put up, empty if need be. */
  boards?: RegionCode[]
  /**
   * Boards that get a new key: what hangs there is wrapped for it in the manifest that this makes, and so is all that
   * comes later. Manifests and shelves from before stay served with their old wraps: who has the old key still reads them.
   */
  newKeys?: RegionCode[]
  /** The office's side of it, inside the same transaction. A throw undoes everything. */
  within?: (tx: Db, done: PublishedNotice[]) => Promise<void>
}

export interface PublishedNotice {
  id: NoticeId
  version: number
  region: RegionCode
  publishedOn: Day
  periodEndsOn: Day | null
}

/** What stands when a request's turn has come. */
export interface Scene {
  log: LogRow
  at: Instant
  today: Day
  reference: Reference
  regions: Map<string, Region>
}

/** Null where there is no county yet. */
export async function lookAround(p: Publishing, request: PublishRequest): Promise<Scene | null> {
  const log = await findLog(p.db)
  if (!log) return null
  // Instants in the log never go back, whatever the clock does.
  const at = instantOf(Math.max(p.now(), epochMs(log.at as Instant)))
  const reference = withDocuments(await readReference(p.db), request.documents ?? [])
  const regions = new Map(reference.regions.regions.map((region) => [region.code, region]))
  return { log, at, today: dayOf(epochMs(at)), reference, regions }
}

/** Boards that a request is about. */
export function regionsOf(request: PublishRequest, county: RegionCode): RegionCode[] {
  const all = new Set<RegionCode>([
    ...(request.boards ?? []),
    ...(request.newKeys ?? []),
    ...(request.notices ?? []).map(({ notice }) => notice.region),
    ...(request.withdrawals ?? []).map(({ region }) => region),
    ...(request.archive ?? []).map(({ region }) => region),
  ])
  if ((request.documents ?? []).length > 0) all.add(county)
  return [...all].sort()
}

const kindOf = (notice: Notice): NoticeRecord['kind'] =>
  notice.disbursement ? 'disbursement' : 'affair'

/** The shelves that this request may touch; all of a board where a notice has to be looked for. */
export function wantedShelves(request: PublishRequest, scene: Scene) {
  const everything = new Set<string>([
    ...(request.newKeys ?? []),
    ...(request.withdrawals ?? []).map(({ region }) => region),
    ...(request.archive ?? []).map(({ region }) => region),
  ])
  const keys = new Map<string, Set<string>>()
  const want = (region: string, key: string) =>
    keys.set(region, (keys.get(region) ?? new Set<string>()).add(key))
  for (const { notice } of request.notices ?? []) {
    if (notice.version > 1) everything.add(notice.region)
    const year = notice.disbursement?.year ?? Number(scene.today.slice(0, 4))
    want(notice.region, shelfKeyOf(kindOf(notice), year))
  }
  if ((request.documents ?? []).length > 0) want(scene.log.county, 'reference')
  return (shelf: string, region: RegionCode): boolean =>
    everything.has(region) || (keys.get(region)?.has(shelf) ?? false)
}

/** What the lists of these boards are sealed for, by region. */
export async function wrappings(
  p: Publishing,
  regions: readonly RegionCode[],
  epochOf: (region: string) => number,
): Promise<Map<string, BoardWrapping>> {
  const made = await Promise.all(
    regions.map(async (region) => {
      const epoch = epochOf(region)
      const boardKey = await boardKeyOf(p.countySecret, region, epoch)
      return [region, { epoch, wrapKey: await wrapKeyOf(boardKey, region, epoch) }] as const
    }),
  )
  return new Map(made)
}

/** Epochs before and after this request; a board that is put up begins with 1. */
export function epochsOf(request: PublishRequest, rows: Map<string, BoardRow>) {
  const renewed = new Set<string>(request.newKeys ?? [])
  const before = (region: string): number => rows.get(region)?.epoch ?? 1
  const after = (region: string): number =>
    before(region) + (renewed.has(region) && rows.has(region) ? 1 : 0)
  return { before, after }
}

export type Epochs = ReturnType<typeof epochsOf>
