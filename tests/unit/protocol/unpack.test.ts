import { deflateRawSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unpack } from '#protocol/unpack.ts'

const SIZE_WRONG = expect.objectContaining({ code: 'SIZE_WRONG' })

/** Bytes that gzip can hardly shrink, the same in every run. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = 1
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    bytes[i] = state >>> 16
  }
  return bytes
}

const SAMPLES = [
  { name: 'nothing', plain: new Uint8Array(0) },
  { name: 'a word', plain: new TextEncoder().encode('巴特尔') },
  { name: 'a list', plain: noise(40_000) },
  { name: 'a large shelf', plain: noise(3_000_000) },
  { name: 'much of the same', plain: new Uint8Array(5_000_000) },
]

test.each(SAMPLES)('$name comes out as it went in', async ({ plain }) => {
  for (const level of [0, 1, 6])
    expect(Buffer.compare(await unpack(gzipSync(plain, { level }), plain.length), plain)).toBe(0)
})

test.each(SAMPLES)('$name of another size than was said is refused', async ({ plain }) => {
  const packed = gzipSync(plain)
  await expect(unpack(packed, plain.length + 1)).rejects.toEqual(SIZE_WRONG)
  if (plain.length > 0) await expect(unpack(packed, plain.length - 1)).rejects.toEqual(SIZE_WRONG)
})

test('what is cut off, mangled or no gzip is refused', async () => {
  const plain = new TextEncoder().encode('a list of what was paid, and to whom. '.repeat(20))
  const packed = gzipSync(plain)
  for (let length = 0; length < packed.length - 8; length++)
    await expect(unpack(packed.subarray(0, length), plain.length)).rejects.toEqual(SIZE_WRONG)
  await expect(unpack(deflateRawSync(plain), plain.length)).rejects.toEqual(SIZE_WRONG)
  await expect(unpack(noise(1000), 1000)).rejects.toEqual(SIZE_WRONG)
  await expect(unpack(noise(100_000), 100_000)).rejects.toEqual(SIZE_WRONG)
  const large = gzipSync(noise(200_000))
  await expect(unpack(large.subarray(0, 150_000), 200_000)).rejects.toEqual(SIZE_WRONG)
})

/** gzip whose last four bytes claim another size than it holds. */
function lying(packed: Uint8Array, size: number): Uint8Array {
  const lie = packed.slice()
  new DataView(lie.buffer).setUint32(lie.length - 4, size, true)
  return lie
}

test('what is cut off or too long is refused, whatever size it claims', async () => {
  const plain = new TextEncoder().encode('a list of what was paid, and to whom. '.repeat(20))
  const packed = gzipSync(plain)
  for (let length = 19; length < packed.length - 8; length++) {
    const cut = lying(packed.slice(0, length), plain.length)
    await expect(unpack(cut, plain.length)).rejects.toEqual(SIZE_WRONG)
  }
  for (const size of [plain.length - 1, plain.length + 1, 1])
    await expect(unpack(lying(packed, size), size)).rejects.toEqual(SIZE_WRONG)
  const large = gzipSync(noise(200_000))
  for (const size of [199_999, 200_001])
    await expect(unpack(lying(large, size), size)).rejects.toEqual(SIZE_WRONG)
})

test('a bomb takes no more memory than its object was said to have', async () => {
  const small = gzipSync(new Uint8Array(40_000_000))
  const large = gzipSync(new Uint8Array(80_000_000))
  expect(small.length).toBeLessThan(65_536)
  expect(large.length).toBeGreaterThan(65_536)
  const before = process.memoryUsage().arrayBuffers
  await expect(unpack(lying(small, 1000), 1000)).rejects.toEqual(SIZE_WRONG)
  await expect(unpack(lying(large, 1000), 1000)).rejects.toEqual(SIZE_WRONG)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000)
})
