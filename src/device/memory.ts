import { parseRegionCode } from '#domain/region/region-code.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { fromHex, hex } from '#protocol/encoding.ts'
import { formatCanary, parseCanary, type Canary, type CanaryStore } from './canary.ts'
import type { FollowRecord, HouseholdRecord, LogRecord } from './db.ts'
import type { Store } from './store.ts'
import { firstUse } from './sync/keys.ts'
import { countyOfCode } from './county.ts'

/** What the person chose and was given: boards, keys, root, followed households. Kept in the database, and once more where its loss shows. */
export class Memory {
  readonly #store: Store
  readonly #canary: CanaryStore | null

  constructor(store: Store, canary: CanaryStore | null) {
    this.#store = store
    this.#canary = canary
  }

  /**
   * Looks whether the browser has dropped the database while the canary lives. Then boards, keys and root are put back,
   * and one sync brings the rest. A canary that is absent or odd says nothing.
   */
  async wake(): Promise<void> {
    const { db } = this.#store
    await this.#store.look()
    if (this.#store.readOnly) return
    const [follows, households, log] = await this.#store.read(() =>
      Promise.all([db.follows.count(), db.households.count(), db.log.get('log')]),
    )
    if (follows > 0 || households > 0 || log) return this.sing()
    const known = parseCanary(await this.#listen())
    if (!known || known.boards.length + known.households.length === 0) return
    await this.#restore(known)
  }

  async #restore(known: Canary): Promise<void> {
    const { db } = this.#store
    const county = known.boards[0] ?? known.households[0]
    if (!county) return
    await this.#store.write([db.follows, db.households, db.log], async () => {
      if ((await db.follows.count()) > 0) return
      await db.households.bulkPut(
        known.households.map((household, order) => ({ ...household, order, of: '' })),
      )
      await db.follows.bulkPut(
        known.boards.map(({ region, keys }, order): FollowRecord => ({
          region,
          order,
          keys: keys.map(({ epoch, key }) => ({ epoch, key: fromHex(key) })),
        })),
      )
      if (known.root)
        await db.log.put({
          ...firstUse(countyOfCode(county.region)),
          root: known.root,
          rootPinned: known.rootPinned,
        })
      if (known.home) await db.settings.put({ name: 'home', value: known.home })
      await db.settings.put({ name: 'evicted', value: true })
    })
  }

  async follows(): Promise<FollowRecord[]> {
    const all = await this.#store.read(() => this.#store.db.follows.toArray())
    return all.sort((a, b) => a.order - b.order)
  }

  async home(): Promise<RegionCode | null> {
    const [kept, follows] = await Promise.all([
      this.#store.read(() => this.#store.db.settings.get('home')),
      this.follows(),
    ])
    const home = typeof kept?.value === 'string' ? parseRegionCode(kept.value) : null
    if (home && follows.some(({ region }) => region === home)) return home
    return (follows.find(({ keys }) => keys.length > 0) ?? follows[0])?.region ?? null
  }

  async setHome(region: RegionCode): Promise<void> {
    const { db } = this.#store
    await this.#store.write([db.settings], () => db.settings.put({ name: 'home', value: region }))
    await this.sing()
  }

  /** Adds a board, or a key to one. `root`: what its link says of the county. */
  async follow(
    region: RegionCode,
    key: { epoch: number; key: Uint8Array } | null,
    root: Uint8Array | null,
  ): Promise<void> {
    const { db } = this.#store
    await this.#store.write([db.follows, db.boards, db.log], async () => {
      const [before, board, log, count] = await Promise.all([
        db.follows.get(region),
        db.boards.get(region),
        db.log.get('log'),
        db.follows.count(),
      ])
      const keys = (before?.keys ?? []).filter(({ epoch }) => epoch !== key?.epoch)
      await db.follows.put({
        region,
        order: before?.order ?? count,
        keys: key ? [...keys, key] : keys,
      })
      // Lists that were closed until now are fetched although the head is unchanged.
      if (key && board) await db.boards.put({ ...board, key: 'unproven', incomplete: true })
      if (root)
        await db.log.put({
          ...(log ?? firstUse(countyOfCode(region))),
          root: hex(root),
          rootPinned: 'link',
        })
    })
    await this.sing()
  }

  /** The canary first: a crash in between must not bring a removed board back. */
  async unfollow(region: RegionCode): Promise<void> {
    await this.sing(region)
    const { db } = this.#store
    await this.#store.write([db.follows], () => db.follows.delete(region))
  }

  /** Tells the canary what is known. `but`: a board that is about to go. */
  async sing(but?: RegionCode): Promise<void> {
    if (!this.#canary) return
    const { db } = this.#store
    const [log, households, follows, home] = await Promise.all([
      this.#store.read(() => db.log.get('log')),
      this.#store.read(() => db.households.toArray()),
      this.follows(),
      this.home(),
    ])
    const boards = follows.filter(({ region }) => region !== but)
    await this.#write(formatCanary(canaryOf(log, boards, home === but ? null : home, households)))
  }

  async silence(): Promise<void> {
    await this.#write(formatCanary(canaryOf(undefined, [], null, [])))
  }

  async #listen(): Promise<string | null> {
    try {
      return (await this.#canary?.read()) ?? null
    } catch {
      // Storage beside the database may be forbidden; then there is no canary, and no loss.
      return null
    }
  }

  async #write(text: string): Promise<void> {
    try {
      await this.#canary?.write(text)
    } catch {
      // As above, or full: the database itself is what counts.
    }
  }
}

const canaryOf = (
  log: LogRecord | undefined,
  boards: FollowRecord[],
  home: RegionCode | null,
  households: HouseholdRecord[],
): Canary => ({
  root: log?.root ? log.root : null,
  rootPinned: log?.rootPinned ?? 'firstUse',
  home,
  boards: boards.map(({ region, keys }) => ({
    region,
    keys: keys.map(({ epoch, key }) => ({ epoch, key: hex(key) })),
  })),
  households: households
    .sort((a, b) => a.order - b.order)
    .map(({ of: _of, order: _order, ...household }) => household),
})
