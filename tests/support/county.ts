import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseRegionList } from '#domain/region/region-list.ts'
import { countyDocuments, demoGiven } from '#server/county-data/documents.ts'
import { initCounty } from '#server/publishing/init-county.ts'
import type { County, CountySurroundings } from '#server/publishing/county.ts'
import { openStorage, type Storage } from '#server/storage/open.ts'
import { freshDatabase, type DialectName, type TestDatabase } from './databases.ts'

/** Bytes that look random and are the same in every run. */
export function seededBytes(seed: string): (bytes: number) => Uint8Array {
  let count = 0
  return (bytes) => {
    let all = Buffer.alloc(0)
    while (all.length < bytes)
      all = Buffer.concat([all, createHash('sha256').update(`${seed}/${count++}`).digest()])
    return new Uint8Array(all.subarray(0, bytes))
  }
}

export const TEST_NOW = Date.parse('2026-03-09T01:12:00Z')

/** An empty data folder and an empty database on a real engine. */
export interface TestPlace {
  folder: string
  database: TestDatabase
  open(): Promise<Storage>
  remove(): Promise<void>
}

export async function freshPlace(dialect: DialectName): Promise<TestPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'sambar-county-'))
  const database = await freshDatabase(dialect)
  return {
    folder,
    database,
    open: () => openStorage(dialect === 'sqlite' ? { file: database.url } : { url: database.url }),
    remove: async () => {
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A county of invented villages with its documents published and every board hanging empty. */
export async function initTestCounty(around: CountySurroundings): Promise<County> {
  const regions = parseRegionList(demoGiven.regions).regions
  const county = regions.find(({ level }) => level === 'county')
  if (!county) throw new Error('no county')
  return initCounty(around, {
    origin: 'test.example/152529',
    county: county.code,
    demo: true,
    documents: countyDocuments(demoGiven),
    boards: regions.map(({ code }) => code),
  })
}

/** A county that stands in a place of its own, its database open. */
export interface StandingCounty {
  place: TestPlace
  storage: Storage
  around: CountySurroundings
  county: County
  close(): Promise<void>
}

export async function standingCounty(
  dialect: DialectName,
  now: () => number = () => TEST_NOW,
): Promise<StandingCounty> {
  const place = await freshPlace(dialect)
  const storage = await place.open()
  const random = seededBytes(dialect)
  const around: CountySurroundings = { db: storage.db, dataFolder: place.folder, now, random }
  const county = await initTestCounty(around)
  return {
    place,
    storage,
    around,
    county,
    close: async () => {
      await storage.close()
      await place.remove()
    },
  }
}
