import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { News, NewsItem, NoticeSummary } from './api.ts'
import type { SignedClock } from './clock.ts'
import { ofRegion, type VisitRecord } from './db.ts'
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
    if (!held || !visit) return { since: null, seq: held?.seq ?? null, items: [] }
    const seen = new Map(visit.seen.map((one) => [one.id, one]))
    const items: NewsItem[] = []
    for (const notice of await this.reader.notices(region)) {
      const kind = kindOf(seen.get(notice.id), notice)
      if (kind) items.push({ kind, notice, mine: mine.get(notice.id) ?? [] })
    }
    items.sort((a, b) => Number(b.mine.length > 0) - Number(a.mine.length > 0))
    return { since: visit.at, seq: held.seq, items }
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

/** A notice that came and went between two visits was never there for this reader. */
function kindOf(
  seen: VisitRecord['seen'][number] | undefined,
  notice: NoticeSummary,
): NewsItem['kind'] | null {
  const withdrawn = notice.state === 'withdrawn'
  if (!seen) return withdrawn ? null : 'new'
  if (withdrawn) return seen.state === 'withdrawn' ? null : 'withdrawn'
  return notice.version > seen.version ? 'corrected' : null
}
