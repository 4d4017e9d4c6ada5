import type { RegionCode } from '#domain/region/region.ts'
import { hex } from '#protocol/encoding.ts'
import { formatCanary, type Canary, type CanaryStore } from './canary.ts'
import type { FollowRecord, HouseholdRecord, LogRecord } from './db.ts'
import type { Store } from './store.ts'
import { firstUse } from './sync/keys.ts'
import { countyOfCode } from './county.ts'
import { homeIn } from './read-opening.ts'

/** What the person chose and was given: boards, keys, root, followed households. Kept in the database, and once more where its loss shows. */
export class Memory {
  private readonly store: Store
  private readonly canary: CanaryStore | null
  /** The canary is told one thing after the other, so that the last word is the newest. */
  private telling: Promise<void> = Promise.resolve()

  constructor(store: Store, canary: CanaryStore | null) {
    this.store = store
    this.canary = canary
  }

  /**
   * Looks whether the browser has dropped the database while the canary lives. Then boards, keys and root are put back,
   * and one sync brings the rest. A canary that is absent or odd says nothing. Answers the log as it is held.
   */
  async wake(): Promise<LogRecord | undefined> {
    const { db } = this.store
    const [follows, households, log] = await this.store.read(() =>
      db.transaction('r', [db.settings, db.follows, db.households, db.log], async () => {
        await this.store.look()
        return Promise.all([db.follows.count(), db.households.count(), db.log.get('log')])
      }),
    )
    if (this.store.readOnly) return log
    if (follows > 0 || households > 0 || log) {
      // Nobody who opens the app waits until the canary has been told what it knows already.
      this.sing().catch(() => undefined)
      return log
    }
    const text = await this.listen()
    if (text === null) return log
    const { restore } = await import('./restore.ts')
    await restore(this.store, text)
    return this.store.read(() => db.log.get('log'))
  }

  async follows(): Promise<FollowRecord[]> {
    const all = await this.store.read(() => this.store.db.follows.toArray())
    return all.sort((a, b) => a.order - b.order)
  }

  async home(): Promise<RegionCode | null> {
    const { db } = this.store
    const [settings, follows] = await this.store.read(() =>
      Promise.all([db.settings.toArray(), db.follows.toArray()]),
    )
    return homeIn({ settings, follows })
  }

  async setHome(region: RegionCode): Promise<void> {
    const { db } = this.store
    await this.store.write([db.settings], () => db.settings.put({ name: 'home', value: region }))
    await this.sing()
  }

  /** Adds a board, or a key to one. `root`: what its link says of the county. */
  async follow(
    region: RegionCode,
    key: { epoch: number; key: Uint8Array } | null,
    root: Uint8Array | null,
  ): Promise<void> {
    const { db } = this.store
    await this.store.write([db.follows, db.boards, db.log], async () => {
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
    const { db } = this.store
    await this.store.write([db.follows], () => db.follows.delete(region))
  }

  /** Tells the canary what is known. `but`: a board that is about to go. */
  sing(but?: RegionCode): Promise<void> {
    return this.canary ? this.tell(() => this.singAll(but)) : Promise.resolve()
  }

  private async singAll(but?: RegionCode): Promise<void> {
    const { db } = this.store
    const [log, households, follows, home] = await Promise.all([
      this.store.read(() => db.log.get('log')),
      this.store.read(() => db.households.toArray()),
      this.follows(),
      this.home(),
    ])
    const boards = follows.filter(({ region }) => region !== but)
    await this.write(formatCanary(canaryOf(log, boards, home === but ? null : home, households)))
  }

  silence(): Promise<void> {
    return this.tell(() => this.write(formatCanary(canaryOf(undefined, [], null, []))))
  }

  private tell(work: () => Promise<void>): Promise<void> {
    const told = this.telling.then(work)
    this.telling = told.catch(() => undefined)
    return told
  }

  private async listen(): Promise<string | null> {
    try {
      return (await this.canary?.read()) ?? null
    } catch {
      // Storage beside the database may be forbidden; then there is no canary, and no loss.
      return null
    }
  }

  private async write(text: string): Promise<void> {
    try {
      await this.canary?.write(text)
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
