import { sha256 } from '#transparency/bytes.ts'
import { malformed } from '#transparency/verification-error.ts'
import { crockford, tidyCrockford } from './crockford.ts'
import { base64url, fromBase64url, utf8 } from './encoding.ts'

const OFFER_CHARACTERS = 4
const SECRET_CHARACTERS = 6
const CHECK_CHARACTERS = 2
const ROOT_BYTES = 16

/** What an office reads out to whoever stands at a new tablet: which offer it is, and what only the office knew. */
export interface DeviceCode {
  /** Four Crockford characters, the number of the offer. */
  offer: string
  /** Six more: 30 bits, for ten minutes and five tries. */
  secret: string
}

async function check({ offer, secret }: DeviceCode): Promise<string> {
  const hash = await sha256(utf8(`sambar/device-code/v1\n${offer}${secret}`))
  return crockford(hash).slice(0, CHECK_CHARACTERS)
}

/** A code out of seven random bytes: the first ten of their characters. */
export function deviceCodeOf(random: Uint8Array): DeviceCode {
  if (random.length !== 7) throw new TypeError('a code is made of seven bytes')
  const letters = crockford(random)
  const offer = letters.slice(0, OFFER_CHARACTERS)
  return { offer, secret: letters.slice(OFFER_CHARACTERS, OFFER_CHARACTERS + SECRET_CHARACTERS) }
}

/** The code as it is read aloud: twelve characters in three groups of four. */
export const formatDeviceCode = async (code: DeviceCode): Promise<string> =>
  ((code.offer + code.secret + (await check(code))).match(/.{4}/g) ?? []).join(' ')

const CODE = /^[0-9A-HJKMNP-TV-Z]{12}$/

/** Reads a typed code; null where it is no twelve characters or its check does not fit, so that no try is wasted on it. */
export async function parseDeviceCode(typed: string): Promise<DeviceCode | null> {
  const text = tidyCrockford(typed)
  if (!CODE.test(text)) return null
  const at = OFFER_CHARACTERS + SECRET_CHARACTERS
  const code = { offer: text.slice(0, OFFER_CHARACTERS), secret: text.slice(OFFER_CHARACTERS, at) }
  return (await check(code)) === text.slice(at) ? code : null
}

/** The same as a QR, with the fingerprint of the county's root: `{origin}/kiosk#{code}.{root}`. */
export async function formatDeviceLink(
  origin: string,
  code: DeviceCode,
  root: Uint8Array,
): Promise<string> {
  if (root.length !== ROOT_BYTES) throw new TypeError('a fingerprint has 16 bytes')
  const letters = tidyCrockford(await formatDeviceCode(code))
  return `${origin.replace(/\/+$/, '')}/kiosk#${letters}.${base64url(root)}`
}

const FRAGMENT = /^([0-9A-Za-z]{12})\.([A-Za-z0-9_-]{22})$/

/**
 * Reads a device's link, or its fragment alone: the twelve characters and the root's fingerprint, both as text as
 * `Device.enrol` takes them. MALFORMED for anything else.
 */
export function parseDeviceLink(text: string): { code: string; root: string } {
  const tidy = text.trim().replace(/%2e/gi, '.')
  const [, code, root] = FRAGMENT.exec(tidy.slice(tidy.indexOf('#') + 1)) ?? []
  if (code === undefined || root === undefined) return malformed('deviceLink')
  parseDeviceRoot(root)
  return { code, root }
}

/** A root's fingerprint as a device's link writes it. MALFORMED for anything else. */
export function parseDeviceRoot(text: string): Uint8Array {
  const bytes = fromBase64url(text, 'deviceLink')
  return bytes.length === ROOT_BYTES ? bytes : malformed('deviceLink', 'root')
}
