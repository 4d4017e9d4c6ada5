import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { Program } from '#domain/program/program.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import type { RegionCode, RegionList } from '#domain/region/region.ts'
import { hex } from '#protocol/encoding.ts'
import { parseLink } from '#protocol/link.ts'
import type { PublicSettings, ReferenceName } from '#protocol/reference.ts'
import type { BoardLink } from '#protocol/shapes.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { Device, OpenRefusal, SyncOutcome, SyncProgress, UpdateFirst } from './api.ts'
import type { CanaryStore } from './canary.ts'
import { SignedClock, type Clock } from './clock.ts'
import { countyOfCode } from './county.ts'
import { ofRegion, type DeviceDb } from './db.ts'
import { createDoor, type Fetch, type Timers } from './door/door.ts'
import type { Households } from './households.ts'
import { Memory } from './memory.ts'
import { Reader } from './read/reader.ts'
import { conditionOf, fieldsById, heldBoardOf } from './read/summary.ts'
import { NewerData, Store } from './store.ts'
import type { Env, PlantedBug } from './sync/env.ts'
import { askLog } from './sync/keys.ts'
import { inTurn, type Locks } from './sync/turn.ts'
import { emptyBoard } from './sync/round.ts'
import { syncBoards } from './sync/sync.ts'
import { withTablet, type Host } from './tablet/host.ts'
import { Visits } from './visits.ts'

export interface DeviceDeps {
  /** Origin of the county's server; empty for the one the app came from. */
  base: string
  fetch: Fetch
  db: DeviceDb
  clock: Clock
  timers?: Timers
  /** Web Locks where the browser has them: tabs then take turns. Without them each is right by itself. */
  locks?: Locks | null
  canary?: CanaryStore | null
  /** Asks the browser to keep the data; false where it does not promise. */
  persist?: () => Promise<boolean>
  /** Downloads and checks at once. One: everything in one order, as the simulator wants it. */
  parallel?: number
  /** For the simulator alone: see `Env`. */
  planted?: ReadonlySet<PlantedBug>
}

export const realTimers: Timers = {
  after(ms, done) {
    const timer = setTimeout(done, ms)
    return () => clearTimeout(timer)
  },
}

const SEARCH_LIMIT = 50
const SIMILAR_LIMIT = 12

