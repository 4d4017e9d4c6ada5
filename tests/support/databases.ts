import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** The engines that every storage test runs on: `describe.each(DIALECTS)('%s', (dialect) => …)`. */
export const DIALECTS = ['sqlite', 'postgres'] as const
export type DialectName = (typeof DIALECTS)[number]

export interface TestDatabase {
  /** A file's path for SQLite, a `postgres://` address for PostgreSQL. */
  url: string
  /** Takes the database away. Close your own connections first. */
  drop(): Promise<void>
}

/** An empty database of its own, on a real engine. Call `drop` in `afterAll`. */
export async function freshDatabase(dialect: DialectName): Promise<TestDatabase> {
  return dialect === 'sqlite' ? freshSqlite() : freshPostgres()
}

function freshSqlite(): TestDatabase {
  const dir = mkdtempSync(join(tmpdir(), 'sambar-sqlite-'))
  return {
    url: join(dir, 'sambar.db'),
    drop: async () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }),
  }
}

async function freshPostgres(): Promise<TestDatabase> {
  const server = await postgresServer()
  const name = `sambar_test_${randomBytes(6).toString('hex')}`
  await ask(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: async () => ask(server, `drop database if exists ${name} with (force)`),
  }
}

async function ask(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

let found: Promise<string> | null = null

/**
 * A PostgreSQL whose user may create databases: TEST_DATABASE_URL, else a server on this machine, else one that
 * this run starts for itself on a free port. Never skips: without one the tests fail and say why.
 */
export function postgresServer(): Promise<string> {
  found ??= findServer()
  return found
}

async function findServer(): Promise<string> {
  const given = process.env['TEST_DATABASE_URL']
  if (given) {
    if (!(await mayCreate(given)))
      throw new Error('TEST_DATABASE_URL: cannot connect, or may not create databases')
    return given
  }
  const local = localServer()
  if (local && (await mayCreate(local))) return local
  return ownServer()
}

function localServer(): string | null {
  if (process.env['PGHOST'] && process.env['PGUSER'])
    return `postgres://${process.env['PGUSER']}@${process.env['PGHOST']}:${process.env['PGPORT'] ?? 5432}/postgres`
  const sockets = '/var/run/postgresql'
  if (!existsSync(`${sockets}/.s.PGSQL.5432`)) return null
  return `postgres://${userInfo().username}@/postgres?host=${encodeURIComponent(sockets)}`
}

async function mayCreate(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  try {
    await client.connect()
    const { rows } = await client.query(
      'select rolcreatedb or rolsuper as ok from pg_roles where rolname = current_user',
    )
    return rows[0]?.ok === true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function ownServer(): Promise<string> {
  const run = process.env['SAMBAR_TEST_RUN']
  const owner = process.env['SAMBAR_TEST_OWNER']
  if (!run || !owner) throw new Error('no test run: tests/support/global-setup.ts has not run')
  if (mayStart(join(run, 'keeper'))) {
    const keeper = join(import.meta.dirname, 'postgres-keeper.mjs')
    spawn(process.execPath, [keeper, run, owner], { detached: true, stdio: 'ignore' }).unref()
  }
  // Minutes, not seconds: on a bare machine the binaries are installed first.
  for (let i = 0; i < 3000; i++) {
    if (existsSync(join(run, 'url'))) return readFileSync(join(run, 'url'), 'utf8')
    if (existsSync(join(run, 'failed')))
      throw new Error(`no PostgreSQL: ${readFileSync(join(run, 'failed'), 'utf8')}`)
    await sleep(100)
  }
  throw new Error('no PostgreSQL: none was ready within five minutes')
}

/** True for the one worker that makes the file. */
function mayStart(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx'))
    return true
  } catch {
    return false
  }
}
