import { instantOf } from '#domain/calendar/day.ts'
import { inScope } from '#domain/region/region-code.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { DeviceCode } from '#protocol/device-code.ts'
import { MOST_BOARDS, type DeviceSettings } from '#protocol/device-orders.ts'
import type { Person } from '../auth/person.ts'
import { scopesFor } from '../auth/policy.ts'
import { newId } from '../review/office.ts'
import { writeAudit } from '../storage/audit.ts'
import { findDevice, insertDevice, updateDevice, type DeviceRow } from '../storage/devices.ts'
import { boardRows, type Db } from '../storage/log.ts'
import type { DeviceOffice, DeviceRefusal } from './device-office.ts'
import { makeOffer, type Offer } from './offers.ts'
import { boardsOf, FIRST_SETTINGS, settingsOf } from './orders.ts'
import { hashPin, randomPin, whyNotPin } from './pin.ts'

/** Null: whoever holds the server's command line. */
export type By = Person | null

/** What an office may change about a tablet. */
export interface DeviceChange {
  name?: string | undefined
  boards?: RegionCode[] | undefined
  settings?: Partial<Omit<DeviceSettings, 'pin'>> | undefined
  /** Six digits; `new`: made here and told once; null: no way out of the kiosk. */
  pin?: string | null | undefined
}

/** What is told once and kept nowhere. */
export interface Told {
  device: string
  code: DeviceCode
  expiresAt: string
  pin: string | null
}

const mayManage = (by: By, regions: readonly RegionCode[]): RegionCode | null => {
  if (by === null) return null
  const scopes = scopesFor(by, 'manageDevices')
  return regions.find((region) => !inScope(region, scopes)) ?? null
}

/** Boards that hang, in the person's scope, each once, with the epochs of today. */
async function boardsFor(
  tx: Db,
  by: By,
  regions: readonly RegionCode[],
): Promise<string | DeviceRefusal> {
  const once = [...new Set(regions)]
  if (once.length === 0) return { refused: 'boardsMissing' }
  if (once.length > MOST_BOARDS) return { refused: 'tooManyBoards', most: MOST_BOARDS }
  const outside = mayManage(by, once)
  if (outside !== null) return { refused: 'outOfScope', region: outside }
  const hanging = await boardRows(tx, once)
  const boards: { region: RegionCode; epoch: number }[] = []
  for (const region of once) {
    const row = hanging.find((one) => one.region === region)
    if (!row) return { refused: 'regionUnknown', region }
    boards.push({ region, epoch: row.epoch })
  }
  return JSON.stringify(boards)
}

async function pinFor(
  office: DeviceOffice,
  wanted: string | null,
): Promise<{ hash: DeviceSettings['pin']; told: string | null } | DeviceRefusal> {
  if (wanted === null) return { hash: null, told: null }
  if (wanted !== 'new') {
    const refusal = whyNotPin(wanted)
    return refusal ?? { hash: await hashPin(wanted, office.random), told: null }
  }
  const made = randomPin(office.random)
  return { hash: await hashPin(made, office.random), told: made }
}

const note = (office: DeviceOffice, by: By, action: string, row: DeviceRow, facts = {}) => ({
  at: instantOf(office.now()),
  staff: by?.id ?? null,
  action,
  region: boardsOf(row)[0]?.region ?? null,
  subject: row.id,
  facts: { boards: boardsOf(row).map(({ region }) => region), ...facts },
})

const told = (device: string, { code, expiresMs }: Offer, pin: string | null): Told => ({
  device,
  code,
  expiresAt: instantOf(expiresMs),
  pin,
})

/** A new tablet, and the code that makes it: to be read out within ten minutes. */
export async function addDevice(
  office: DeviceOffice,
  by: By,
  wanted: DeviceChange & { boards: RegionCode[] },
): Promise<Told | DeviceRefusal> {
  // Who is out of scope is told nothing else.
  const outside = mayManage(by, wanted.boards)
  if (outside !== null) return { refused: 'outOfScope', region: outside }
  const pin = await pinFor(office, wanted.pin ?? null)
  if ('refused' in pin) return pin
  return office.storage.db.transaction().execute(async (tx): Promise<Told | DeviceRefusal> => {
    const boards = await boardsFor(tx, by, wanted.boards)
    if (typeof boards !== 'string') return boards
    const at = instantOf(office.now())
    const row: DeviceRow = {
      id: newId(office),
      name: (wanted.name ?? '').normalize('NFC').trim(),
      boards,
      settings: JSON.stringify({ ...FIRST_SETTINGS, ...wanted.settings, pin: pin.hash }),
      restart: 0,
      revoked: 0,
      version: 1,
      ordered_at: at,
      created_at: at,
      key: null,
      enrolled_at: null,
      n: 0,
      heard_at: null,
      heartbeat: null,
      shows_since: null,
    }
    await insertDevice(tx, row)
    const offer = await makeOffer(tx, office, row.id)
    await writeAudit(tx, note(office, by, 'addDevice', row))
    return told(row.id, offer, pin.told)
  })
}

