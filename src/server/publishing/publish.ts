import { dayOf, epochMs, instantOf, type Day, type Instant } from '#domain/calendar/day.ts'
import type { UnlawfulChange } from '#domain/board/board-state.ts'
import type { Notice, NoticeId } from '#domain/notice/notice.ts'
import { DEFAULT_PERIOD } from '#domain/program/period-rule.ts'
import type { Region, RegionCode } from '#domain/region/region.ts'
import { boardKeyOf, wrapKeyOf } from '#protocol/keys.ts'
import type { ReferenceDocument } from '#protocol/reference.ts'
import type { NoticeRecord } from '#protocol/shapes.ts'
import {
  findLog,
  boardRows,
  objectBytes,
  type BoardRow,
  type Db,
  type LogRow,
} from '../storage/log.ts'
import { appendToLog, type Appended } from './append.ts'
import { settleHead } from './boot-check.ts'
import {
  archive,
  hang,
  shelfKeyOf,
  withdraw,
  type BoardDraft,
  type HangingRefusal,
} from './board-draft.ts'
import { sealDocument, unchangedDocument } from './seal-document.ts'
import { mapInParallel } from './in-turn.ts'
import { nextBoard, refuseUnlawful, type NextBoard } from './next-board.ts'
import { openShelves } from './open-board.ts'
import type { Publishing } from './publishing.ts'
import { rewrapBoard } from './rewrap.ts'
import { readReference, referenceRecords, withDocuments, type Reference } from './reference.ts'
import type { BoardWrapping } from './seal-objects.ts'
import { sealNotice, type ApprovedNotice, type SealedNotice } from './seal-notice.ts'
import { runStep } from './steps.ts'

/** zlib and Web Crypto work in Node's four threads. */
const AT_ONCE = 8

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

export interface Published {
  /** Size of the log with this in it. */
  size: number
  at: Instant
  boards: { region: RegionCode; seq: number }[]
  notices: PublishedNotice[]
}

export type PublishRefusal =
  | { refused: 'regionUnknown'; region: RegionCode }
  | { refused: 'notInitialised' }
  | { refused: 'nothingToPublish' }
  | { refused: 'withinNotice'; notice: NoticeId; region: RegionCode; because: { refused: string } }
  | (HangingRefusal & { region: RegionCode })
  | { refused: 'unlawfulChange'; region: RegionCode; because: UnlawfulChange }

/**
 * Publishes all of it or nothing, under one checkpoint. The notices are public by the commit of one transaction and by
 * nothing else; the head file follows. Waits its turn: there is one sequencer.
 */
export function publish(
  publishing: Publishing,
  request: PublishRequest,
): Promise<Published | PublishRefusal> {
  return publishing.turn(async () => {
    try {
      return await publishNow(publishing, request)
    } catch (fault) {
      // The answer may be lost and the write kept: whatever the database says now, the head file follows it.
      await settleHead(publishing).catch(() => undefined)
      throw fault
    }
  })
}

interface Scene {
  log: LogRow
  at: Instant
  today: Day
  reference: Reference
  regions: Map<string, Region>
}

async function lookAround(p: Publishing, request: PublishRequest): Promise<Scene | null> {
  const log = await findLog(p.db)
  if (!log) return null
  // Instants in the log never go back, whatever the clock does.
  const at = instantOf(Math.max(p.now(), epochMs(log.at as Instant)))
  const reference = withDocuments(await readReference(p.db), request.documents ?? [])
  const regions = new Map(reference.regions.regions.map((region) => [region.code, region]))
  return { log, at, today: dayOf(epochMs(at)), reference, regions }
}

