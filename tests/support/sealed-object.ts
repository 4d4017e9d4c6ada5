import { gzipSync } from 'node:zlib'
import { wrapObjectKey } from '#protocol/keys.ts'
import { plainOf, sealObject } from '#protocol/object.ts'
import type { ObjectRef, ObjectRole } from '#protocol/shapes.ts'

/** An object as a server makes it, for the board whose wrap key is given, else for all. */
export async function sealedObject(
  role: ObjectRole,
  value: unknown,
  board: { epoch: number; wrapKey: Uint8Array } | null,
  random: (length: number) => Uint8Array,
): Promise<{ ref: ObjectRef; bytes: Uint8Array }> {
  const plain = plainOf(random(16), value)
  const key = board && random(32)
  const made = await sealObject({ plain, packed: new Uint8Array(gzipSync(plain)), key })
  const { content, address, length, size, bytes } = made
  const facts = { role, content, address, length, size }
  if (!key || !board) return { ref: { ...facts, open: 'public' }, bytes }
  const wrap = await wrapObjectKey(board.wrapKey, content, key, random(12))
  return { ref: { ...facts, open: [{ for: 'board', epoch: board.epoch, wrap }] }, bytes }
}
