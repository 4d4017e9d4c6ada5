import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseWorkCalendar } from '#domain/calendar/working-days.ts'
import { parsePrograms } from '#domain/program/parse-programs.ts'
import type { Program } from '#domain/program/program.ts'
import type { RegionCode, RegionList } from '#domain/region/region.ts'
import { formatLink } from '#protocol/link.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import calendar from '#server/county-data/cn-holidays.json'
import programs from '#server/county-data/programs.json'
import settings from '#server/county-data/settings.json'
import { boardLinkOf, openCounty, type County } from '#server/publishing/county.ts'
import { initCounty } from '#server/publishing/init-county.ts'
import { publish } from '#server/publishing/publish.ts'
import { createRandom } from '#server/random.ts'
import { openStorage, type Storage } from '#server/storage/open.ts'
import { bigRegions, type Approved } from './big-notices.ts'

/** A county of any size in a data folder, as the server finds it: for figures, and for tests of many villages. */
export interface BigCounty {
  dataDir: string
  program: Program
  regions: RegionList
  /** Open between `open` and `close`. */
  storage(): Storage
  publish(notices: Approved[]): Promise<void>
  /** A board's link as it hangs on the wall. */
  link(origin: string, region: RegionCode): Promise<string>
  /** Lets the data folder go, so that a server can take it; `open` takes it back. */
  close(): Promise<void>
  open(): Promise<void>
  tearDown(): Promise<void>
}

/** `now`: milliseconds since 1970, by which the county publishes. */
export async function createBigCounty(
  villages: number,
  now: () => number = Date.now,
): Promise<BigCounty> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sambar-county-'))
  const list = parsePrograms(programs)
  const regions = bigRegions(villages)
  const random = createRandom()
  let storage: Storage
  let county: County
  const around = () => ({
    db: storage.db,
    dataFolder: dataDir,
    now,
    random,
  })
  storage = await openStorage({ file: join(dataDir, 'sambar.db') })
  county = await initCounty(around(), {
    origin: 'big.sambar.example/152529',
    county: '152529000000' as RegionCode,
    demo: true,
    documents: [
      { v: 1, name: 'regions', value: regions },
      { v: 1, name: 'programs', value: list },
      { v: 1, name: 'calendar', value: parseWorkCalendar(calendar) },
      { v: 1, name: 'settings', value: settings as PublicSettings },
    ],
    boards: regions.regions.filter(({ level }) => level === 'village').map(({ code }) => code),
  })
  return {
    dataDir,
    program: list.find(({ code }) => code === 'grassland')!,
    regions,
    storage: () => storage,
    async publish(notices) {
      const done = await publish(county.publishing, { notices })
      if ('refused' in done) throw new Error(`not published: ${JSON.stringify(done)}`)
    },
    async link(origin, region) {
      return formatLink(origin, await boardLinkOf(county.keys, region, 1))
    },
    close: () => storage.close(),
    async open() {
      storage = await openStorage({ file: join(dataDir, 'sambar.db') })
      county = await openCounty(around())
    },
    async tearDown() {
      await storage.close().catch(() => undefined)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
