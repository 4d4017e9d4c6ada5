import { malformed } from '#transparency/verification-error.ts'
import { canonicalJson, parseCanonical } from './canonical-json.ts'
import { fromUtf8, utf8 } from './encoding.ts'

const STEP = 1024
const SPACE = 0x20

/** Canonical JSON, filled up with blanks to whole kilobytes: a seal tells how long its text is by no more than that. */
export function paddedJson(value: unknown): Uint8Array {
  const text = utf8(canonicalJson(value))
  const padded = new Uint8Array(Math.ceil(text.length / STEP) * STEP).fill(SPACE)
  padded.set(text)
  return padded
}

/** Reads what `paddedJson` writes. */
export function fromPaddedJson(bytes: Uint8Array, what: string): unknown {
  if (bytes.length === 0 || bytes.length % STEP !== 0) malformed(what, 'padding')
  return parseCanonical(fromUtf8(bytes, what).replace(/ +$/, ''), what)
}
