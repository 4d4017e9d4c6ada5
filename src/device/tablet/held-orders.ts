import { parseOrders, type DeviceSettings, type SignedOrders } from '#protocol/device-orders.ts'
import { parseNote } from '#transparency/note.ts'
import type { TabletRecord } from '../db.ts'

/** The orders as held; they were verified before they were kept. */
export const ordersIn = ({ note }: TabletRecord): SignedOrders => parseOrders(parseNote(note).text)

/** Of orders, what the page must know: no link, no key. */
export function settingsIn({ orders }: SignedOrders): DeviceSettings {
  const { boards: _boards, restart: _restart, revoked: _revoked, ...settings } = orders
  return settings
}
