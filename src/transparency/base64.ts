import { malformed } from './verification-error.ts'

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function encode(bytes: Uint8Array, alphabet: string): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 6) {
      bits -= 6
      text += alphabet.charAt((held >> bits) & 63)
    }
  }
  if (bits > 0) text += alphabet.charAt((held << (6 - bits)) & 63)
  return text
}

function decode(text: string, alphabet: string, what: string): Uint8Array {
  const rest = text.length % 4
  if (rest === 1) malformed(what, 'base64')
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (const letter of text) {
    const value = alphabet.indexOf(letter)
    if (value < 0) malformed(what, 'base64')
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 255
    }
  }
  // Bits left over must be zero, else two texts would mean the same bytes.
  if ((held & ((1 << bits) - 1)) !== 0) malformed(what, 'base64')
  return bytes
}

/** RFC 4648 §4, with padding: how C2SP writes hashes and signatures. */
export function base64(bytes: Uint8Array): string {
  const text = encode(bytes, STANDARD)
  return text + '='.repeat((4 - (text.length % 4)) % 4)
}

/** Reads only what `base64` writes: padded, no spaces, no stray bits. */
export function fromBase64(text: string, what = 'base64'): Uint8Array {
  if (text.length % 4 !== 0) malformed(what, 'base64')
  const bare = text.endsWith('==')
    ? text.slice(0, -2)
    : text.endsWith('=')
      ? text.slice(0, -1)
      : text
  if ((4 - (bare.length % 4)) % 4 !== text.length - bare.length) malformed(what, 'base64')
  return decode(bare, STANDARD, what)
}

/** RFC 4648 §5, without padding: how links and wraps are written. */
export const base64url = (bytes: Uint8Array): string => encode(bytes, URL_SAFE)

/** Reads only what `base64url` writes. */
export const fromBase64url = (text: string, what = 'base64url'): Uint8Array =>
  decode(text, URL_SAFE, what)
