import { Kysely } from 'kysely'
import pg from 'pg'
import { postgresDialect } from './dialect.ts'
import { migrate } from './migrate.ts'
import type { Storage } from './open.ts'
import type { Database } from './tables.ts'
import { postgresTrouble, StorageTrouble } from './trouble.ts'

/** Any number, the same in every process: the county's writer. */
const WRITER_LOCK = 5_846_210_377
const CONNECTIONS = 10
const CONNECT_MS = 10_000

// Fen and counts are below 2^53; node-pg would hand 64-bit integers out as text.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 20 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig

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

/** PostgreSQL, or an engine that speaks as it does. */
export async function openPostgres(url: string): Promise<Storage> {
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
