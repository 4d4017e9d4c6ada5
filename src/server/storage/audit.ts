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

export interface AuditCheck {
  /** Rows that were looked at. */
  rows: number
  /** Hash of the newest of them; noted elsewhere, it shows later that nothing before it was changed. */
  head: string
  /** The first row that does not follow from the one before it, or null: the chain holds. */
  brokenAt: number | null
}

const ROWS_AT_ONCE = 1000

/** Reads the whole chain. Rows may come to it meanwhile. Throws where `signal` asks it to stop. */
export async function checkAudit(db: Db, signal?: AbortSignal): Promise<AuditCheck> {
  const headRow = () => db.selectFrom('audit_head').selectAll().executeTakeFirst()
  const atFirst = await headRow()
  let head = ''
  let rows = 0
  const broken = (): AuditCheck => ({ rows, head, brokenAt: rows + 1 })
  for (;;) {
    signal?.throwIfAborted()
    const some = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', rows)
      .orderBy('seq')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const { hash, ...row } of some) {
      if (row.seq !== rows + 1 || hash !== hashOf(head, row)) return broken()
      if (row.seq === atFirst?.seq && hash !== atFirst.hash) return broken()
      head = hash
      rows = row.seq
    }
    if (some.length < ROWS_AT_ONCE) break
  }
  // What the head named must be there, and no row may stand where the head has never been.
  const atLast = await headRow()
  if (!atFirst || !atLast || rows < atFirst.seq || rows > atLast.seq) return broken()
  return { rows, head, brokenAt: null }
}
