import type { PayeeNumber } from './line.ts'

/** Crockford base32: no I, L, O, U, so that a number read out loud is the number written down. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 8
/** Five bytes are exactly eight characters. */
export const PAYEE_NUMBER_BYTES = 5

/** Reads a payee number as somebody typed it: small letters, O for 0, I and L for 1, spaces and hyphens. Null if it is none. */
export function parsePayeeNumber(text: string): PayeeNumber | null {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return plain.length === LENGTH && [...plain].every((c) => ALPHABET.includes(c))
    ? (plain as PayeeNumber)
    : null
}

/** A payee number from five random bytes. Nothing but randomness goes into it; the caller sees that it is still free. */
export function payeeNumberOf(randomBytes: Uint8Array): PayeeNumber {
  if (randomBytes.length !== PAYEE_NUMBER_BYTES)
    throw new RangeError('a payee number takes 5 bytes')
  let bits = 0n
  for (const byte of randomBytes) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let i = 0; i < LENGTH; i += 1) {
    text = (ALPHABET[Number(bits & 31n)] ?? '') + text
    bits >>= 5n
  }
  return text as PayeeNumber
}
