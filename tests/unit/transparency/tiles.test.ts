import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '#transparency/proof.ts'
import {
  formatEntryBundle,
  formatTile,
  parseEntryBundle,
  parseTile,
  parseTilePath,
  tileExists,
  tilePath,
  tileReader,
  tileSpan,
  tilesOf,
  tileWidth,
  type Tile,
} from '#transparency/tiles.ts'
import { appendLeaves, leafHash, rootAt, rootOf } from '#transparency/tree.ts'
import { coded } from './keys.ts'

test.each<[Tile, string]>([
  [{ level: 0, index: 0, width: 256 }, '0/000'],
  [{ level: 8, index: 1234067, width: 256 }, '8/x001/x234/067'],
  [{ level: 'entries', index: 999, width: 1 }, 'entries/999.p/1'],
  [{ level: 1, index: 1000, width: 255 }, '1/x001/000.p/255'],
  [{ level: 63, index: 0, width: 17 }, '63/000.p/17'],
])('%j lies at %s', (tile, path) => {
  expect(tilePath(tile)).toBe(path)
  expect(parseTilePath(path)).toEqual(tile)
})

test.each([
  '',
  '0',
  '0/',
  '0/0',
  '0/00',
  '0/0000',
  '00/000',
  '64/000',
  '-1/000',
  'data/000',
  '0/x000/000',
  '0/x01/000',
  '0/001/000',
  '0/x001/x000',
  '0/000.p/0',
  '0/000.p/01',
  '0/000.p/256',
  '0/000.p/999',
  '0/000.p/',
  '0/000.p',
  '0/000/',
  '/0/000',
  '0/000?x',
  '0/../000',
  '0/x999/x999/x999/x999/x999/999',
])('%s is no tile', (path) => {
  expect(parseTilePath(path)).toBeNull()
})

test('every tile’s path reads back', () => {
  const tile = fc.record({
    level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
    index: fc.maxSafeNat(),
    width: fc.integer({ min: 1, max: 256 }),
  })
  fc.assert(
    fc.property(tile, (given) => {
      expect(parseTilePath(tilePath(given))).toEqual(given)
    }),
  )
})

test('a tree of 70,000 leaves has the tiles that the specification counts', () => {
  const tiles = [...tilesOf(70_000)].filter(({ level }) => level !== 'entries')
  const count = (level: number, width: (w: number) => boolean) =>
    tiles.filter((tile) => tile.level === level && width(tile.width)).map(({ width: w }) => w)
  expect(count(0, (w) => w === 256)).toHaveLength(273)
  expect(count(0, (w) => w < 256)).toEqual([112])
  expect(count(1, (w) => w === 256)).toHaveLength(1)
  expect(count(1, (w) => w < 256)).toEqual([17])
  expect(count(2, () => true)).toEqual([1])
  expect(tiles).toHaveLength(277)
  expect([...tilesOf(256)].map(tilePath)).toEqual(['entries/000', '0/000', '1/000.p/1'])
  expect([...tilesOf(0)]).toEqual([])
})

test('a tile exists at every width that some smaller tree had', () => {
  const at = (width: number, index = 1) => tileExists(300, { level: 0, index, width })
  expect([1, 44, 45, 256].map((width) => at(width))).toEqual([true, true, false, false])
  expect(at(256, 0)).toBe(true)
  expect(at(0, 0)).toBe(false)
  expect(at(1, 2)).toBe(false)
  expect(tileWidth(300, 'entries', 1)).toBe(44)
})

test('hashes and entries come back out of their tiles', () => {
  const hashes = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 20 })
  fc.assert(
    fc.property(hashes, (given) => {
      expect(parseTile(formatTile(given), given.length)).toEqual(given)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 20 }), (given) => {
      expect(parseEntryBundle(formatEntryBundle(given), given.length)).toEqual(given)
    }),
  )
})

test('tiles and bundles that do not fill their width exactly are refused', () => {
  const wrong = coded('MALFORMED')
  for (const length of [0, 31, 33, 64])
    expect(() => parseTile(new Uint8Array(length), 1)).toThrow(wrong)
  const bundle = formatEntryBundle([Uint8Array.of(1, 2, 3), new Uint8Array(300)])
  for (let length = 0; length < bundle.length; length++)
    expect(() => parseEntryBundle(bundle.subarray(0, length), 2)).toThrow(wrong)
  expect(() => parseEntryBundle(bundle, 1)).toThrow(wrong)
  expect(() => parseEntryBundle(bundle, 3)).toThrow(wrong)
  expect(() => formatEntryBundle([new Uint8Array(65_536)])).toThrow(RangeError)
})

/** A log of `size` leaves, seen only through its tiles. */
async function served(size: number) {
  const leaves = await Promise.all(
    Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i & 255, i >> 8))),
  )
  const nodes = new Map<string, Uint8Array>()
  const grown = await appendLeaves(0, leaves, () => Promise.reject(new Error('empty')))
  for (const { level, index, hash } of grown.nodes) nodes.set(`${level}/${index}`, hash)
  let fetched = 0
  const fetchTile = (tile: Tile) => {
    fetched++
    const { level, from, to } = tileSpan(tile)
    return formatTile(
      Array.from({ length: to - from }, (_, i) => nodes.get(`${level}/${from + i}`)!),
    )
  }
  return { leaves, root: grown.root, read: tileReader(size, fetchTile), fetched: () => fetched }
}

test.each([1, 2, 255, 256, 257, 511, 700, 66_000])(
  'a tree of %i leaves is read through its tiles alone',
  async (size) => {
    const { leaves, root, read, fetched } = await served(size)
    expect(await rootAt(size, read)).toEqual(root)
    const head = { size, root }
    for (const index of new Set([0, size >> 1, size - 1])) {
      const proof = await inclusionProof(size, index, read)
      await verifyInclusion(leaves[index]!, index, head, proof)
    }
    const from = Math.ceil(size / 3)
    const older = { size: from, root: await rootOf(leaves.slice(0, from)) }
    await verifyConsistency(older, head, await consistencyProof(from, size, read))
    expect(fetched()).toBeLessThan(20)
  },
)

test('a subtree that the tree does not have is not read', async () => {
  const { read } = await served(5)
  await expect(Promise.resolve(read(0, 5))).rejects.toThrow(RangeError)
  await expect(Promise.resolve(read(3, 0))).rejects.toThrow(RangeError)
})
