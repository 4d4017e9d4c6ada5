import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asNumber } from '#server/storage/dialect.ts'
import { insertMany } from '#server/storage/bulk.ts'
import { openStorage, type Storage, type StorageOptions } from '#server/storage/open.ts'
import type { Database } from '#server/storage/tables.ts'
import { StorageTrouble } from '#server/storage/trouble.ts'
import { DIALECTS, freshDatabase, type TestDatabase } from '#tests/support/databases.ts'

const codeOf = async (options: StorageOptions): Promise<string> => {
  const fault = await openStorage(options).then(
    async (storage) => storage.close(),
    (error: unknown) => error,
  )
  return fault instanceof StorageTrouble ? fault.code : String(fault)
}

describe.each(DIALECTS)('a database on %s', (dialect) => {
  let database: TestDatabase
  let storage: Storage
  const options = (): StorageOptions =>
    dialect === 'sqlite' ? { file: database.url } : { url: database.url }

  beforeAll(async () => {
    database = await freshDatabase(dialect)
    storage = await openStorage(options())
  })
  afterAll(async () => {
    await storage.close()
    await database.drop()
  })

  const mapping = (sender: string) => ({ sender, program: 'p', mapping: '{}', at: '' })

  test('numbers come back as numbers, sums and counts too', async () => {
    const rows = Array.from({ length: 1500 }, (_, n) => ({
      notice: 'n',
      version: 9_007_199_254_740_000,
      part: n,
      lines: '[]',
    }))
    const columns = ['notice', 'version', 'part', 'lines'] as const
    await insertMany(storage.db, storage.dialect, 'version_lines', columns, rows)
    const row = await storage.read
      .selectFrom('version_lines')
      .select((eb) => [
        asNumber(eb.fn.countAll()).as('count'),
        asNumber(eb.fn.sum('part')).as('sum'),
        eb.fn.max('version').as('version'),
      ])
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ count: 1500, sum: (1499 * 1500) / 2, version: 9_007_199_254_740_000 })
  })

  test('a transaction that throws leaves nothing behind, and one that commits is counted', async () => {
    const before = storage.commits()
    const failing = storage.db.transaction().execute(async (tx) => {
      await tx.insertInto('sender_mappings').values(mapping('gone')).execute()
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(storage.commits()).toBe(before)
    await storage.db
      .transaction()
      .execute((tx) => tx.insertInto('sender_mappings').values(mapping('kept')).execute())
    expect(storage.commits()).toBe(before + 1)
    const rows = await storage.read.selectFrom('sender_mappings').select('sender').execute()
    expect(rows).toEqual([{ sender: 'kept' }])
  })

  test('a reader does not wait for a transaction under way', async () => {
    const count = async () =>
      (await storage.read.selectFrom('sender_mappings').select('sender').execute()).length
    const before = await count()
    await storage.db.transaction().execute(async (tx) => {
      await tx.insertInto('sender_mappings').values(mapping('slow')).execute()
      expect(await count()).toBe(before)
    })
    expect(await count()).toBe(before + 1)
  })

  test('opening again finds everything, and runs no step twice', async () => {
    const again = await openStorage(options())
    expect(await again.read.selectFrom('sender_mappings').select('sender').execute()).not.toEqual(
      [],
    )
    await again.close()
  })

  test('F8 a second writer is refused', async () => {
    if (storage.dialect === 'sqlite') return // the data folder's lock does it: keys/data-lock.ts
    const second = await openStorage(options())
    await storage.lockWriter()
    await expect(second.lockWriter()).rejects.toMatchObject({ code: 'databaseHeld' })
    await second.close()
  })

  test.each(['audit', 'reviews'] as const)(
    'F13 rows of %s are neither changed nor taken away',
    async (table) => {
      await storage.db
        .insertInto('audit')
        .values({
          seq: 900,
          at: '',
          staff: null,
          action: 'a',
          region: null,
          subject: null,
          facts: '{}',
          hash: '',
        })
        .onConflict((oc) => oc.doNothing())
        .execute()
      await storage.db
        .insertInto('reviews')
        .values({
          notice: 'n',
          version: 1,
          number: 1,
          reviewer: 'r',
          reviewer_role: 'reviewer',
          at: '',
          decision: 'approve',
          checks: '{}',
          reasons: '',
          content_hash: '',
        })
        .onConflict((oc) => oc.doNothing())
        .execute()
      await expect(storage.db.updateTable(table).set({ at: 'later' }).execute()).rejects.toThrow(
        `appendOnly: ${table}`,
      )
      await expect(storage.db.deleteFrom(table).execute()).rejects.toThrow(`appendOnly: ${table}`)
      if (storage.dialect === 'postgres')
        await expect(sql`truncate ${sql.table(table)}`.execute(storage.db)).rejects.toThrow(
          `appendOnly: ${table}`,
        )
    },
  )

  test('F9 a database that newer code has changed is refused by older code', async () => {
    await storage.db
      .insertInto('kysely_migration' as never)
      .values({ name: '999-later', timestamp: '' } as never)
      .execute()
    expect(await codeOf(options())).toBe('databaseNewer')
    await storage.db
      .deleteFrom('kysely_migration' as never)
      .where('name' as never, '=', '999-later' as never)
      .execute()
  })
})

