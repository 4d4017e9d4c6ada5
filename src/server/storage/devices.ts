import type { DeviceTables } from './device-tables.ts'
import type { Db } from './log.ts'

export type DeviceRow = DeviceTables['devices']
export type OfferRow = DeviceTables['device_offers']

export async function insertDevice(tx: Db, row: DeviceRow): Promise<void> {
  await tx.insertInto('devices').values(row).execute()
}

export async function findDevice(db: Db, id: string): Promise<DeviceRow | null> {
  const row = await db.selectFrom('devices').selectAll().where('id', '=', id).executeTakeFirst()
  return row ?? null
}

export const allDevices = (db: Db): Promise<DeviceRow[]> =>
  db.selectFrom('devices').selectAll().orderBy('created_at').orderBy('id').execute()

export async function updateDevice(
  tx: Db,
  id: string,
  set: Partial<Omit<DeviceRow, 'id' | 'created_at'>>,
): Promise<void> {
  await tx.updateTable('devices').set(set).where('id', '=', id).execute()
}

export async function findOffer(db: Db, offer: string): Promise<OfferRow | null> {
  const row = await db
    .selectFrom('device_offers')
    .selectAll()
    .where('offer', '=', offer)
    .executeTakeFirst()
  return row ?? null
}

export async function insertOffer(tx: Db, row: OfferRow): Promise<void> {
  await tx.insertInto('device_offers').values(row).execute()
}

/** Counts a try at an offer that still stands, in one statement; null where none does, or its tries are spent. */
export async function countOfferTry(
  tx: Db,
  offer: string,
  { now, most }: { now: number; most: number },
): Promise<OfferRow | null> {
  const row = await tx
    .updateTable('device_offers')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('offer', '=', offer)
    .where('expires_ms', '>', now)
    .where('tries', '<', most)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** The code was right, so there was nothing to guess. */
export async function forgetOfferTry(tx: Db, offer: string): Promise<void> {
  await tx
    .updateTable('device_offers')
    .set((eb) => ({ tries: eb('tries', '-', 1) }))
    .where('offer', '=', offer)
    .execute()
}

/** Takes away what nobody can use any more, and whatever offers there were for this device. */
export async function deleteOffers(tx: Db, beforeMs: number, device: string): Promise<void> {
  await tx
    .deleteFrom('device_offers')
    .where((eb) => eb.or([eb('expires_ms', '<', beforeMs), eb('device', '=', device)]))
    .execute()
}
