import type { RegionCode } from '#domain/region/region.ts'
import { count, flag, like, listOf, nullable, oneOf, record, region, since, text } from './door.ts'
import type { KeyList } from './key-list.ts'
import {
  formatSigned,
  parseSigned,
  verifySigned,
  type OrdersForm,
  type Signed,
} from './signed-orders.ts'

/** A PIN as a device holds it: PBKDF2-SHA256 of its six digits. Salt and hash are base64url of 16 and 32 bytes. */
export interface PinHash {
  salt: string
  iterations: number
  hash: string
}

/** How a tablet shows its boards, as its office wishes. */
export interface DeviceSettings {
  languages: 'zh-Hans' | 'mn-Mong' | 'both'
  /** How both hang in the loop: one after the other, or beside each other on one leaf. */
  loop: 'turns' | 'beside'
  /** When it shines, by the county's clock (UTC+8), `07:00`. The same twice: day and night. */
  schedule: { on: string; off: string }
  /** Without a touch for so long, it is nobody's any more. */
  idleSeconds: number
  /** How long a page stands in the loop, in percent of reading speed: 200 is half as fast. */
  pace: number
  /** A board of so many days is amber, then red. */
  warnDays: number
  alarmDays: number
  /** Opens the way out of the kiosk; null: there is none. */
  pin: PinHash | null
  /** On which paper the printer beside it prints a notice, and a household's slip; null: it does not. */
  printNotices: 'a4' | 'a3' | null
  printSlips: 'a5' | 'roll' | null
}

/** What orders mean that were given before these could be. */
export const BEFORE = { loop: 'turns', printNotices: null, printSlips: null } as const

/** What the county orders one device. */
export interface Orders extends DeviceSettings {
  /** Links with board keys: they are in notes handed to that device and nowhere else. */
  boards: { region: RegionCode; link: string }[]
  /** Grows by one for each restart that was ordered. */
  restart: number
  /** The device forgets its boards and itself. */
  revoked: boolean
}

/** Orders as they were signed. */
export type SignedOrders = Signed<Orders>

/** A heartbeat that names what is shown on all of them stays below a kilobyte. */
export const MOST_BOARDS = 5

const clockTime = like<string>(/^([01]\d|2[0-3]):[0-5]\d$/)

const readOrders = record<Orders>({
  boards: listOf(record<Orders['boards'][number]>({ region, link: text }), MOST_BOARDS),
  languages: oneOf('zh-Hans', 'mn-Mong', 'both'),
  loop: since(oneOf('turns', 'beside'), BEFORE.loop),
  schedule: record<Orders['schedule']>({ on: clockTime, off: clockTime }),
  idleSeconds: count,
  pace: count,
  warnDays: count,
  alarmDays: count,
  pin: nullable(record<PinHash>({ salt: text, iterations: count, hash: text })),
  printNotices: since(nullable(oneOf('a4', 'a3')), BEFORE.printNotices),
  printSlips: since(nullable(oneOf('a5', 'roll')), BEFORE.printSlips),
  restart: count,
  revoked: flag,
})

const FORM: OrdersForm<Orders> = { first: 'sambar/device/v1', read: readOrders }

/** The text that the county's log key signs (as a note, `signNote`). */
export const formatOrders = (signed: SignedOrders): string => formatSigned(FORM, signed)

/** Reads the text of orders; untrusted until `verifyOrders`. */
export const parseOrders = (body: string): SignedOrders => parseSigned(FORM, body)

/** Orders for this tablet, as `verifySigned` believes them. */
export const verifyOrders = (
  noteText: string,
  keys: KeyList,
  held: { device: string; version: number },
): Promise<SignedOrders> => verifySigned(FORM, noteText, keys, held)