describe('what cannot be opened says so in one word', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sambar-open-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  test('a folder that is not there', async () => {
    expect(await codeOf({ file: join(dir, 'no', 'such', 'sambar.db') })).toBe('databaseFile')
  })

  test('a file that is no database', async () => {
    const file = join(dir, 'text.db')
    writeFileSync(file, 'once upon a time there was a herder, and this is no database at all')
    expect(await codeOf({ file })).toBe('databaseDamaged')
  })

  test('a PostgreSQL that nobody runs', async () => {
    expect(await codeOf({ url: 'postgres://nobody@127.0.0.1:1/none' })).toBe('databaseUnreachable')
  })

  test('a PostgreSQL without this database', async () => {
    const database = await freshDatabase('postgres')
    const url = new URL(database.url)
    url.pathname = '/sambar_is_not_here'
    expect(await codeOf({ url: url.href })).toBe('databaseUnknown')
    await database.drop()
  })
})

test('F16 PostgreSQL cuts every connection: work under way fails, and soon all is well again', async () => {
  const database = await freshDatabase('postgres')
  const storage = await openStorage({ url: database.url })
  await storage.lockWriter()
  const kill = sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
  await Promise.all([storage.read, storage.db].map((db) => sql`select 1`.execute(db)))
  await kill.execute(storage.read)
  const open = storage.db.transaction().execute(async (tx) => {
    await kill.execute(storage.read)
    await sql`select 1`.execute(tx)
  })
  await expect(open).rejects.toThrow()
  const mapping = { sender: 'after', program: 'p', mapping: '{}', at: '' }
  const write = () =>
    storage.db
      .transaction()
      .execute((tx) => tx.insertInto('sender_mappings').values(mapping).execute())
      .then(
        () => true,
        () => false,
      )
  // Each cut connection can fail one question, and there were no more than these.
  let tries = 0
  while (!(await write())) expect(++tries).toBeLessThan(5)
  expect(await storage.read.selectFrom('sender_mappings').select('sender').execute()).toEqual([
    { sender: 'after' },
  ])
  await storage.close()
  await database.drop()
})

test('a long transaction on SQLite lets others get a word in', async () => {
  const database = await freshDatabase('sqlite')
  const storage = await openStorage({ file: database.url })
  let words = 0
  let over = false
  const talk = () => {
    words += 1
    if (!over) setImmediate(talk)
  }
  setImmediate(talk)
  const rows = Array.from({ length: 40_000 }, (_, part) => ({
    notice: 'n',
    version: 1,
    part,
    lines: 'x'.repeat(100),
  }))
  const columns = ['notice', 'version', 'part', 'lines'] as const
  await storage.db.transaction().execute(async (tx) => {
    await insertMany<Database, 'version_lines'>(tx, 'sqlite', 'version_lines', columns, rows)
  })
  over = true
  expect(words).toBeGreaterThan(3)
  await storage.close()
  await database.drop()
})

test('SQLite writes through: WAL, synchronous=FULL, foreign keys', async () => {
  const storage = await openStorage({ file: ':memory:' })
  const value = async (name: string) =>
    Object.values((await sql.raw(`pragma ${name}`).execute(storage.db)).rows[0] ?? {})[0]
  expect(await value('synchronous')).toBe(2)
  expect(await value('foreign_keys')).toBe(1)
  await storage.close()
})
