import { Kysely, Migrator, sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { sqliteDialect } from '#server/storage/dialect.ts'
import { migrationsFor } from '#server/storage/migrations/index.ts'
import { openStorage } from '#server/storage/open.ts'
import { forKysely, openSqlite } from '#server/storage/sqlite.ts'
import { freshDatabase, type TestDatabase } from '#tests/support/databases.ts'

let database: TestDatabase
afterEach(() => database.drop())

/** Runs the migrations with a database that breaks at the n-th statement that makes something. */
async function breakAt(file: string, n: number): Promise<boolean> {
  const adapter = forKysely(openSqlite(file))
  let made = 0
  const breaking = {
    close: () => adapter.close(),
    prepare(text: string) {
      if (/^create|^insert into audit_head/.test(text) && ++made === n) throw new Error('power cut')
      return adapter.prepare(text)
    },
  }
  const db = new Kysely<unknown>({ dialect: sqliteDialect(breaking, () => undefined) })
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrationsFor('sqlite') },
  })
  const { error } = await migrator.migrateToLatest()
  await db.destroy()
  return error !== undefined
}

async function tablesOf(file: string): Promise<string[]> {
  const db = new Kysely<unknown>({
    dialect: sqliteDialect(forKysely(openSqlite(file)), () => undefined),
  })
  const found = await sql<{
    name: string
  }>`select name from sqlite_master where type = 'table'`.execute(db)
  await db.destroy()
  return found.rows.map(({ name }) => name).filter((name) => !/^kysely_|^sqlite_/.test(name))
}

describe('F9 a migration that is cut off', () => {
  test('at any statement leaves nothing, and the next start does it all', async () => {
    let n = 1
    for (; ; n += 5) {
      database = await freshDatabase('sqlite')
      const broken = await breakAt(database.url, n)
      if (!broken) break
      expect(await tablesOf(database.url)).toEqual([])
      const storage = await openStorage({ file: database.url })
      await storage.read.selectFrom('notice_versions').selectAll().execute()
      await storage.close()
      await database.drop()
    }
    expect(n).toBeGreaterThan(30)
  })
})
