import {
  DatabaseSync,
  type DatabaseSyncInstance,
  type StatementSyncInstance,
} from '@photostructure/sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import { sqliteTrouble, StorageTrouble } from './trouble.ts'

const STATEMENTS_KEPT = 300
/** A statement this long is made for one occasion. */
const LONGEST_KEPT = 20_000
/** Older ones can corrupt a database in WAL mode when two connections reset it at once. */
const OLDEST_SQLITE = [3, 51, 3]
const BUSY_MS = 5000

function olderThan(version: string, oldest: readonly number[]): boolean {
  const parts = version.split('.').map(Number)
  for (const [index, least] of oldest.entries()) {
    const part = parts[index] ?? 0
    if (part !== least) return part < least
  }
  return false
}

/** One value of a PRAGMA, as text. */
export function pragma(database: DatabaseSyncInstance, name: string): string {
  const row = database.prepare(`pragma ${name}`).get()
  const [value] = Object.values(Object(row))
  return String(value ?? '')
}

/**
 * Opens a file (or `:memory:`) so that what it says it has written is on the disk: WAL with synchronous=FULL, both read
 * back, because a pragma that is not understood is silently left out.
 */
export function openSqlite(file: string, reading = false): DatabaseSyncInstance {
  try {
    const database = new DatabaseSync(file, { timeout: BUSY_MS, readOnly: reading })
    try {
      prepare(database, file, reading)
      return database
    } catch (fault) {
      database.close()
      throw fault
    }
  } catch (fault) {
    throw sqliteTrouble(fault, file)
  }
}

function prepare(database: DatabaseSyncInstance, file: string, reading: boolean): void {
  const row = database.prepare('select sqlite_version() as version').get()
  const version: unknown = Reflect.get(Object(row), 'version')
  if (typeof version !== 'string' || olderThan(version, OLDEST_SQLITE))
    throw new StorageTrouble('databaseUnsafe', file)
  database.exec('pragma foreign_keys = on; pragma trusted_schema = off; pragma cache_size = -16384')
  if (reading) return
  database.exec('pragma journal_mode = wal; pragma synchronous = full')
  const journal = pragma(database, 'journal_mode')
  const durable = journal === 'wal' || (file === ':memory:' && journal === 'memory')
  if (
    !durable ||
    pragma(database, 'synchronous') !== '2' ||
    pragma(database, 'foreign_keys') !== '1'
  )
    throw new StorageTrouble('databaseUnsafe', file)
}

type Parameter = string | number | bigint | null | Uint8Array

function toParameter(value: unknown): Parameter {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  if (value instanceof Uint8Array) return value
  throw new TypeError('SQLite takes text, numbers and bytes')
}

function statementOf(made: StatementSyncInstance): SqliteStatement {
  return {
    reader: made.columns().length > 0,
    all: (values) => made.all(...values.map(toParameter)),
    run: (values) => {
      const { changes, lastInsertRowid } = made.run(...values.map(toParameter))
      return { changes: BigInt(changes), lastInsertRowid: BigInt(lastInsertRowid) }
    },
    iterate: (values) => made.iterate(...values.map(toParameter)),
  }
}

/**
 * What Kysely asks of a SQLite database. Statements are kept, newest use last: they are freed by the garbage collector
 * alone, so making one a query would take hundreds of megabytes.
 */
export function forKysely(database: DatabaseSyncInstance): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = kept.get(sql)
      if (known) {
        kept.delete(sql)
        kept.set(sql, known)
        return known
      }
      const made = statementOf(database.prepare(sql))
      if (sql.length > LONGEST_KEPT) return made
      kept.set(sql, made)
      if (kept.size > STATEMENTS_KEPT) {
        const [oldest] = kept.keys()
        if (oldest !== undefined) kept.delete(oldest)
      }
      return made
    },
  }
}
