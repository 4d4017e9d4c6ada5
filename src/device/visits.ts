import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { News } from './api.ts'
import type { SignedClock } from './clock.ts'
import { ofRegion } from './db.ts'
import { newsOf } from './read/news.ts'
import type { Reader } from './read/reader.ts'
import type { Store } from './store.ts'

/** What somebody has seen of each board, and so what is new to them. Never leaves the phone. */
export class Visits {
  private readonly store: Store
  private readonly reader: Reader
  private readonly clock: SignedClock

  constructor(store: Store, reader: Reader, clock: SignedClock) {
    this.store = store
    this.reader = reader
    this.clock = clock
  }

  /** `mine`: followed households by notice. */
  async news(region: RegionCode, mine: ReadonlyMap<NoticeId, PayeeNumber[]>): Promise<News> {
    const { db } = this.store
    const [{ held }, visit] = await Promise.all([
      this.reader.stateOf(region),
      this.store.read(() => db.visits.get(region)),
    ])
    return newsOf(held, visit, held && visit ? await this.reader.notices(region) : [], mine)
  }

  async markSeen(region: RegionCode, seq: number): Promise<void> {
    const { db } = this.store
    if (this.store.readOnly) return
    await this.store.write([db.visits, db.boards, db.notices], async () => {
      const held = (await db.boards.get(region))?.held
      if (held?.seq !== seq) return
      const rows = await ofRegion(db.notices, region).toArray()
      await db.visits.put({
        region,
        at: this.clock.instant() ?? held.asOf,
        seen: rows.map(({ id, posted: { version, state } }) => ({ id, version, state })),
      })
    })
  }
}
