import { malformed, VerificationError } from '#transparency/verification-error.ts'
import { concat } from './encoding.ts'
import type { ObjectRef } from './shapes.ts'

/** Objects back to back. The shelf says where each ends. */
export const packOf = (objects: readonly Uint8Array[]): Uint8Array => concat(...objects)

/**
 * The served bytes of each object, as views of the pack. Only the whole length is checked here: no trust rests on a pack,
 * every object is checked by its own address when it is opened.
 */
export function splitPack(
  refs: readonly Pick<ObjectRef, 'length'>[],
  bytes: Uint8Array,
): Uint8Array[] {
  let at = 0
  const parts = refs.map(({ length }) => {
    if (length < 0) malformed('pack', 'length')
    return bytes.subarray(at, (at += length))
  })
  if (at !== bytes.length)
    throw new VerificationError('LENGTH_WRONG', { what: 'pack', expected: at, got: bytes.length })
  return parts
}
