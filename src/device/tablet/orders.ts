import { hex } from '#protocol/encoding.ts'
import { verifyOrders, type DeviceSettings, type SignedOrders } from '#protocol/device-orders.ts'
import { parseLink } from '#protocol/link.ts'
import { sameBytes } from '#protocol/encoding.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { Tablet } from './api.ts'
import { countyOfCode } from '../county.ts'
import type { LogRecord, TabletRecord } from '../db.ts'
import { fetchTrust, firstUse, heldTrust, type Trust } from '../sync/keys.ts'
import { ordersIn, settingsIn } from './held-orders.ts'
import type { Host } from './host.ts'
import { codeOf } from './trouble.ts'

/** Whom to believe: as held, else the county is asked, by the root that is pinned. */
export async function trusted({ store, door }: Host): Promise<Trust> {
  const log = await store.read(() => store.db.log.get('log'))
  return heldTrust(log) ?? fetchTrust(door, log)
}

/**
 * Checks a note of orders with all that they bring. A signature by a key that is not known yet may be the work of a newer
 * key list: that is fetched once.
 */
export async function checkedOrders(
  host: Host,
  note: string,
  held: { device: string; version: number },
  trust: Trust,
): Promise<SignedOrders> {
  const verify = ({ keys }: Trust) => verifyOrders(note, keys, held)
  const signed = await verify(trust).catch(async (error: unknown) => {
    if (codeOf(error) !== 'SIGNATURE_MISSING') throw error
    return verify(await fetchTrust(host.door, trust.log))
  })
  const [first] = signed.orders.boards
  for (const { region, link } of signed.orders.boards) {
    const board = parseLink(link)
    const ours =
      board.region === region &&
      first !== undefined &&
      countyOfCode(region) === countyOfCode(first.region) &&
      board.root !== null &&
      hex(board.root) === trust.log.root
    if (!ours) throw new VerificationError('ORDERS_WRONG', { why: 'board' })
  }
  return signed
}

/**
 * Makes the boards here those that were ordered, and no others. Whatever was interrupted is finished by the next call: a
 * tablet holds nothing but its orders.
 */
export async function obey({ memory, device }: Host, { orders }: SignedOrders): Promise<void> {
  const wanted = orders.boards.map(({ link }) => parseLink(link))
  const follows = await memory.follows()
  for (const { region } of follows)
    if (!wanted.some((board) => board.region === region)) await device.removeBoard(region)
  for (const { region, epoch, key } of wanted) {
    const held = follows.find((follow) => follow.region === region)
    const known = held?.keys.some((one) => one.epoch === epoch && sameBytes(one.key, key))
    // The root is pinned already: how it was is not for these orders to say.
    if (!known) await memory.follow(region, { epoch, key }, null)
  }
  const [first] = wanted
  const home = await memory.home()
  if (first && !wanted.some(({ region }) => region === home)) await memory.setHome(first.region)
}

/** The county took this tablet back: nothing of it stays, whoever looks. */
export const forget = ({ device }: Host): Promise<void> => device.removeEverything()

/** Null where the tablet was taken back, which is finished here. */
async function inForce(host: Host, kept: TabletRecord): Promise<SignedOrders | null> {
  const signed = ordersIn(kept)
  if (!signed.orders.revoked) return signed
  await forget(host)
  return null
}

/** How the tablet is to show its boards. */
export async function settingsOf(host: Host, kept: TabletRecord): Promise<DeviceSettings | null> {
  const signed = await inForce(host, kept)
  return signed && settingsIn(signed)
}

/** What else the page may know of the orders held. */
export async function tabletOf(host: Host, kept: TabletRecord): Promise<Tablet | null> {
  const signed = await inForce(host, kept)
  if (!signed) return null
  const { device, version, at, orders } = signed
  const { db } = host.store
  const key = await host.store.read(() => db.tabletKey.get('key'))
  return {
    device,
    boards: orders.boards.map(({ region }) => region),
    version,
    orderedAt: at,
    rootPinned: kept.rootPinned,
    heardAt: key?.heardAt ?? null,
  }
}

/** The log as it is pinned before its first sync: whom to believe, and nothing else yet. */
export const pinnedLog = (
  { log }: Trust,
  county: LogRecord['county'],
  rootPinned: LogRecord['rootPinned'],
): LogRecord => ({
  ...firstUse(county),
  root: log.root,
  rootPinned,
})
