import type { PinHash } from '#protocol/device-orders.ts'

/** So many wrong PINs in a row cost nothing but time to think; each one more a wait, twice as long as the one before. */
const FREE_TRIES = 5
const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 4 * 3_600_000

/** What is kept of wrong tries; it outlives the page. */
export interface Tries {
  wrong: number
  /** By the device's clock, when the last one was. */
  at: number
}

export const NO_TRIES: Tries = { wrong: 0, at: 0 }

const waitAfter = (wrong: number): number =>
  wrong < FREE_TRIES
    ? 0
    : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, wrong - FREE_TRIES))

/** By a clock that was set back since, to 1970 perhaps, the wait begins anew: else it would last until the clock is right. */
export const inTime = (tries: Tries, now: number): Tries =>
  now < tries.at ? { ...tries, at: now } : tries

/** How long nobody may try: never longer than the wait itself, whatever the clock has done. */
export function waitMs(tries: Tries, now: number): number {
  const { wrong, at } = inTime(tries, now)
  return Math.max(0, at + waitAfter(wrong) - now)
}

/** How many tries are left before one must wait. */
export const triesLeft = ({ wrong }: Tries): number => Math.max(0, FREE_TRIES - wrong)

export const afterWrong = ({ wrong }: Tries, now: number): Tries => ({ wrong: wrong + 1, at: now })

const KEY = 'sambar.tries'

/** What is kept, whatever somebody wrote there. */
export function readTries(storage: Pick<Storage, 'getItem'> | null): Tries {
  const [wrong, at] = (storage?.getItem(KEY) ?? '').split(' ').map(Number)
  return wrong !== undefined && at !== undefined && wrong > 0 && Number.isFinite(at)
    ? { wrong, at }
    : NO_TRIES
}

/** Kept before the PIN is even looked at, so that pulling the plug saves no try. */
export const keepTries = (storage: Pick<Storage, 'setItem'> | null, { wrong, at }: Tries): void =>
  storage?.setItem(KEY, `${wrong} ${at}`)

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

/** Is this the PIN? Six digits, stretched as the office stretched them. */
export async function isPin(pin: string, { salt, iterations, hash }: PinHash): Promise<boolean> {
  if (!/^\d{6}$/.test(pin)) return false
  const digits = new TextEncoder().encode(pin)
  const key = await crypto.subtle.importKey('raw', digits, 'PBKDF2', false, ['deriveBits'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(salt), iterations }
  const made = new Uint8Array(await crypto.subtle.deriveBits(how, key, 256))
  const wanted = bytesOf(hash)
  return wanted.length === made.length && made.every((byte, i) => byte === wanted[i])
}
