import { concat, sha256 } from './bytes.ts'

/** The RFC 6962 Merkle tree over SHA-256. Sizes and indexes are safe integers, not 32-bit ones. */

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** RFC 6962 §2.1: SHA-256(0x00 ‖ entry). */
export const leafHash = (entry: Uint8Array): Promise<Uint8Array> => sha256(concat(LEAF, entry))

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> =>
  sha256(concat(NODE, left, right))

/** Root of the tree without leaves. */
export const emptyRoot = (): Promise<Uint8Array> => sha256(new Uint8Array(0))

/** Hash of the complete subtree `index` of `level`: it spans leaves [index·2^level, (index + 1)·2^level). */
export type ReadHash = (level: number, index: number) => Promise<Uint8Array> | Uint8Array

/** A complete subtree with its hash; level 0 are the leaves. */
export interface TreeNode {
  level: number
  index: number
  hash: Uint8Array
}

/** Largest power of two below `n` (n ≥ 2): where RFC 6962 splits. */
export function splitOf(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** log2 where `n` is a power of two, else -1. */
function exactLevel(n: number): number {
  let level = 0
  for (let width = 1; width <= n; width *= 2, level++) if (width === n) return level
  return -1
}

/** Hash over leaves [start, end), where `start` is as the recursion of RFC 6962 gives it. */
export async function rangeHash(start: number, end: number, read: ReadHash): Promise<Uint8Array> {
  const width = end - start
  const level = exactLevel(width)
  if (level >= 0) return read(level, start / width)
  const middle = start + splitOf(width)
  const [left, right] = await Promise.all([
    rangeHash(start, middle, read),
    rangeHash(middle, end, read),
  ])
  return nodeHash(left, right)
}

/** Root of the first `size` leaves, from complete subtrees: at most one read a level. */
export async function rootAt(size: number, read: ReadHash): Promise<Uint8Array> {
  return size === 0 ? emptyRoot() : rangeHash(0, size, read)
}

/** Root over leaf hashes held in memory. */
export async function rootOf(leaves: readonly Uint8Array[]): Promise<Uint8Array> {
  if (leaves.length === 0) return emptyRoot()
  let row = [...leaves]
  while (row.length > 1) {
    const next: (Promise<Uint8Array> | Uint8Array)[] = []
    for (let i = 0; i < row.length; i += 2) {
      const left = row[i] as Uint8Array
      const right = row[i + 1]
      next.push(right ? nodeHash(left, right) : left)
    }
    row = await Promise.all(next)
  }
  return row[0] as Uint8Array
}

/** What an append makes: every subtree that became complete (the leaves among them), the new size and root. */
export interface Growth {
  nodes: TreeNode[]
  size: number
  root: Uint8Array
}

/**
 * Appends leaf hashes to a tree of `size` leaves. Reads at most one old hash a level, so a batch costs about two hashes
 * a leaf however large the tree is. Nodes come level by level, each level in order.
 */
export async function appendLeaves(
  size: number,
  leaves: readonly Uint8Array[],
  read: ReadHash,
): Promise<Growth> {
  const grown = size + leaves.length
  const levels: { from: number; row: Uint8Array[] }[] = []
  let from = size
  let row = [...leaves]
  while (row.length > 0) {
    levels.push({ from, row })
    const level = levels.length - 1
    const first = Math.floor(from / 2)
    const parents: Promise<Uint8Array>[] = []
    for (let index = first; index * 2 + 1 < from + row.length; index++) {
      const left = index * 2 < from ? await read(level, index * 2) : row[index * 2 - from]
      parents.push(nodeHash(left as Uint8Array, row[index * 2 + 1 - from] as Uint8Array))
    }
    from = first
    row = await Promise.all(parents)
  }
  const root = await rootAt(grown, (level, index) => {
    const there = levels[level]
    const fresh = there && index >= there.from ? there.row[index - there.from] : undefined
    return fresh ?? read(level, index)
  })
  const nodes = levels.flatMap(({ from: first, row: hashes }, level) =>
    hashes.map((hash, i) => ({ level, index: first + i, hash })),
  )
  return { nodes, size: grown, root }
}
