import { fromBase64url, utf8 } from '#protocol/encoding.ts'
import type { PinHash } from '#protocol/device-orders.ts'

/** Tries at a PIN so far. Plain data: whoever keeps it keeps it where a reload does not reach. */
export interface PinTries {
  failures: number
  /** By the device's clock, milliseconds: nobody may try before. */
  until: number
}

export const NO_TRIES: PinTries = { failures: 0, until: 0 }

const FREE_TRIES = 5
const FIRST_DELAY = 30_000
const LONGEST_DELAY = 3_600_000

/** Half a minute after the fifth try, twice as long after each further one, at most an hour. */
export const delayAfter = (failures: number): number =>
  failures < FREE_TRIES
    ? 0
    : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(failures - FREE_TRIES, 20))

/**
 * How long whoever stands there has to wait. The clock of a tablet may jump by years: nobody waits longer than the delay
 * itself, and `tries` is what has to be kept from now on.
 */
export function pinWait(tries: PinTries, now: number): { tries: PinTries; waitMs: number } {
  const most = delayAfter(tries.failures)
  const left = Math.max(0, tries.until - now)
  if (left <= most) return { tries, waitMs: left }
  return { tries: { ...tries, until: now + most }, waitMs: most }
}

/**
 * Counts a try before the PIN is looked at, so that a reload in between gives none away: keep `tries`, then ask `isPin`, and
 * where that says yes keep `NO_TRIES`. With `waitMs` above 0 the PIN is not to be looked at.
 */
export function countPinTry(before: PinTries, now: number): { tries: PinTries; waitMs: number } {
  const { tries, waitMs } = pinWait(before, now)
  if (waitMs > 0) return { tries, waitMs }
  const failures = tries.failures + 1
  return { tries: { failures, until: now + delayAfter(failures) }, waitMs: 0 }
}

export const PIN_FORM = /^[0-9]{6}$/

/** Is this the PIN that the office chose? */
export async function isPin(pin: PinHash, typed: string): Promise<boolean> {
  if (!PIN_FORM.test(typed)) return false
  const key = await crypto.subtle.importKey('raw', plain(utf8(typed)), 'PBKDF2', false, [
    'deriveBits',
  ])
  const salt = plain(fromBase64url(pin.salt, 'pin'))
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: pin.iterations }
  const hash = fromBase64url(pin.hash, 'pin')
  const found = new Uint8Array(await crypto.subtle.deriveBits(how, key, hash.length * 8))
  return found.every((byte, i) => byte === hash[i])
}

/** Web Crypto takes bytes on a buffer that nobody shares. */
const plain = (bytes: Uint8Array) => new Uint8Array(bytes)
