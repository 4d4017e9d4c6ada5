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

test.each(SAMPLES)('$name comes out as it went in', ({ plain }) => {
  for (const level of [0, 1, 6])
    expect(Buffer.compare(unpack(gzipSync(plain, { level }), plain.length), plain)).toBe(0)
})

test.each(SAMPLES)('$name of another size than was said is refused', ({ plain }) => {
  const packed = gzipSync(plain)
  expect(() => unpack(packed, plain.length + 1)).toThrow(SIZE_WRONG)
  if (plain.length > 0) expect(() => unpack(packed, plain.length - 1)).toThrow(SIZE_WRONG)
})

test('what is cut off, mangled or no gzip is refused', () => {
  const plain = new TextEncoder().encode('a list of what was paid, and to whom. '.repeat(20))
  const packed = gzipSync(plain)
  for (let length = 0; length < packed.length - 8; length++)
    expect(() => unpack(packed.subarray(0, length), plain.length)).toThrow(SIZE_WRONG)
  expect(() => unpack(deflateRawSync(plain), plain.length)).toThrow(SIZE_WRONG)
  expect(() => unpack(noise(1000), 1000)).toThrow(SIZE_WRONG)
  expect(() => unpack(noise(100_000), 100_000)).toThrow(SIZE_WRONG)
  const large = gzipSync(noise(200_000))
  expect(() => unpack(large.subarray(0, 150_000), 200_000)).toThrow(SIZE_WRONG)
})

test('a bomb takes no more memory than its object was said to have', () => {
  const small = gzipSync(new Uint8Array(50_000_000))
  const large = gzipSync(new Uint8Array(200_000_000))
  expect(small.length).toBeLessThan(65_536)
  expect(large.length).toBeGreaterThan(65_536)
  const before = process.memoryUsage().arrayBuffers
  expect(() => unpack(small, 1000)).toThrow(SIZE_WRONG)
  expect(() => unpack(large, 1000)).toThrow(SIZE_WRONG)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000)
})
