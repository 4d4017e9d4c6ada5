import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex } from '#protocol/encoding.ts'
import {
  appendLeaves,
  emptyRoot,
  leafHash,
  rootAt,
  rootOf,
  type TreeNode,
} from '#transparency/tree.ts'
import { LEAVES, ROOTS } from './rfc6962.ts'

const leaves = () => Promise.all(LEAVES.map((leaf) => leafHash(leaf)))

test('the empty tree has the root of nothing', async () => {
  expect(hex(await emptyRoot())).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
  expect(await rootOf([])).toEqual(await emptyRoot())
  expect(await rootAt(0, () => Promise.reject(new Error('nothing to read')))).toEqual(
    await emptyRoot(),
  )
})

test.each(ROOTS.map((root, i) => ({ size: i + 1, root })))(
  'the well-known test tree of $size leaves has its root',
  async ({ size, root }) => {
    expect(hex(await rootOf((await leaves()).slice(0, size)))).toBe(root)
  },
)

/** A log as a server keeps it: hashes of complete subtrees, nothing else. */
function store() {
  const kept = new Map<string, Uint8Array>()
  const read = (level: number, index: number): Uint8Array => {
    const hash = kept.get(`${level}/${index}`)
    if (!hash) throw new Error(`never stored: ${level}/${index}`)
    return hash
  }
  const keep = (nodes: readonly TreeNode[]) => {
    for (const { level, index, hash } of nodes) {
      expect(kept.has(`${level}/${index}`)).toBe(false)
      kept.set(`${level}/${index}`, hash)
    }
  }
  return { kept, read, keep }
}

test('appending in batches gives the same root as all at once, and each subtree once', async () => {
  const batches = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(batches, async (sizes) => {
      const { kept, read, keep } = store()
      const all: Uint8Array[] = []
      for (const count of sizes) {
        const fresh = await Promise.all(
          Array.from({ length: count }, (_, i) => leafHash(Uint8Array.of(all.length + i))),
        )
        const grown = await appendLeaves(all.length, fresh, read)
        all.push(...fresh)
        expect(grown.size).toBe(all.length)
        expect(grown.root).toEqual(await rootOf(all))
        keep(grown.nodes)
        expect(await rootAt(all.length, read)).toEqual(grown.root)
      }
      let complete = 0
      for (let width = 1; width <= all.length; width *= 2)
        complete += Math.floor(all.length / width)
      expect(kept.size).toBe(complete)
    }),
    { numRuns: 40 },
  )
})

test('an append to a large tree reads no more than one old hash a level', async () => {
  let reads = 0
  const read = (level: number, index: number) => {
    reads++
    return leafHash(Uint8Array.of(level, index % 251))
  }
  const grown = await appendLeaves(1_000_003, [await leafHash(Uint8Array.of(1))], read)
  expect(grown.size).toBe(1_000_004)
  expect(reads).toBeLessThan(24)
})
