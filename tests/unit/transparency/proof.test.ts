import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, hex } from '#protocol/encoding.ts'
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '#transparency/proof.ts'
import { appendLeaves, leafHash, rootOf, type ReadHash } from '#transparency/tree.ts'
import { CONSISTENCIES, INCLUSIONS, LEAVES, ROOTS } from './rfc6962.ts'

const root = (size: number) => fromHex(ROOTS[size - 1] as string)

/** A tree in memory, with its root at every size. */
async function grow(size: number) {
  const leaves = await Promise.all(
    Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i & 255, i >> 8))),
  )
  return treeOf(leaves)
}

async function treeOf(leaves: Uint8Array[]) {
  const nodes = new Map<string, Uint8Array>()
  const { nodes: made } = await appendLeaves(0, leaves, () => Promise.reject(new Error('empty')))
  for (const { level, index, hash } of made) nodes.set(`${level}/${index}`, hash)
  const read: ReadHash = (level, index) => {
    const hash = nodes.get(`${level}/${index}`)
    if (!hash) throw new Error(`no ${level}/${index}`)
    return hash
  }
  return {
    leaves,
    read,
    head: async (at: number) => ({ size: at, root: await rootOf(leaves.slice(0, at)) }),
  }
}

const flip = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
const INCLUSION_WRONG = expect.objectContaining({ code: 'INCLUSION_WRONG' })
const GROWTH_WRONG = expect.objectContaining({ code: 'GROWTH_WRONG' })

describe('the well-known test tree', () => {
  test.each(INCLUSIONS)('leaf %i of %i is proven as everywhere', async (index, size, proof) => {
    const { leaves, read } = await treeOf(await Promise.all(LEAVES.map((leaf) => leafHash(leaf))))
    expect((await inclusionProof(size, index, read)).map(hex)).toEqual(proof)
    const hashes = proof.map((text) => fromHex(text))
    await verifyInclusion(leaves[index] as Uint8Array, index, { size, root: root(size) }, hashes)
  })

  test.each(CONSISTENCIES)(
    'growth from %i to %i is proven as everywhere',
    async (from, to, proof) => {
      const { read } = await treeOf(await Promise.all(LEAVES.map((leaf) => leafHash(leaf))))
      expect((await consistencyProof(from, to, read)).map(hex)).toEqual(proof)
      const hashes = proof.map((text) => fromHex(text))
      await verifyConsistency(
        { size: from, root: root(from) },
        { size: to, root: root(to) },
        hashes,
      )
    },
  )
})

test('every leaf of every tree up to 64 leaves is proven', async () => {
  const { leaves, read, head } = await grow(64)
  for (let size = 1; size <= 64; size++) {
    const at = await head(size)
    for (let index = 0; index < size; index++)
      await verifyInclusion(
        leaves[index] as Uint8Array,
        index,
        at,
        await inclusionProof(size, index, read),
      )
  }
})

test('every growth between trees up to 64 leaves is proven', async () => {
  const { read, head } = await grow(64)
  const heads = await Promise.all(Array.from({ length: 65 }, (_, size) => head(size)))
  for (let to = 0; to <= 64; to++)
    for (let from = 0; from <= to; from++)
      await verifyConsistency(heads[from]!, heads[to]!, await consistencyProof(from, to, read))
})

test('larger trees of any size are proven too', async () => {
  const { leaves, read, head } = await grow(3000)
  const sizes = fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.nat(), fc.nat())
  await fc.assert(
    fc.asyncProperty(sizes, async ([size, a, b]) => {
      const index = a % size
      const from = b % (size + 1)
      const at = await head(size)
      const proof = await inclusionProof(size, index, read)
      await verifyInclusion(leaves[index] as Uint8Array, index, at, proof)
      await verifyConsistency(await head(from), at, await consistencyProof(from, size, read))
    }),
    { numRuns: 25 },
  )
})

test('an inclusion proof with any byte flipped, a hash more or less, another index or size is refused', async () => {
  const { leaves, read, head } = await grow(64)
  const cases = fc.record({
    size: fc.integer({ min: 1, max: 64 }),
    index: fc.nat(),
    at: fc.nat({ max: 31 }),
    which: fc.nat(),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ size, index: seed, at, which }) => {
      const index = seed % size
      const leaf = leaves[index] as Uint8Array
      const good = await head(size)
      const proof = await inclusionProof(size, index, read)
      const bad = (l = leaf, i = index, h = good, p = proof) =>
        expect(verifyInclusion(l, i, h, p)).rejects.toEqual(INCLUSION_WRONG)
      await bad(flip(leaf, at))
      await bad(leaf, index, { ...good, root: flip(good.root, at) })
      await bad(leaf, index, good, [...proof, leaf])
      await bad(leaf, size)
      await bad(leaf, -1)
      await bad(leaf, index + 0.5)
      if (size > 1) await bad(leaf, (index + 1) % size)
      if (proof.length > 0) {
        const n = which % proof.length
        await bad(
          leaf,
          index,
          good,
          proof.map((hash, i) => (i === n ? flip(hash, at) : hash)),
        )
        await bad(leaf, index, good, proof.slice(1))
        await bad(leaf, index, good, proof.slice(0, -1))
        await bad(
          leaf,
          index,
          good,
          proof.map((hash) => hash.subarray(1)),
        )
      }
    }),
    { numRuns: 150 },
  )
})

test('a consistency proof with any byte flipped, a hash more or less, another size or a rewritten leaf is refused', async () => {
  const { leaves, read, head } = await grow(64)
  const cases = fc.record({
    to: fc.integer({ min: 2, max: 64 }),
    from: fc.nat(),
    at: fc.nat({ max: 31 }),
    which: fc.nat(),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ to, from: seed, at, which }) => {
      const from = 1 + (seed % (to - 1))
      const older = await head(from)
      const newer = await head(to)
      const proof = await consistencyProof(from, to, read)
      const bad = (o = older, n = newer, p = proof) =>
        expect(verifyConsistency(o, n, p)).rejects.toEqual(GROWTH_WRONG)
      await bad({ ...older, root: flip(older.root, at) })
      await bad(older, { ...newer, root: flip(newer.root, at) })
      await bad(newer, older)
      await bad(older, newer, [...proof, older.root])
      await bad(older, newer, proof.slice(1))
      await bad(older, newer, proof.slice(0, -1))
      const n = which % proof.length
      await bad(
        older,
        newer,
        proof.map((hash, i) => (i === n ? flip(hash, at) : hash)),
      )
      const rewritten = leaves.map((leaf, i) => (i === which % from ? flip(leaf, at) : leaf))
      const other = await treeOf(rewritten)
      await bad(older, await other.head(to), await consistencyProof(from, to, other.read))
    }),
    { numRuns: 100 },
  )
})

test('the same size with another root is no growth', async () => {
  const { head } = await grow(5)
  const five = await head(5)
  await verifyConsistency(five, five, [])
  await expect(verifyConsistency(five, { ...five, root: flip(five.root, 0) }, [])).rejects.toEqual(
    GROWTH_WRONG,
  )
  await expect(verifyConsistency({ size: 0, root: five.root }, five, [])).rejects.toEqual(
    GROWTH_WRONG,
  )
})

test('proofs that cannot be are not made', async () => {
  const { read } = await grow(3)
  await expect(inclusionProof(3, 3, read)).rejects.toThrow(RangeError)
  await expect(inclusionProof(0, 0, read)).rejects.toThrow(RangeError)
  await expect(consistencyProof(3, 2, read)).rejects.toThrow(RangeError)
})
