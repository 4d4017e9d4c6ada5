import {
  CompiledQuery,
  PostgresDialect,
  sql,
  SqliteAdapter,
  SqliteDialect,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Expression,
  type Kysely,
  type RawBuilder,
  type SqliteDatabase,
} from 'kysely'
import type pg from 'pg'

/** Everything in which the two engines differ stands in this file. */
export type DialectName = 'sqlite' | 'postgres'

/** Told after each commit of a transaction, before the one who waited for it goes on. */
type OnCommit = () => void

function tellCommits(driver: Driver, onCommit: OnCommit): Driver {
  const commit = driver.commitTransaction.bind(driver)
  driver.commitTransaction = async (connection) => {
    await commit(connection)
    onCommit()
  }
  return driver
}

/** SQLite rolls back CREATE TABLE like anything else, so a migration is one transaction here too. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** SQLite works while we wait, so a long transaction would keep everybody else waiting: readers of boards, too. */
const LONGEST_BREATH_MS = 10

function breathing(driver: Driver): Driver {
  const acquire = driver.acquireConnection.bind(driver)
  const known = new WeakSet<DatabaseConnection>()
  let since = performance.now()
  driver.acquireConnection = async () => {
    const connection = await acquire()
    if (known.has(connection)) return connection
    known.add(connection)
    const execute = connection.executeQuery.bind(connection)
    connection.executeQuery = async (query) => {
      if (performance.now() - since > LONGEST_BREATH_MS) {
        await new Promise((resolve) => setImmediate(resolve))
        since = performance.now()
      }
      return execute(query)
    }
    return connection
  }
  return driver
}

/** `shared`: others are served by this process meanwhile, so long work lets them in between its statements. */
export function sqliteDialect(
  database: SqliteDatabase,
  onCommit: OnCommit,
  shared = false,
): Dialect {
  class Sqlite extends SqliteDialect {
    override createDriver(): Driver {
      const plain = tellCommits(super.createDriver(), onCommit)
      const driver = shared ? breathing(plain) : plain
      // Takes the write lock at once: a reader that turns writer half-way would fail instead of waiting.
      driver.beginTransaction = async (connection: DatabaseConnection) => {
        await connection.executeQuery(CompiledQuery.raw('begin immediate'))
      }
      return driver
    }
    override createAdapter() {
      return new TransactionalSqliteAdapter()
    }
  }
  return new Sqlite({ database })
}

/** Any number, the same in every process: whose turn it is to write. */
const TURN_LOCK = 5_846_210_378

/**
 * One transaction at a time, over all processes, as SQLite has it by nature. So "look, then write" means the same on
 * both engines, and a county's few writers lose nothing by it.
 */
export function postgresDialect(pool: pg.Pool, onCommit: OnCommit): Dialect {
  class Postgres extends PostgresDialect {
    override createDriver(): Driver {
      const driver = tellCommits(super.createDriver(), onCommit)
      const begin = driver.beginTransaction.bind(driver)
      driver.beginTransaction = async (connection, settings) => {
        await begin(connection, settings)
        await connection.executeQuery(
          CompiledQuery.raw(`select pg_advisory_xact_lock(${TURN_LOCK})`),
        )
      }
      return driver
    }
  }
  return new Postgres({ pool })
}

/** Type of a column that holds bytes. */
export const bytesType = (dialect: DialectName): RawBuilder<unknown> =>
  dialect === 'sqlite' ? sql`blob` : sql`bytea`

/** `sum` and `count` come as text from PostgreSQL and as numbers from SQLite. */
export const asNumber = (value: Expression<unknown>): RawBuilder<number> =>
  sql<number>`cast(${value} as bigint)`

type Forbidden = 'delete' | 'update' | `update of ${string}`

/**
 * A trigger that refuses an UPDATE or DELETE of `table`, always or where `when` holds of `old`. The database itself
 * keeps what must not change, from our own mistakes and from a hand at its console.
 */
export async function forbid(
  db: Kysely<unknown>,
  dialect: DialectName,
  table: string,
  event: Forbidden,
  when = '1 = 1',
): Promise<void> {
  const name = `${table}_no_${event.startsWith('update') ? 'update' : 'delete'}`
  const message = `appendOnly: ${table}`
  const raw = (text: string) => sql.raw(text).execute(db)
  if (dialect === 'sqlite') {
    await raw(
      `create trigger ${name} before ${event} on ${table} begin select raise(abort, '${message}') where ${when}; end`,
    )
    return
  }
  await raw(
    `create function ${name}() returns trigger language plpgsql as $$
     begin
       if ${when} then raise exception '${message}'; end if;
       if tg_op = 'DELETE' then return old; end if;
       return new;
     end $$`,
  )
  await raw(
    `create trigger ${name} before ${event} on ${table} for each row execute procedure ${name}()`,
  )
  // A row trigger does not see TRUNCATE, which SQLite does not have.
  if (when === '1 = 1' && event === 'delete')
    await raw(
      `create trigger ${table}_no_truncate before truncate on ${table} for each statement execute procedure ${name}()`,
    )
}