/** Out of scope is as if it were not there; and so is a tablet of which one board lies elsewhere. */
const manageable = (by: By, row: DeviceRow | null): DeviceRow | null =>
  row &&
  mayManage(
    by,
    boardsOf(row).map(({ region }) => region),
  ) === null
    ? row
    : null

/** Does something to a device that this person may manage. */
function onDevice<T extends object>(
  office: DeviceOffice,
  by: By,
  id: string,
  work: (tx: Db, row: DeviceRow) => Promise<T | DeviceRefusal>,
): Promise<T | DeviceRefusal> {
  return office.storage.db.transaction().execute(async (tx): Promise<T | DeviceRefusal> => {
    const row = manageable(by, await findDevice(tx, id))
    if (!row) return { refused: 'notFound' }
    return row.revoked === 1 ? { refused: 'deviceRevoked' } : work(tx, row)
  })
}

/** Another code for a tablet that nobody has enrolled yet; the one before is void. */
export const newCode = (office: DeviceOffice, by: By, id: string): Promise<Told | DeviceRefusal> =>
  onDevice(office, by, id, async (tx, row) => {
    if (row.key !== null) return { refused: 'deviceEnrolled' }
    const offer = await makeOffer(tx, office, id)
    await writeAudit(tx, note(office, by, 'offerDevice', row))
    return told(id, offer, null)
  })

export interface Changed {
  device: string
  version: number
  pin: string | null
}

/** New orders: the tablet takes them with its next heartbeat. */
async function order(
  tx: Db,
  office: DeviceOffice,
  row: DeviceRow,
  set: Partial<DeviceRow>,
): Promise<Changed> {
  const version = row.version + 1
  await updateDevice(tx, row.id, { ...set, version, ordered_at: instantOf(office.now()) })
  return { device: row.id, version, pin: null }
}

export async function changeDevice(
  office: DeviceOffice,
  by: By,
  id: string,
  change: DeviceChange,
): Promise<Changed | DeviceRefusal> {
  if (!manageable(by, await findDevice(office.storage.read, id))) return { refused: 'notFound' }
  // Hashing takes a while: not within the transaction.
  const pin = change.pin === undefined ? null : await pinFor(office, change.pin)
  if (pin && 'refused' in pin) return pin
  return onDevice(office, by, id, async (tx, row) => {
    const boards = change.boards === undefined ? row.boards : await boardsFor(tx, by, change.boards)
    if (typeof boards !== 'string') return boards
    const settings = {
      ...settingsOf(row),
      ...change.settings,
      ...(pin ? { pin: pin.hash } : {}),
    }
    const name = change.name === undefined ? row.name : change.name.normalize('NFC').trim()
    const next = { ...row, name, boards, settings: JSON.stringify(settings) }
    const changed = await order(tx, office, row, {
      name,
      boards,
      settings: next.settings,
    })
    const what = [
      ...(['name', 'boards', 'pin'] as const).filter((one) => change[one] !== undefined),
      ...Object.keys(change.settings ?? {}),
    ].sort()
    await writeAudit(tx, note(office, by, 'setDevice', next, { what }))
    return { ...changed, pin: pin?.told ?? null }
  })
}

export const restartDevice = (
  office: DeviceOffice,
  by: By,
  id: string,
): Promise<Changed | DeviceRefusal> =>
  onDevice(office, by, id, async (tx, row) => {
    const changed = await order(tx, office, row, { restart: row.restart + 1 })
    await writeAudit(tx, note(office, by, 'restartDevice', row))
    return changed
  })

/** Takes a tablet back: it forgets its boards and itself as soon as it hears of it, and is never a tablet again. */
export const revokeDevice = (
  office: DeviceOffice,
  by: By,
  id: string,
): Promise<Changed | DeviceRefusal> =>
  onDevice(office, by, id, async (tx, row) => {
    const changed = await order(tx, office, row, { revoked: 1 })
    await writeAudit(tx, note(office, by, 'revokeDevice', row))
    return changed
  })
