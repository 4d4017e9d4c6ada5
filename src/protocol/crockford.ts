import { malformed } from '#transparency/verification-error.ts'

/** Crockford's base32: no I, L, O, U, so that it survives being read aloud and copied from paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Most significant bits first; the last character is filled up with zero bits. */
export function crockford(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET.charAt((held >> bits) & 31)
    }
  }
  return bits > 0 ? text + ALPHABET.charAt((held << (5 - bits)) & 31) : text
}

/** What people type: lower case, spaces and hyphens, O for 0, I and L for 1. */
export const tidyCrockford = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\-‐-―−·._]/gu, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')

/** Reads only what `crockford` writes; tidy typed text first. */
export function fromCrockford(text: string, what = 'crockford'): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let bits = 0
  let held = 0
  let at = 0
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter)
    if (value < 0) malformed(what, 'crockford')
    held = ((held << 5) | value) & 0xffff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 255
    }
  }
  if (bits >= 5 || (held & ((1 << bits) - 1)) !== 0) malformed(what, 'crockford')
  return bytes
}