function regionsOf(request: PublishRequest, county: RegionCode): RegionCode[] {
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
function wantedShelves(request: PublishRequest, scene: Scene) {
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

async function wrappings(
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
function epochsOf(request: PublishRequest, rows: Map<string, BoardRow>) {
  const renewed = new Set<string>(request.newKeys ?? [])
  const before = (region: string): number => rows.get(region)?.epoch ?? 1
  const after = (region: string): number =>
    before(region) + (renewed.has(region) && rows.has(region) ? 1 : 0)
  return { before, after }
}

type Epochs = ReturnType<typeof epochsOf>

const copyOf = (draft: BoardDraft): BoardDraft => ({
  ...draft,
  shelves: new Map(draft.shelves),
  touched: new Set<string>(),
})

function need<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is missing`)
  return value
}

async function publishNow(
  p: Publishing,
  request: PublishRequest,
): Promise<Published | PublishRefusal> {
  const scene = await lookAround(p, request)
  if (!scene) return { refused: 'notInitialised' }
  const regions = regionsOf(request, scene.log.county as RegionCode)
  for (const region of regions)
    if (!scene.regions.has(region)) return { refused: 'regionUnknown', region }

  const rows = new Map((await boardRows(p.db, regions)).map((row) => [row.region, row]))
  const opened = await openShelves(p.db, [...rows.values()], wantedShelves(request, scene))
  const before = new Map<string, BoardDraft>(opened.map((draft) => [draft.region, draft]))
  for (const region of regions)
    if (!before.has(region))
      before.set(region, { region, manifest: null, shelves: new Map(), touched: new Set() })
  const after = new Map([...before].map(([region, draft]) => [region, copyOf(draft)]))

  const epochs = epochsOf(request, rows)
  const prepared = await runStep(p.step, 'prepare', () =>
    prepare(p, request, scene, epochs, before, regions),
  )
  if ('refused' in prepared) return prepared
  const refusal = hangAll(prepared, request, scene, after)
  if (refusal) return refusal
  await renewKeys(p, request, epochs, after)

  // A board that is there and that nothing changed on stays as it is.
  const changing = [...after.values()].filter(
    (draft) =>
      draft.manifest === null ||
      draft.touched.size > 0 ||
      draft.manifest.epoch !== epochs.after(draft.region),
  )
  if (changing.length === 0) return { refused: 'nothingToPublish' }
  for (const draft of changing) {
    const unlawful = refuseUnlawful(need(before.get(draft.region), 'board'), draft)
    if (unlawful) return { refused: 'unlawfulChange', region: draft.region, because: unlawful }
  }

  const boards = await makeBoards(p, scene, epochs, changing, prepared)
  const notices = prepared.sealed.map(({ notice, record }) => ({
    id: notice.id,
    version: notice.version,
    region: notice.region,
    publishedOn: record.publishedOn,
    periodEndsOn: record.periodEndsOn,
  }))
  const appended: Appended = await appendToLog(p, {
    log: scene.log,
    at: scene.at,
    rows,
    boards,
    objects: [...prepared.sealed.flatMap(({ objects }) => objects)],
    packs: prepared.sealed.flatMap(({ pack }) => (pack ? [pack] : [])),
    within: async (tx) => request.within?.(tx, notices),
  })
  return {
    size: appended.size,
    at: scene.at,
    boards: boards.map(({ manifest }) => ({ region: manifest.region, seq: manifest.seq })),
    notices,
  }
}

interface Prepared {
  /** Notices and documents, ready to hang. */
  sealed: SealedNotice[]
  documents: Omit<SealedNotice, 'notice'>[]
}

async function prepare(
  p: Publishing,
  request: PublishRequest,
  scene: Scene,
  epochs: Epochs,
  before: Map<string, BoardDraft>,
  regions: readonly RegionCode[],
): Promise<Prepared | PublishRefusal> {
  const keys = await wrappings(p, regions, epochs.after)
  const running = new Map<string, Day | null>()
  for (const draft of before.values())
    for (const shelf of draft.shelves.values())
      for (const record of shelf.notices) running.set(record.id, record.periodEndsOn)
  const context = {
    at: scene.at,
    today: scene.today,
    calendar: scene.reference.calendar,
    settings: scene.reference.settings,
    defaultPeriod: DEFAULT_PERIOD,
    runningPeriod: (notice: Notice) => running.get(notice.id) ?? null,
    wrapping: (notice: Notice) => need(keys.get(notice.region), 'wrap key'),
    pinyin: p.pinyin,
    random: p.random,
  }
  const sealed: SealedNotice[] = []
  const results = await mapInParallel(request.notices ?? [], AT_ONCE, (approved) =>
    sealNotice(approved, context),
  )
  for (const [index, result] of results.entries()) {
    if ('refused' in result) {
      const { notice } = need(request.notices?.[index], 'notice')
      const { id, region } = notice
      return { refused: 'withinNotice', notice: id, region, because: result }
    }
    sealed.push(result)
  }
  return { sealed, documents: await prepareDocuments(p, request, scene) }
}

async function prepareDocuments(p: Publishing, request: PublishRequest, scene: Scene) {
  const documents: Omit<SealedNotice, 'notice'>[] = []
  if (!request.documents || request.documents.length === 0) return documents
  const records = await referenceRecords(p.db)
  for (const document of request.documents) {
    const there = records.get(document.name) ?? null
    if (there && (await unchangedDocument(p.db, there, document))) continue
    documents.push(
      await sealDocument(document, there, {
        at: scene.at,
        today: scene.today,
        why: request.why ?? '',
        random: p.random,
      }),
    )
  }
  return documents
}

function hangAll(
  prepared: Prepared,
  request: PublishRequest,
  scene: Scene,
  after: Map<string, BoardDraft>,
): PublishRefusal | null {
  const on = (region: RegionCode) => need(after.get(region), 'board')
  const county = scene.log.county as RegionCode
  const refusals = [
    ...prepared.documents.map(({ record }) => () => ({
      region: county,
      refusal: hang(on(county), record),
    })),
    ...prepared.sealed.map(({ notice, record }) => () => ({
      region: notice.region,
      refusal: hang(on(notice.region), record),
    })),
    ...(request.withdrawals ?? []).map(({ region, notice, why, office }) => () => ({
      region,
      refusal: withdraw(on(region), notice, why, office, scene.at),
    })),
    ...(request.archive ?? []).map(({ region, notice }) => () => ({
      region,
      refusal: archive(on(region), notice),
    })),
  ]
  for (const work of refusals) {
    const { region, refusal } = work()
    if (refusal) return { ...refusal, region }
  }
  return null
}

/** Wraps what hung before for the new keys; what this request hangs is wrapped for them already. */
async function renewKeys(
  p: Publishing,
  request: PublishRequest,
  epochs: Epochs,
  after: Map<string, BoardDraft>,
): Promise<void> {
  const regions = [...new Set(request.newKeys ?? [])]
  const [from, to] = await Promise.all([
    wrappings(p, regions, epochs.before),
    wrappings(p, regions, epochs.after),
  ])
  for (const region of regions)
    await rewrapBoard(
      need(after.get(region), 'board'),
      need(from.get(region), 'wrap key'),
      need(to.get(region), 'wrap key'),
      p.random,
    )
}

/** The next manifest of every board, made side by side. */
async function makeBoards(
  p: Publishing,
  scene: Scene,
  epochs: Epochs,
  changing: BoardDraft[],
  prepared: Prepared,
): Promise<NextBoard[]> {
  const fresh = new Map<string, Uint8Array>()
  for (const { objects } of [...prepared.sealed, ...prepared.documents])
    for (const object of objects) fresh.set(object.address, object.bytes)
  const hanging = new Set<string>()
  for (const draft of changing)
    for (const key of draft.touched)
      for (const record of draft.shelves.get(key)?.notices ?? [])
        for (const { address } of record.objects) if (!fresh.has(address)) hanging.add(address)
  const old = await objectBytes(p.db, [...hanging])
  const made = await mapInParallel(changing, AT_ONCE, (draft) =>
    nextBoard(draft, {
      region: need(scene.regions.get(draft.region), 'region'),
      settings: scene.reference.settings,
      epoch: epochs.after(draft.region),
      demo: scene.log.demo === 1,
      at: scene.at,
      random: p.random,
      stored: (address) => need(fresh.get(address) ?? old.get(address), `object ${address}`),
    }),
  )
  const documents = prepared.documents.flatMap(({ objects }) => objects)
  const county = made.find(({ manifest }) => manifest.region === scene.log.county)
  if (county) county.objects.push(...documents)
  return made
}
