import { gunzipSync } from 'fflate'
import { VerificationError } from '#transparency/verification-error.ts'

/**
 * gunzip into exactly `size` bytes. The buffer is allocated at that size and never grows, so a bomb ends where the shelf
 * said that the object would. SIZE_WRONG where it is not gzip, or unpacks to more or less.
 */
export function unpack(packed: Uint8Array, size: number): Uint8Array {
  // One byte more than allowed: an object that fills it is too long.
  const room = new Uint8Array(size + 1)
  let plain: Uint8Array
  try {
    plain = gunzipSync(packed, { out: room })
  } catch (cause) {
    throw new VerificationError('SIZE_WRONG', { what: 'gzip', size }, { cause })
  }
  if (plain.length !== size) throw new VerificationError('SIZE_WRONG', { size })
  return plain
}
