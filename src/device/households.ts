import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { FollowedHousehold } from './api.ts'
import { ofRegion, type HouseholdRecord } from './db.ts'
import { byNotice, householdView, takeTold } from './read/known-lines.ts'
import type { Reader } from './read/reader.ts'
import { DiskFull, NewerData, type Store } from './store.ts'

/** Followed households. What was last known of one stays when its list or board leaves the phone, until it is unfollowed. */
export class Households {
  private readonly store: Store
  private readonly reader: Reader

  constructor(store: Store, reader: Reader) {
    this.store = store
    this.reader = reader
  }

  /** False where the board does not name this person. */
  async follow(region: RegionCode, payee: PayeeNumber): Promise<boolean> {
    const { db } = this.store
    const [person, state] = await Promise.all([
      this.reader.person(region, payee),
      this.reader.stateOf(region),
    ])
    if (!person || !state.held) return false
    const fresh: Omit<HouseholdRecord, 'order'> = {
      region,
      payee,
      name: person.name,
      nameMn: person.nameMn,
      groups: person.groups,
      board: state.held.name,
      lines: [],
      asOf: state.held.asOf,
      of: '',
    }
    await this.store.write([db.households], async () => {
      if (await db.households.get([region, payee])) return
      const orders = (await db.households.toArray()).map(({ order }) => order)
      await db.households.put({ ...fresh, order: Math.max(-1, ...orders) + 1 })
    })
    await this.refresh(region)
    return true
  }

  async unfollow(region: RegionCode, payee: PayeeNumber): Promise<void> {
    const { db } = this.store
    await this.store.write([db.households], () => db.households.delete([region, payee]))
  }

  /** In the order of adding, each as its board has it now, or as it was known last. */
  async all(): Promise<FollowedHousehold[]> {
    const { db } = this.store
    const records = await this.store.read(() => db.households.toArray())
    const views: FollowedHousehold[] = []
    for (const record of records.sort((a, b) => a.order - b.order))
      views.push(householdView(await this.fresh(record), await this.isHeld(record.region)))
    return views
  }

  /** Followed households of one board, by the notices that name them or named them. */
  async onNotices(region: RegionCode): Promise<Map<NoticeId, PayeeNumber[]>> {
    await this.refresh(region)
    const { db } = this.store
    const records = await this.store.read(() => ofRegion(db.households, region).toArray())
    return byNotice(records)
  }

  /** Reads anew what has changed on a board, or on all. Before a board goes, this is what will be remembered of it. */
  async refresh(region?: RegionCode): Promise<void> {
    const { db } = this.store
    const records = await this.store.read(() =>
      region === undefined ? db.households.toArray() : ofRegion(db.households, region).toArray(),
    )
    for (const record of records) await this.fresh(record)
  }

  private async isHeld(region: RegionCode): Promise<boolean> {
    const { followed, held } = await this.reader.stateOf(region)
    return followed && held !== null
  }

  private async fresh(record: HouseholdRecord): Promise<HouseholdRecord> {
    const { region, payee } = record
    const { db } = this.store
    const { followed, held, of } = await this.reader.stateOf(region)
    if (!followed || !held || record.of === of) return record
    const { person, named, rows } = await this.reader.told(region, payee)
    const entries = person?.entries ?? []
    const whole = new Set(entries.map(({ notice }) => notice.id)).size === named.size
    const next: HouseholdRecord = {
      ...record,
      name: person?.name ?? record.name,
      nameMn: person?.nameMn ?? record.nameMn,
      groups: person?.groups ?? record.groups,
      board: held.name,
      lines: takeTold(record.lines, { entries, named, rows, asOf: held.asOf }),
      asOf: entries.length > 0 ? held.asOf : record.asOf,
      // Bytes of a list are missing: they come back without the board's state changing.
      of: whole ? of : '',
    }
    // Who watches the table is not woken for nothing.
    if (this.store.readOnly || JSON.stringify(next) === JSON.stringify(record)) return next
    try {
      await this.store.write([db.households], async () => {
        const now = await db.households.get([region, payee])
        // Unfollowed meanwhile, in another tab perhaps: it does not come back.
        if (now) await db.households.put({ ...next, order: now.order })
      })
    } catch (error) {
      // It is told all the same, and written down when there is room.
      if (!(error instanceof DiskFull || error instanceof NewerData)) throw error
    }
    return next
  }
}
