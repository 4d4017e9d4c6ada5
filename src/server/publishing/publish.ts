import type { UnlawfulChange } from '#domain/board/board-state.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { boardRows, objectBytes } from '../storage/log.ts'
import { appendToLog, type Appended } from './append.ts'
import { settleHead } from './boot-check.ts'
import { archive, hang, withdraw, type BoardDraft, type HangingRefusal } from './board-draft.ts'
import { mapInParallel } from './in-turn.ts'
import { need } from './need.ts'
import { nextBoard, refuseUnlawful, type NextBoard } from './next-board.ts'
import { openShelves } from './open-board.ts'
import { AT_ONCE, prepare, type NotSealed, type Prepared } from './prepare.ts'
import {
  epochsOf,
  lookAround,
  regionsOf,
  wantedShelves,
  wrappings,
  type Epochs,
  type PublishedNotice,
  type PublishRequest,
  type Scene,
} from './publish-request.ts'
import type { Publishing } from './publishing.ts'
import { rewrapBoard } from './rewrap.ts'
import { runStep } from './steps.ts'

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
  | NotSealed
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

const copyOf = (draft: BoardDraft): BoardDraft => ({
  ...draft,
  shelves: new Map(draft.shelves),
  touched: new Set<string>(),
})

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
