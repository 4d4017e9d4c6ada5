import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Hash } from '#domain/board/board-state.ts'
import { LIMITS } from '#protocol/limits.ts'
import { plainOf, sealObject } from '#protocol/object.ts'
import type { BoardRole, ObjectRef, PackRef, Wrap } from '#protocol/shapes.ts'
import { wrapObjectKey } from '#protocol/keys.ts'
import type { ObjectRow, PackRow } from '../storage/log.ts'

const zip = promisify(gzip)

/** An object as it will be stored, with what a shelf says of it. */
export interface SealedObject {
  ref: ObjectRef
  bytes: Uint8Array
}

/** The wrap key of a board's epoch. */
export interface BoardWrapping {
  epoch: number
  wrapKey: Uint8Array
}

export type Random = (bytes: number) => Uint8Array

/**
 * Makes an object out of a value: salt, canonical JSON, gzip, and, for a board's readers alone, AES-256-GCM under a
 * fresh key that is wrapped for the board.
 */
export async function seal(
  role: BoardRole,
  value: unknown,
  readers: 'public' | BoardWrapping,
  random: Random,
): Promise<SealedObject> {
  const plain = plainOf(random(16), value)
  // What no reader would take must not be published: it could never be taken back.
  if (plain.length > LIMITS.plain[role])
    throw new RangeError(`a ${role} of ${plain.length} bytes is more than any reader takes`)
  const packed = await zip(plain)
  const key = readers === 'public' ? null : random(32)
  const { content, address, length, size, bytes } = await sealObject({ plain, packed, key })
  if (readers === 'public' || key === null)
    return { ref: { role, content, address, length, size, open: 'public' }, bytes }
  const wrap: Wrap = {
    for: 'board',
    epoch: readers.epoch,
    wrap: await wrapObjectKey(readers.wrapKey, content, key, random(12)),
  }
  return { ref: { role, content, address, length, size, open: [wrap] }, bytes }
}

export const objectRow = ({ ref, bytes }: SealedObject): ObjectRow => ({
  address: ref.address,
  length: ref.length,
  bytes,
})

/** The pack of these bytes in this order. Only its address is kept; the bytes are those of its objects. */
export function packOfBytes(
  addresses: readonly Hash[],
  bytes: readonly Uint8Array[],
): { ref: PackRef; row: PackRow } {
  const hash = createHash('sha256')
  let length = 0
  for (const some of bytes) {
    hash.update(some)
    length += some.length
  }
  const address = hash.digest('hex') as Hash
  return {
    ref: { address, length },
    row: { address, length, parts: addresses.join(',') },
  }
}
