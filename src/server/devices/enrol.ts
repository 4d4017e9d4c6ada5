import { instantOf } from '#domain/calendar/day.ts'
import { parseDeviceCode } from '#protocol/device-code.ts'
import { readDeviceKey } from '#protocol/device-signature.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { countDeviceTry, forgetDeviceTry } from '../auth/delays.ts'
import { writeAudit } from '../storage/audit.ts'
import { findDevice, updateDevice, type DeviceRow } from '../storage/devices.ts'
import type { OrderingOffice } from './device-office.ts'
import { tryOffer } from './offers.ts'
import { boardsOf, renewEpochs, signedOrders } from './orders.ts'

export type EnrolRefusal =
  | { refused: 'malformed' }
  | { refused: 'deviceCodeWrong' }
  | { refused: 'tooManyTries'; retryAfterSeconds: number }

export interface Enrolled {
  v: 1
  device: string
  /** Its first orders, a signed note. */
  settings: string
}

/**
 * Makes whoever has the code the device that it was made for, under the device's own key. The same code with the same key
 * answers the same again while it lasts: an answer may have been lost.
 */
export async function enrolDevice(
  office: OrderingOffice,
  given: { code: string; key: string; address: string },
): Promise<Enrolled | EnrolRefusal> {
  const { db } = office.storage
  const wait = await countDeviceTry(db, given.address, office.now())
  if (wait > 0) return { refused: 'tooManyTries', retryAfterSeconds: Math.ceil(wait / 1000) }
  try {
    await readDeviceKey(given.key)
  } catch (error) {
    if (error instanceof VerificationError) return { refused: 'malformed' }
    throw error
  }
  const row = await spendCode(office, given)
  if (!row) return { refused: 'deviceCodeWrong' }
  await forgetDeviceTry(db, given.address)
  return { v: 1, device: row.id, settings: await signedOrders(office, row) }
}

async function spendCode(
  office: OrderingOffice,
  given: { code: string; key: string },
): Promise<DeviceRow | null> {
  const code = await parseDeviceCode(given.code)
  if (!code) return null
  return office.storage.db.transaction().execute(async (tx) => {
    const id = await tryOffer(tx, office, code)
    const found = id === null ? null : await findDevice(tx, id)
    if (!found || found.revoked === 1) return null
    if (found.key !== null) return found.key === given.key ? found : null
    const now = office.now()
    const set = { key: given.key, enrolled_at: instantOf(now) }
    await updateDevice(tx, found.id, set)
    const row = await renewEpochs(tx, { ...found, ...set }, now)
    await writeAudit(tx, {
      at: set.enrolled_at,
      staff: null,
      action: 'enrolDevice',
      region: boardsOf(row)[0]?.region ?? null,
      subject: row.id,
    })
    return row
  })
}
