import { Kysely, Migrator } from 'kysely'
import pg from 'pg'
import { postgresDialect, sqliteDialect, type DialectName } from './dialect.ts'
import { migrationsFor } from './migrations/index.ts'
import { forKysely, openSqlite } from './sqlite.ts'
import type { Database } from './tables.ts'
import { postgresTrouble, sqliteTrouble, StorageTrouble } from './trouble.ts'

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

/** Any number, the same in every process: the county's writer. */
const WRITER_LOCK = 5_846_210_377
const CONNECTIONS = 10
const CONNECT_MS = 10_000

// Fen and counts are below 2^53; node-pg would hand 64-bit integers out as text.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 20 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig

/** Opens the database and brings its tables up to date. Throws a `StorageTrouble` where it cannot. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  return 'url' in options ? openPostgres(options.url) : openFile(options.file)
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

function poolTo(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    types,
  })
  // A connection that breaks fails the query under way and is replaced by the next; without listeners it would end the
  // process, whether it lies idle or is in somebody's hands.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

async function openPostgres(url: string): Promise<Storage> {
  let commits = 0
  const pool = poolTo(url)
  const db = new Kysely<Database>({ dialect: postgresDialect(pool, () => commits++) })
  let writer: pg.PoolClient | null = null
  try {
    await migrate(db, 'postgres', '')
  } catch (fault) {
    await db.destroy()
    throw postgresTrouble(fault)
  }
  // Connections of their own: readers shall not stand in line behind writers who wait for their turn.
  const readers = poolTo(url)
  const read = new Kysely<Database>({ dialect: postgresDialect(readers, () => undefined) })
  return {
    dialect: 'postgres',
    db,
    read,
    commits: () => commits,
    async lockWriter() {
      const client = await pool.connect()
      const { rows } = await client.query<{ mine: boolean }>(
        'select pg_try_advisory_lock($1) as mine',
        [WRITER_LOCK],
      )
      if (rows[0]?.mine === true) {
        // Should the lock be lost with its connection, the log's compare-and-swap still stands behind it.
        writer = client
        return
      }
      client.release()
      throw new StorageTrouble('databaseHeld', '')
    },
    async close() {
      writer?.release(true)
      writer = null
      await read.destroy()
      await db.destroy()
    },
  }
}

async function migrate(db: Kysely<Database>, dialect: DialectName, file: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrationsFor(dialect) },
  })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  // Kysely: a migration was executed that this code does not have. Its tables are not ours to touch.
  if (error instanceof Error && /corrupted migrations/.test(error.message))
    throw new StorageTrouble('databaseNewer', file, { cause: error })
  throw error
}
