import { instantOf } from '#domain/calendar/day.ts'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { parseHeartbeat, verifyHeartbeat, type Heartbeat } from '#protocol/device-heartbeat.ts'
import { readDeviceKey } from '#protocol/device-signature.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { findDevice, updateDevice, type DeviceRow } from '../storage/devices.ts'
import type { OrderingOffice } from './device-office.ts'
import { renewEpochs, signedOrders } from './orders.ts'

export type HeartbeatRefusal =
  /** No such device, or not its signature: which of the two is not told. */
  | { refused: 'notFound' }
  | { refused: 'malformed' }
  /** One with a number as high was heard already. `n`: that number. */
  | { refused: 'heartbeatOld'; n: number }

export interface Heard {
  v: 1
  /** New orders, a signed note; null where the device has the newest. */
  settings: string | null
}

/** Takes a heartbeat: whose it is, that it is new, and what the device should know since. */
export async function takeHeartbeat(
  office: OrderingOffice,
  device: string,
  body: unknown,
  signature: string,
): Promise<Heard | HeartbeatRefusal> {
  const known = await findDevice(office.storage.read, device)
  if (!known?.key) return { refused: 'notFound' }
  let heartbeat: Heartbeat
  try {
    heartbeat = parseHeartbeat(body)
    const key = await readDeviceKey(known.key)
    if (!(await verifyHeartbeat(key, device, canonicalJson(body), signature)))
      return { refused: 'notFound' }
  } catch (error) {
    if (error instanceof VerificationError || error instanceof TypeError)
      return { refused: 'malformed' }
    throw error
  }
  const row = await keep(office, device, heartbeat)
  if ('refused' in row) return row
  const newer = row.version > heartbeat.settings
  return { v: 1, settings: newer ? await signedOrders(office, row) : null }
}

function keep(
  office: OrderingOffice,
  device: string,
  heartbeat: Heartbeat,
): Promise<DeviceRow | HeartbeatRefusal> {
  const now = office.now()
  const at = instantOf(now)
  return office.storage.db.transaction().execute(async (tx) => {
    const row = await findDevice(tx, device)
    if (!row) return { refused: 'notFound' as const }
    if (heartbeat.n <= row.n) return { refused: 'heartbeatOld' as const, n: row.n }
    const set = {
      n: heartbeat.n,
      heard_at: at,
      heartbeat: canonicalJson(heartbeat),
      shows_since: showsTheSame(row, heartbeat) ? row.shows_since : at,
    }
    await updateDevice(tx, device, set)
    return renewEpochs(tx, { ...row, ...set }, now)
  })
}

export const heartbeatOf = ({ heartbeat }: Pick<DeviceRow, 'heartbeat'>): Heartbeat | null =>
  heartbeat === null ? null : (JSON.parse(heartbeat) as Heartbeat)

const showsTheSame = (row: DeviceRow, { shows }: Heartbeat): boolean => {
  const before = heartbeatOf(row)
  return before !== null && canonicalJson(before.shows) === canonicalJson(shows)
}
