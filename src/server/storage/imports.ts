import { insertMany } from './bulk.ts'
import type { DialectName } from './dialect.ts'
import type { Db } from './log.ts'
import type { OfficeTables } from './tables.ts'

export type ImportRow = OfficeTables['imports']
export type PayeeRow = OfficeTables['payees']

export async function insertImport(tx: Db, row: ImportRow): Promise<void> {
  await tx.insertInto('imports').values(row).execute()
}

export async function findImport(db: Db, id: string): Promise<ImportRow | null> {
  const row = await db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst()
  return row ?? null
}

/** Earlier imports of the very same bytes for the same program and year, newest first. */
export function importsOfFile(
  db: Db,
  file: { hash: string; program: string; year: number },
): Promise<ImportRow[]> {
  return db
    .selectFrom('imports')
    .selectAll()
    .where('file_hash', '=', file.hash)
    .where('program', '=', file.program)
    .where('year', '=', file.year)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
}

export function listImports(db: Db, limit: number): Promise<ImportRow[]> {
  return db
    .selectFrom('imports')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function updateImport(
  tx: Db,
  id: string,
  set: Partial<Pick<ImportRow, 'state' | 'report' | 'options' | 'sealed'>>,
): Promise<void> {
  await tx.updateTable('imports').set(set).where('id', '=', id).execute()
}

/** Everybody who has a payee number on the boards of these regions. */
export async function payeesOf(db: Db, regions: readonly string[]): Promise<PayeeRow[]> {
  const found: PayeeRow[] = []
  for (let from = 0; from < regions.length; from += 500)
    found.push(
      ...(await db
        .selectFrom('payees')
        .selectAll()
        .where('region', 'in', regions.slice(from, from + 500))
        .execute()),
    )
  return found
}

export async function insertPayees(
  tx: Db,
  dialect: DialectName,
  rows: readonly PayeeRow[],
): Promise<void> {
  const columns = ['region', 'payee', 'person_key', 'name', 'group_name'] as const
  await insertMany(tx, dialect, 'payees', columns, rows)
}

/** A payee who had no ID on any sheet so far now has one. */
export async function setPersonKey(tx: Db, row: PayeeRow): Promise<void> {
  await tx
    .updateTable('payees')
    .set({ person_key: row.person_key })
    .where('region', '=', row.region)
    .where('payee', '=', row.payee)
    .execute()
}

export async function findMapping(db: Db, sender: string, program: string): Promise<string | null> {
  const row = await db
    .selectFrom('sender_mappings')
    .select('mapping')
    .where('sender', '=', sender)
    .where('program', '=', program)
    .executeTakeFirst()
  return row?.mapping ?? null
}

export async function putMapping(tx: Db, row: OfficeTables['sender_mappings']): Promise<void> {
  await tx
    .deleteFrom('sender_mappings')
    .where('sender', '=', row.sender)
    .where('program', '=', row.program)
    .execute()
  await tx.insertInto('sender_mappings').values(row).execute()
}
