import { bytesOfLetters, lettersOf } from './letters.ts'
import { malformed } from './verification-error.ts'

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** RFC 4648 §4, with padding: how C2SP writes hashes and signatures. */
export function base64(bytes: Uint8Array): string {
  const text = lettersOf(bytes, STANDARD)
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
  return bytesOfLetters(bare, STANDARD, what, 'base64')
}

/** RFC 4648 §5, without padding: how links and wraps are written. */
export const base64url = (bytes: Uint8Array): string => lettersOf(bytes, URL_SAFE)

/** Reads only what `base64url` writes. */
export const fromBase64url = (text: string, what = 'base64url'): Uint8Array =>
  bytesOfLetters(text, URL_SAFE, what, 'base64')