/** A phone without its screens. Nothing happens before the first call. */
export function createDevice(deps: DeviceDeps): Device {
  const store = new Store(deps.db)
  const { db } = deps
  const clock = new SignedClock(deps.clock)
  const door = createDoor({
    base: deps.base,
    fetch: deps.fetch,
    timers: deps.timers ?? realTimers,
  })
  const memory = new Memory(store, deps.canary ?? null)
  const reader = new Reader(store, clock)
  const visits = new Visits(store, reader, clock)
  const env: Env = {
    store,
    door,
    clock,
    parallel: deps.parallel ?? 4,
    planted: deps.planted ?? new Set(),
  }
  const turn = inTurn(deps.locks ?? null, deps.timers ?? realTimers)

  let lookingAfter: Households | null = null
  /** What looks after followed households comes where there is one. */
  const households = async (): Promise<Households> => {
    const { Households } = await import('./households.ts')
    return (lookingAfter ??= new Households(store, reader))
  }
  const householdsIfAny = async (): Promise<Households | null> =>
    (await store.read(() => db.households.count())) > 0 ? households() : null

  let woken: Promise<void> | null = null
  /** A failed waking is tried again by the next call. */
  const awake = (): Promise<void> => {
    woken ??= wake().catch((error: unknown) => {
      woken = null
      throw error
    })
    return woken
  }
  async function wake(): Promise<void> {
    const log = await memory.wake()
    if (log?.signedAt) clock.hear(log.signedAt)
  }

  async function documentOf<T>(name: ReferenceName): Promise<T | null> {
    await awake()
    const kept = await store.read(() => db.documents.get(name))
    return kept ? (kept.value as T) : null
  }

  /** What few people ask. */
  const paper = () => awake().then(() => import('./paper.ts'))

  async function boardsToSync(region?: RegionCode): Promise<RegionCode[]> {
    const [log, follows] = await Promise.all([
      store.read(() => db.log.get('log')),
      memory.follows(),
    ])
    const wanted = region ? [region] : follows.map((follow) => follow.region)
    const county = log?.county ?? (wanted[0] ? countyOfCode(wanted[0]) : null)
    return county ? [county, ...wanted.filter((one) => one !== county)] : wanted
  }

  async function sync(
    region?: RegionCode,
    onProgress?: (progress: SyncProgress) => void,
  ): Promise<SyncOutcome[]> {
    await awake()
    const progress = onProgress ?? (() => undefined)
    const outcomes = await turn(async () => syncBoards(env, await boardsToSync(region), progress))
    await settle(outcomes)
    return outcomes
  }

  /** What a good sync brings with it: the loss is made good, and the browser is asked to keep what we have. */
  async function settle(outcomes: SyncOutcome[]): Promise<void> {
    if (store.readOnly || !outcomes.some(({ kind }) => kind === 'fresh')) return
    const [evicted, persisted] = await store.read(() =>
      Promise.all([db.settings.get('evicted'), db.settings.get('persisted')]),
    )
    const all = outcomes.every(({ kind }) => kind === 'fresh')
    if (evicted && all) await store.write([db.settings], () => db.settings.delete('evicted'))
    await (await householdsIfAny())?.refresh()
    await memory.sing()
    if (persisted?.value !== true && deps.persist) void askToKeep(deps.persist)
  }

  /** Some browsers ask the person; no sync waits for the answer, and without one nothing is lost. */
  const askToKeep = (persist: () => Promise<boolean>): Promise<unknown> =>
    persist()
      .catch(() => false)
      .then((value) =>
        store.write([db.settings], () => db.settings.put({ name: 'persisted', value })),
      )
      .catch(() => undefined)

  async function follow(link: BoardLink): Promise<{ region: RegionCode } | OpenRefusal> {
    const region = parseRegionCode(link.region)
    if (region === null) return { refused: 'notALink' }
    const log = await store.read(() => db.log.get('log'))
    if (log && log.county !== countyOfCode(region)) return { refused: 'otherCounty' }
    if (log?.root && link.root && log.root !== hex(link.root)) return { refused: 'otherCounty' }
    await memory.follow(region, { epoch: link.epoch, key: link.key }, link.root)
    return { region }
  }

  /** Writing refused because a newer app was here is an answer, not a fault. */
  async function refusable<T>(work: () => Promise<T>): Promise<T | UpdateFirst> {
    await awake()
    if (store.readOnly) return { refused: 'updateTheApp' }
    try {
      return await work()
    } catch (error) {
      if (error instanceof NewerData) return { refused: 'updateTheApp' }
      throw error
    }
  }

  const device: Host['device'] = {
    async ages() {
      await awake()
      return clock.ages()
    },
    async condition() {
      await awake()
      const settings = await store.read(() => db.settings.toArray())
      return conditionOf(store.readOnly, settings)
    },
    async evidence() {
      await awake()
      const all = await store.read(() => db.evidence.toArray())
      return all.map(({ print: _print, id, ...evidence }) => ({ ...evidence, id: id ?? 0 }))
    },
    async boards() {
      await awake()
      const [follows, log, records] = await store.read(() =>
        db.transaction('r', [db.follows, db.log, db.boards], async () => {
          const follows = await memory.follows()
          const boards = db.boards.bulkGet(follows.map(({ region }) => region))
          return Promise.all([follows, db.log.get('log'), boards])
        }),
      )
      // A board that was synced brings its name itself.
      const nameless = records.some((record) => !record?.held)
      const regions = nameless ? await documentOf<RegionList>('regions') : null
      return follows.map(({ region, keys }, i) =>
        heldBoardOf(
          records[i] ?? { ...emptyBoard(region), key: keys.length > 0 ? 'unproven' : 'none' },
          log,
          regions,
        ),
      )
    },
    openLink: (link) =>
      refusable(async () => {
        try {
          return await follow(parseLink(link))
        } catch (error) {
          if (error instanceof VerificationError) return { refused: 'notALink' }
          throw error
        }
      }),
    openCode: (region, code) =>
      refusable(async () => {
        const { linkOfCode } = await import('./ways-in.ts')
        const link = await linkOfCode(env, region, code)
        return 'refused' in link ? link : follow(link)
      }),
    openPublic: (region) =>
      refusable(async () => {
        const log = await store.read(() => db.log.get('log'))
        if (parseRegionCode(region) === null) return { refused: 'noSuchBoard' }
        if (log && log.county !== countyOfCode(region)) return { refused: 'otherCounty' }
        await memory.follow(region, null, null)
        return { region }
      }),
    async removeBoard(region) {
      await awake()
      await turn(async () => {
        // What was known of followed households stays when their board goes.
        await (await householdsIfAny())?.refresh(region)
        await memory.unfollow(region)
        await store.write(
          [db.boards, db.notices, db.people, db.shelves, db.objects, db.log, db.visits],
          async () => {
            await db.visits.delete(region)
            if ((await db.log.get('log'))?.county === region) return
            await ofRegion(db.notices, region).delete()
            await ofRegion(db.people, region).delete()
            await ofRegion(db.shelves, region).delete()
            await db.objects.where({ region }).delete()
            await db.boards.delete(region)
          },
        )
        reader.forget()
      })
    },
    async removeEverything() {
      await awake()
      await turn(async () => {
        await memory.silence()
        const tables = db.tables.filter(({ name }) => name !== db.settings.name)
        await store.write(db.tables, async () => {
          for (const table of tables) await table.clear()
          await db.settings.where('name').notEqual('dataVersion').delete()
        })
        clock.forget()
        reader.forget()
      })
    },
    sync,
    async regions() {
      await awake()
      let list = await documentOf<RegionList>('regions')
      if (!list) {
        const log = await store.read(() => db.log.get('log'))
        const county = log?.county ?? (await askLog(door).catch(() => null))?.county ?? null
        if (county) await turn(() => syncBoards(env, [county], () => undefined))
        list = await documentOf<RegionList>('regions')
      }
      if (!list) return null
      const { publicStep } = await import('./ways-in.ts')
      return publicStep(list)
    },
    async notices(region) {
      await awake()
      return reader.notices(region)
    },
    async notice(region, id) {
      await awake()
      return reader.notice(region, id)
    },
    async listOrder(region, id, ask, whose) {
      await awake()
      return reader.listOrder(region, id, ask, whose)
    },
    async listLines(region, id, ask, from, to) {
      await awake()
      return reader.listLines(region, id, ask, from, to)
    },
    async listSums(region, id) {
      await awake()
      return reader.listSums(region, id)
    },
    async search(region, query, limit = SEARCH_LIMIT) {
      await awake()
      return reader.search(region, query, limit)
    },
    async initials(region, script) {
      await awake()
      const { initialsOf } = await import('./read/initials.ts')
      return initialsOf(await reader.people(region), script)
    },
    async person(region, payee) {
      await awake()
      return reader.person(region, payee)
    },
    async similar(region, whom, limit = SIMILAR_LIMIT) {
      await awake()
      return reader.similar(region, whom, limit)
    },
    async notListed(region, payee) {
      await awake()
      return reader.notListed(region, payee)
    },
    async households() {
      await awake()
      return (await householdsIfAny())?.all() ?? []
    },
    async followHousehold(region, payee) {
      return refusable(async () => {
        if (!(await (await households()).follow(region, payee)))
          return { refused: 'notListed' as const }
        await memory.sing()
        return null
      })
    },
    async unfollowHousehold(region, payee) {
      await awake()
      await (await householdsIfAny())?.unfollow(region, payee)
      await memory.sing()
    },
    async news(region) {
      await awake()
      const mine = await (await householdsIfAny())?.onNotices(region)
      return visits.news(region, mine ?? new Map())
    },
    async markSeen(region, seq) {
      await awake()
      await visits.markSeen(region, seq)
    },
    async catalog(query) {
      await awake()
      const [items, follows] = await Promise.all([
        documentOf<CatalogItem[]>('catalog'),
        memory.follows(),
      ])
      const notices = new Map<string, NoticeId[]>()
      for (const { region } of follows)
        for (const { item, id } of await reader.notices(region))
          notices.set(item, [...(notices.get(item) ?? []), id])
      const { searchCatalog } = await import('./read/catalog.ts')
      return searchCatalog(items ?? [], query, notices)
    },
    fields: async () => fieldsById((await documentOf<CatalogItem[]>('catalog')) ?? []),
    programs: async () => (await documentOf<Program[]>('programs')) ?? [],
    settings: () => documentOf<PublicSettings>('settings'),
    sheet: async (sheet) => (await paper()).judge(env, sheet),
    mark: async (region) => (await paper()).markOf(env, region),
    crossCheck: async (theirs) => (await paper()).compare(env, theirs),
    async homeBoard() {
      await awake()
      return memory.home()
    },
    async setHomeBoard(region) {
      await awake()
      await memory.setHome(region)
    },
  }
  return withTablet({ store, memory, door, clock, awake, device })
}
