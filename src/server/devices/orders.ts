import { instantOf, type Instant } from '#domain/calendar/day.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { BEFORE, formatOrders, type DeviceSettings, type Orders } from '#protocol/device-orders.ts'
import { boardKeyOf } from '#protocol/keys.ts'
import { formatLink } from '#protocol/link.ts'
import { signNote } from '#transparency/sign.ts'
import { updateDevice, type DeviceRow } from '../storage/devices.ts'
import { boardRows, findLog, type Db } from '../storage/log.ts'
import { rootOf, type OrderingOffice } from './device-office.ts'

/** A board of a device, and the epoch whose key its orders bring. */
export interface DeviceBoard {
  region: RegionCode
  epoch: number
}

export const boardsOf = ({ boards }: Pick<DeviceRow, 'boards'>): DeviceBoard[] =>
  JSON.parse(boards) as DeviceBoard[]

export const settingsOf = ({ settings }: Pick<DeviceRow, 'settings'>): DeviceSettings => ({
  ...BEFORE,
  ...(JSON.parse(settings) as DeviceSettings),
})

/** What a tablet does about which nobody has said anything. */
export const FIRST_SETTINGS: DeviceSettings = {
  languages: 'both',
  schedule: { on: '07:00', off: '21:00' },
  idleSeconds: 60,
  pace: 100,
  warnDays: 7,
  alarmDays: 30,
  pin: null,
  ...BEFORE,
}

/** Where a board got a new key, its tablets get new orders: without them they could not open the next lists. */
export async function renewEpochs(tx: Db, row: DeviceRow, now: number): Promise<DeviceRow> {
  const boards = boardsOf(row)
  if (row.revoked === 1 || boards.length === 0) return row
  const newest = await boardRows(
    tx,
    boards.map(({ region }) => region),
  )
  const renewed = boards.map((board) => ({
    ...board,
    epoch: newest.find(({ region }) => region === board.region)?.epoch ?? board.epoch,
  }))
  const text = JSON.stringify(renewed)
  if (text === row.boards) return row
  const set = { boards: text, version: row.version + 1, ordered_at: instantOf(now) }
  await updateDevice(tx, row.id, set)
  return { ...row, ...set }
}

/**
 * The orders of a device as a signed note, made when they are handed out: the links in it hold board keys, which are in no
 * database.
 */
export async function signedOrders(office: OrderingOffice, row: DeviceRow): Promise<string> {
  const db = office.storage.read
  const log = await findLog(db)
  if (!log) throw new Error('no log')
  const root = await rootOf(db)
  const boards = await Promise.all(
    boardsOf(row).map(async ({ region, epoch }): Promise<Orders['boards'][number]> => {
      const key = await boardKeyOf(office.countySecret, region, epoch)
      // A device opens it on the server that it came from, so it names none.
      return { region, link: formatLink('', { region, epoch, key, root }) }
    }),
  )
  const revoked = row.revoked === 1
  const orders: Orders = {
    ...settingsOf(row),
    ...(revoked ? { pin: null } : {}),
    boards: revoked ? [] : boards,
    restart: row.restart,
    revoked,
  }
  const text = formatOrders({
    origin: log.origin,
    device: row.id,
    version: row.version,
    at: row.ordered_at as Instant,
    orders,
  })
  return signNote(text, [await office.publishing.logSigner(log.size)])
}
