import { sameBytes } from './bytes.ts'
import { emptyRoot, nodeHash, rangeHash, splitOf, type ReadHash } from './tree.ts'
import { VerificationError } from './verification-error.ts'

/** Size and root of a tree: what a checkpoint says. */
export interface TreeHead {
  size: number
  root: Uint8Array
}

/** No tree of safe size has a longer proof. */
const LONGEST_PROOF = 108

/** RFC 6962 §2.1.1: the hashes beside the way from leaf `index` up to the root of `size` leaves. */
export async function inclusionProof(
  size: number,
  index: number,
  read: ReadHash,
): Promise<Uint8Array[]> {
  if (!(index >= 0 && index < size)) throw new RangeError('no such leaf in a tree of this size')
  const proof: (Promise<Uint8Array> | Uint8Array)[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      proof.push(rangeHash(middle, end, read))
      end = middle
    } else {
      proof.push(rangeHash(start, middle, read))
      start = middle
    }
  }
  return Promise.all(proof.reverse())
}

/** RFC 6962 §2.1.2: shows that the first `from` of `to` leaves are the tree of `from` leaves. Empty for 0 and for equal sizes. */
export async function consistencyProof(
  from: number,
  to: number,
  read: ReadHash,
): Promise<Uint8Array[]> {
  if (!(from >= 0 && from <= to))
    throw new RangeError('a tree grows from a smaller to a larger size')
  if (from === 0 || from === to) return []
  const proof: (Promise<Uint8Array> | Uint8Array)[] = []
  let start = 0
  let end = to
  let known = true
  while (from < end) {
    const middle = start + splitOf(end - start)
    if (from <= middle) {
      proof.push(rangeHash(middle, end, read))
      end = middle
    } else {
      proof.push(rangeHash(start, middle, read))
      start = middle
      known = false
    }
  }
  if (!known) proof.push(rangeHash(start, end, read))
  return Promise.all(proof.reverse())
}

/** A position on its way up: where the path is, and where the last leaf's path is. */
class Climb {
  node: number
  last: number

  constructor(node: number, last: number) {
    this.node = node
    this.last = last
  }

  /** Is the sibling on the left? */
  get siblingIsLeft(): boolean {
    return this.node % 2 === 1 || this.node === this.last
  }

  up(): void {
    this.node = Math.floor(this.node / 2)
    this.last = Math.floor(this.last / 2)
  }

  /** A last node without a sibling rises by itself. */
  riseAlone(): void {
    while (this.node % 2 === 0 && this.node !== 0) this.up()
  }
}

/** RFC 9162 §2.1.3.2. Throws INCLUSION_WRONG unless `leaf` (a leaf hash) is number `index` under this head. */
export async function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  head: TreeHead,
  proof: readonly Uint8Array[],
): Promise<void> {
  const wrong = () => new VerificationError('INCLUSION_WRONG', { index, size: head.size })
  if (!Number.isSafeInteger(index) || index < 0 || index >= head.size) throw wrong()
  if (proof.length > LONGEST_PROOF || !allHashes(proof)) throw wrong()
  const climb = new Climb(index, head.size - 1)
  let hash = leaf
  for (const sibling of proof) {
    if (climb.last === 0) throw wrong()
    if (climb.siblingIsLeft) {
      hash = await nodeHash(sibling, hash)
      climb.riseAlone()
    } else {
      hash = await nodeHash(hash, sibling)
    }
    climb.up()
  }
  if (climb.last !== 0 || !sameBytes(hash, head.root)) throw wrong()
}

/** RFC 9162 §2.1.4.2. Throws GROWTH_WRONG unless the newer tree begins with the older one. */
export async function verifyConsistency(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Uint8Array[],
): Promise<void> {
  const wrong = () => new VerificationError('GROWTH_WRONG', { from: older.size, to: newer.size })
  if (older.size > newer.size || proof.length > LONGEST_PROOF || !allHashes(proof)) throw wrong()
  if (older.size === newer.size || older.size === 0) {
    const before = older.size === 0 ? await emptyRoot() : newer.root
    if (proof.length > 0 || !sameBytes(older.root, before)) throw wrong()
    if (newer.size === 0 && !sameBytes(newer.root, before)) throw wrong()
    return
  }
  const climb = new Climb(older.size - 1, newer.size - 1)
  while (climb.node % 2 === 1) climb.up()
  // Where the older tree is one complete subtree its root begins both ways, and the proof leaves it out.
  const path = climb.node === 0 ? [older.root, ...proof] : proof
  const [first, ...rest] = path
  if (!first) throw wrong()
  let oldHash = first
  let newHash = first
  for (const sibling of rest) {
    if (climb.last === 0) throw wrong()
    if (climb.siblingIsLeft) {
      oldHash = await nodeHash(sibling, oldHash)
      newHash = await nodeHash(sibling, newHash)
      climb.riseAlone()
    } else {
      newHash = await nodeHash(newHash, sibling)
    }
    climb.up()
  }
  if (climb.last !== 0) throw wrong()
  if (!sameBytes(oldHash, older.root) || !sameBytes(newHash, newer.root)) throw wrong()
}

const allHashes = (proof: readonly Uint8Array[]): boolean =>
  proof.every((hash) => hash.length === 32)
