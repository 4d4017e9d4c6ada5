import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '#tests/support/databases.ts'

const made: TestDatabase[] = []
afterAll(async () => {
  for (const database of made) await database.drop()
})

test('two tests get two empty PostgreSQL databases on one real server', async () => {
  const clients: pg.Client[] = []
  for (let i = 0; i < 2; i++) {
    const database = await freshDatabase('postgres')
    made.push(database)
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    clients.push(client)
  }
  await clients[0]!.query('create table only_here (id integer primary key)')
  const { rows } = await clients[1]!.query("select to_regclass('only_here') as found")
  expect(rows).toEqual([{ found: null }])
  const version = await clients[0]!.query('show server_version_num')
  expect(Number(version.rows[0].server_version_num)).toBeGreaterThan(120_000)
  for (const client of clients) await client.end()
})

test('a SQLite database is a file of its own', async () => {
  const [one, two] = [await freshDatabase('sqlite'), await freshDatabase('sqlite')]
  made.push(one, two)
  expect(one.url).not.toBe(two.url)
})
