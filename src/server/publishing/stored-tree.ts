import type { ReadHash } from '#transparency/tree.ts'
import { nodeRow, type Db } from '../storage/log.ts'
import { bytesOf } from './hex.ts'

/** Reads hashes of complete subtrees from the database, each one once. */
export function storedTree(db: Db): ReadHash {
  const known = new Map<string, Uint8Array>()
  return async (level, index) => {
    const name = `${level}/${index}`
    const before = known.get(name)
    if (before) return before
    const [hash] = await nodeRow(db, level, index, index + 1)
    if (hash === undefined) throw new Error(`the stored tree has no node ${name}`)
    const bytes = bytesOf(hash)
    known.set(name, bytes)
    return bytes
  }
}

/** The same, with nodes that are not stored yet before the stored ones. */
export function withFresh(
  fresh: readonly { level: number; index: number; hash: Uint8Array }[],
  stored: ReadHash,
): ReadHash {
  const made = new Map(fresh.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return (level, index) => made.get(`${level}/${index}`) ?? stored(level, index)
}
