import type { Kysely, Migration } from 'kysely'
import type { DialectName } from '../dialect.ts'
import { up as office } from './001-office.ts'
import { up as log } from './002-log.ts'
import { up as devices } from './003-devices.ts'

/** One step of the database's history; it is never edited once a county has run it. */
type Up = (db: Kysely<unknown>, dialect: DialectName) => Promise<void>

const STEPS: { [name: string]: Up } = {
  '001-office': office,
  '002-log': log,
  '003-devices': devices,
}

/** All of them run in one transaction. There is no way back: a restore is the way back. */
export function migrationsFor(dialect: DialectName): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(STEPS).map(([name, up]) => [
      name,
      { up: (db: Kysely<unknown>) => up(db, dialect) },
    ]),
  )
}
