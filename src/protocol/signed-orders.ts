import type { Instant } from '#domain/calendar/day.ts'
import { parseNote, type Note } from '#transparency/note.ts'
import { verifyNote } from '#transparency/sign.ts'
import { malformed, VerificationError } from '#transparency/verification-error.ts'
import { parseVkey } from '#transparency/vkey.ts'
import { canonicalJson, parseCanonical } from './canonical-json.ts'
import { instant, like, type Read } from './door.ts'
import type { KeyList } from './key-list.ts'

/** Orders as they were signed, for a tablet or a desk. */
export interface Signed<T> {
  origin: string
  /** 32 hex digits. */
  device: string
  version: number
  at: Instant
  orders: T
}

/** What tells orders of one kind from those of another. */
export interface OrdersForm<T> {
  /** First line of the note. */
  first: string
  read: Read<T>
}

const NUMBER = /^[1-9][0-9]{0,15}$/

export const deviceId = like<string>(/^[0-9a-f]{32}$/)

/** The text that the county's log key signs (as a note, `signNote`): five lines and the orders as canonical JSON. */
export const formatSigned = <T>(
  { first }: OrdersForm<T>,
  { origin, device, version, at, orders }: Signed<T>,
): string =>
  [first, origin, device, String(version), at, canonicalJson(orders)]
    .map((line) => `${line}\n`)
    .join('')

/** Reads the text of orders; untrusted until `verifySigned`. */
export function parseSigned<T>(form: OrdersForm<T>, body: string): Signed<T> {
  const [first, origin = '', device, version = '', at, json = '', ...rest] = body.split('\n')
  if (first !== form.first || origin === '' || rest.length !== 1 || rest[0] !== '')
    malformed('orders', 'lines')
  if (!NUMBER.test(version) || !Number.isSafeInteger(Number(version)))
    malformed('orders', 'version')
  return {
    origin,
    device: deviceId(device, 'orders.device'),
    version: Number(version),
    at: instant(at, 'orders.at'),
    orders: form.read(parseCanonical(json, 'orders'), 'orders'),
  }
}

/**
 * Checks orders for this device: signed by the log key in force, of the same county, for no other device, and newer than
 * those held (`version`; 0 where none are). SIGNATURE_MISSING may mean that a newer key list has to be fetched.
 */
export async function verifySigned<T>(
  form: OrdersForm<T>,
  noteText: string,
  keys: KeyList,
  held: { device: string; version: number },
): Promise<Signed<T>> {
  const note = parseNote(noteText)
  const signed = parseSigned(form, note.text)
  await verifyInForce(note, keys, signed.origin)
  if (signed.device !== held.device) throw new VerificationError('ORDERS_WRONG', { why: 'device' })
  if (signed.version <= held.version)
    throw new VerificationError('ORDERS_WRONG', { held: held.version, got: signed.version })
  return signed
}

/** Throws unless the log key in force of this very county signed the note. */
export async function verifyInForce(note: Note, keys: KeyList, origin: string): Promise<void> {
  const inForce = keys.log.filter(({ until }) => until === null)
  await verifyNote(note, await Promise.all(inForce.map(({ vkey }) => parseVkey(vkey))))
  if (origin !== keys.origin) throw new VerificationError('ORIGIN_WRONG', { origin })
}
