import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditRows, checkAudit, writeAudit } from '#server/storage/audit.ts'
import { openStorage, type Storage } from '#server/storage/open.ts'
import { DIALECTS, freshDatabase, type TestDatabase } from '#tests/support/databases.ts'

describe.each(DIALECTS)('T23 the audit chain on %s', (dialect) => {
  let database: TestDatabase
  let storage: Storage
  beforeAll(async () => {
    database = await freshDatabase(dialect)
    storage = await openStorage(
      dialect === 'sqlite' ? { file: database.url } : { url: database.url },
    )
  })
  afterAll(async () => {
    await storage.close()
    await database.drop()
  })

  const write = (action: string) =>
    storage.db
      .transaction()
      .execute((tx) =>
        writeAudit(tx, { at: '2026-03-02T01:00:00Z', staff: null, action, facts: { n: 1 } }),
      )

  test('grows without gaps, however many write at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => write(`act-${n}`)))
    const rows = await auditRows(storage.read, 100)
    expect(rows.map(({ seq }) => seq)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    expect(await checkAudit(storage.read)).toMatchObject({ rows: 12, brokenAt: null })
  })

  test('is not written where the action was undone', async () => {
    const failing = storage.db.transaction().execute(async (tx) => {
      await writeAudit(tx, { at: '', staff: null, action: 'undone' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect((await auditRows(storage.read, 1))[0]?.seq).toBe(12)
    expect(await checkAudit(storage.read)).toMatchObject({ rows: 12, brokenAt: null })
  })

  test('holds while it is being written to, and stops when it is asked to', async () => {
    const [check] = await Promise.all([
      checkAudit(storage.read),
      ...Array.from({ length: 8 }, (_, n) => write(`meanwhile-${n}`)),
    ])
    expect(check.brokenAt).toBeNull()
    expect(check.rows).toBeGreaterThanOrEqual(12)
    const ended = new AbortController()
    ended.abort(new Error('ended'))
    await expect(checkAudit(storage.read, ended.signal)).rejects.toThrow('ended')
  })

  test('shows a head that was set back or taken away', async () => {
    const head = await storage.db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow()
    const set = (to: { seq: number; hash: string }) =>
      storage.db.updateTable('audit_head').set(to).where('id', '=', 1).execute()
    await set({ ...head, seq: head.seq - 1 })
    expect((await checkAudit(storage.read)).brokenAt).not.toBeNull()
    await set({ seq: head.seq + 1, hash: head.hash })
    expect((await checkAudit(storage.read)).brokenAt).toBe(head.seq + 1)
    await set({ seq: head.seq, hash: '0'.repeat(64) })
    expect((await checkAudit(storage.read)).brokenAt).toBe(head.seq)
    await set(head)
    expect((await checkAudit(storage.read)).brokenAt).toBeNull()
  })

  test('shows where a hand with all rights has been', async () => {
    const drop =
      dialect === 'sqlite'
        ? 'drop trigger audit_no_update'
        : 'drop trigger audit_no_update on audit'
    await sql.raw(drop).execute(storage.db)
    await storage.db.updateTable('audit').set({ action: 'nothing' }).where('seq', '=', 7).execute()
    expect(await checkAudit(storage.read)).toMatchObject({ rows: 6, brokenAt: 7 })
  })
})
