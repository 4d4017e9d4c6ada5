import { liveQuery, type Observable } from 'dexie'
import type { RegionCode, RegionList } from '#domain/region/region.ts'
import { dayOf, epochMs, type Instant } from '#domain/calendar/day.ts'
import type { HeldBoard, NoticeSummary } from './api.ts'
import { DeviceDb, ofRegion } from './db.ts'
import { heldBoardOf, summaryOf } from './read/summary.ts'
import { emptyBoard } from './sync/round.ts'

let own: DeviceDb | null = null

/** A page's own connection to the tables that the worker writes. Opened when first watched. */
const ownDb = (): DeviceDb => (own ??= new DeviceDb())

/** The boards that the person chose, anew whenever one changes, in this tab or another. */
export const watchBoards = (db: DeviceDb = ownDb()): Observable<HeldBoard[]> =>
  liveQuery(async () => {
    const follows = (await db.follows.toArray()).sort((a, b) => a.order - b.order)
    const log = await db.log.get('log')
    const regions = await db.documents.get('regions')
    const records = await db.boards.bulkGet(follows.map(({ region }) => region))
    return follows.map(({ region, keys }, i) =>
      heldBoardOf(
        records[i] ?? { ...emptyBoard(region), key: keys.length > 0 ? 'unproven' : 'none' },
        log,
        (regions?.value as RegionList | undefined) ?? null,
      ),
    )
  })

/** Notices of a board, newest first, anew whenever it changes. `signedNow`: of `Device.ages`, decides what is open. */
export const watchNotices = (
  region: RegionCode,
  signedNow: Instant | null,
  db: DeviceDb = ownDb(),
): Observable<NoticeSummary[]> =>
  liveQuery(async () => {
    const rows = await ofRegion(db.notices, region).toArray()
    const today = signedNow === null ? null : dayOf(epochMs(signedNow))
    return rows
      .sort((a, b) => (a.posted.publishedAt < b.posted.publishedAt ? 1 : -1))
      .map((row) => summaryOf(row, today))
  })
