import { Kysely } from 'kysely'
import { sqliteDialect, type DialectName } from './dialect.ts'
import { migrate } from './migrate.ts'
import { forKysely, openSqlite } from './sqlite.ts'
import type { Database } from './tables.ts'
import { sqliteTrouble } from './trouble.ts'

/** The county's database, open and with today's tables. */
export interface Storage {
  dialect: DialectName
  /** Reads and writes. One transaction at a time on SQLite; others wait. */
  db: Kysely<Database>
  /** Reads what is committed, and never waits for a transaction under way. */
  read: Kysely<Database>
  /** Grows with each commit of this process: who keeps answers in memory looks at it. */
  commits(): number
  /**
   * Makes this process the one writer. PostgreSQL: an advisory lock that ends with its connection. SQLite: the data
   * folder's own lock does it. Throws `databaseHeld` where another process is the writer.
   */
  lockWriter(): Promise<void>
  close(): Promise<void>
}

/** `url`: `postgres://…`. `file`: a path, or `:memory:`. */
export type StorageOptions = { url: string } | { file: string }

/** Opens the database and brings its tables up to date. Throws a `StorageTrouble` where it cannot. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  if ('file' in options) return openFile(options.file)
  // Its package is a tenth of what a start loads, and most counties have no use for it.
  return (await import('./postgres.ts')).openPostgres(options.url)
}

async function openFile(file: string): Promise<Storage> {
  let commits = 0
  const database = openSqlite(file)
  const db = new Kysely<Database>({
    dialect: sqliteDialect(forKysely(database), () => commits++, file !== ':memory:'),
  })
  try {
    await migrate(db, 'sqlite', file)
    // A second connection cannot see a database in memory.
    const read =
      file === ':memory:'
        ? db
        : new Kysely<Database>({
            dialect: sqliteDialect(forKysely(openSqlite(file, true)), () => undefined),
          })
    return {
      dialect: 'sqlite',
      db,
      read,
      commits: () => commits,
      lockWriter: async () => undefined,
      close: async () => {
        if (read !== db) await read.destroy()
        await db.destroy()
      },
    }
  } catch (fault) {
    await db.destroy()
    throw sqliteTrouble(fault, file)
  }
}
