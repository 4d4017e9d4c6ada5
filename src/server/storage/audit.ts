import { createHash } from 'node:crypto'
import { canonicalJson } from '#protocol/canonical-json.ts'
import type { Db } from './log.ts'
import type { OfficeTables } from './tables.ts'

export type AuditRow = OfficeTables['audit']

/** What is written down of an action. Facts are codes, ids and numbers, never a villager's data. */
export interface AuditNote {
  at: string
  staff: string | null
  action: string
  region?: string | null
  subject?: string | null
  facts?: { [name: string]: unknown }
}

const hashOf = (previous: string, row: Omit<AuditRow, 'hash'>): string =>
  createHash('sha256')
    .update(`${previous}\n${canonicalJson(row)}`)
    .digest('hex')

/**
 * Adds to the audit chain, in the transaction of the action itself: neither is there without the other. Last thing in
 * a transaction, since the chain's head stays locked until its end.
 */
export async function writeAudit(tx: Db, note: AuditNote): Promise<void> {
  const head = await tx
    .updateTable('audit_head')
    .set((eb) => ({ seq: eb('seq', '+', 1) }))
    .where('id', '=', 1)
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow()
  const row = {
    seq: head.seq,
    at: note.at,
    staff: note.staff,
    action: note.action,
    region: note.region ?? null,
    subject: note.subject ?? null,
    facts: canonicalJson(note.facts ?? {}),
  }
  const hash = hashOf(head.hash, row)
  await tx
    .insertInto('audit')
    .values({ ...row, hash })
    .execute()
  await tx.updateTable('audit_head').set({ hash }).where('id', '=', 1).execute()
}

/**
 * Newest first, from before `seq`. With `prefixes` only what was done in regions below them, since what has no region
 * concerns the whole county.
 */
export function auditRows(
  db: Db,
  limit: number,
  filter: { before?: number | undefined; prefixes?: readonly string[] | null } = {},
): Promise<AuditRow[]> {
  const { before, prefixes = null } = filter
  let rows = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit)
  if (before !== undefined) rows = rows.where('seq', '<', before)
  if (prefixes !== null)
    rows = rows.where((eb) => eb.or(prefixes.map((prefix) => eb('region', 'like', `${prefix}%`))))
  return rows.execute()
}

/** The first row that does not follow from the one before it, or null: the chain holds. */
export async function brokenAuditRow(db: Db): Promise<number | null> {
  let previous = ''
  let seq = 0
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(1000)
      .execute()
    for (const { hash, ...row } of rows) {
      if (row.seq !== seq + 1 || hash !== hashOf(previous, row)) return seq + 1
      previous = hash
      seq = row.seq
    }
    if (rows.length === 0) break
  }
  const head = await db.selectFrom('audit_head').selectAll().executeTakeFirst()
  return head?.seq === seq && head.hash === previous ? null : seq + 1
}
