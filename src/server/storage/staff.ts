import type { RegionCode } from '#domain/region/region.ts'
import { isRole } from '../auth/policy.ts'
import type { Person } from '../auth/person.ts'
import type { Db } from './log.ts'
import type { OfficeTables } from './tables.ts'

export type StaffRow = OfficeTables['staff']
export type SessionRow = OfficeTables['sessions']
export type DelayRow = OfficeTables['sign_in_delays']

export async function findStaff(db: Db, login: string): Promise<StaffRow | null> {
  const row = await db.selectFrom('staff').selectAll().where('login', '=', login).executeTakeFirst()
  return row ?? null
}

/** The person behind an open account, with today's roles; null where it is closed or gone. */
export async function findPerson(db: Db, id: string): Promise<Person | null> {
  const row = await db
    .selectFrom('staff')
    .select(['id', 'login', 'name'])
    .where('id', '=', id)
    .where('disabled', '=', 0)
    .executeTakeFirst()
  if (!row) return null
  return { ...row, grants: await grantsOf(db, id) }
}

async function grantsOf(db: Db, id: string): Promise<Person['grants']> {
  const rows = await db
    .selectFrom('grants')
    .select(['role', 'region'])
    .where('staff', '=', id)
    .orderBy('role')
    .orderBy('region')
    .execute()
  return rows.flatMap(({ role, region }) =>
    isRole(role) ? [{ role, region: region as RegionCode }] : [],
  )
}

export async function listStaff(
  db: Db,
): Promise<(Omit<StaffRow, 'password'> & { grants: Person['grants'] })[]> {
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'login', 'name', 'disabled', 'created_at'])
    .orderBy('login')
    .execute()
  const all = await db.selectFrom('grants').selectAll().orderBy('role').orderBy('region').execute()
  return rows.map((row) => ({
    ...row,
    grants: all.flatMap(({ staff, role, region }) =>
      staff === row.id && isRole(role) ? [{ role, region: region as RegionCode }] : [],
    ),
  }))
}

export async function staffNames(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('staff').select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function insertStaff(tx: Db, row: StaffRow): Promise<void> {
  await tx.insertInto('staff').values(row).execute()
}

export async function updateStaff(
  tx: Db,
  id: string,
  set: Partial<Pick<StaffRow, 'name' | 'password' | 'disabled'>>,
): Promise<void> {
  await tx.updateTable('staff').set(set).where('id', '=', id).execute()
}

export async function putGrants(tx: Db, id: string, grants: Person['grants']): Promise<void> {
  await tx.deleteFrom('grants').where('staff', '=', id).execute()
  if (grants.length > 0)
    await tx
      .insertInto('grants')
      .values(grants.map(({ role, region }) => ({ staff: id, role, region })))
      .execute()
}

export async function insertSession(tx: Db, row: SessionRow): Promise<void> {
  await tx.insertInto('sessions').values(row).execute()
}

export async function findSession(db: Db, idHash: string): Promise<SessionRow | null> {
  const row = await db
    .selectFrom('sessions')
    .selectAll()
    .where('id_hash', '=', idHash)
    .executeTakeFirst()
  return row ?? null
}

export async function touchSession(db: Db, idHash: string, ms: number): Promise<void> {
  await db.updateTable('sessions').set({ seen_ms: ms }).where('id_hash', '=', idHash).execute()
}

export async function deleteSession(db: Db, idHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('id_hash', '=', idHash).execute()
}

export async function deleteSessionsOf(db: Db, staff: string): Promise<void> {
  await db.deleteFrom('sessions').where('staff', '=', staff).execute()
}

/** Takes away what ended long ago. */
export async function deleteSessionsBefore(db: Db, createdMs: number): Promise<void> {
  await db.deleteFrom('sessions').where('created_ms', '<', createdMs).execute()
}

export async function findDelays(db: Db, keys: readonly string[]): Promise<DelayRow[]> {
  return db.selectFrom('sign_in_delays').selectAll().where('key', 'in', keys).execute()
}

export async function putDelay(tx: Db, row: DelayRow): Promise<void> {
  await tx.deleteFrom('sign_in_delays').where('key', '=', row.key).execute()
  await tx.insertInto('sign_in_delays').values(row).execute()
}

export async function deleteDelay(db: Db, key: string): Promise<void> {
  await db.deleteFrom('sign_in_delays').where('key', '=', key).execute()
}

export async function deleteDelaysBefore(db: Db, sinceMs: number): Promise<void> {
  await db.deleteFrom('sign_in_delays').where('since_ms', '<', sinceMs).execute()
}
