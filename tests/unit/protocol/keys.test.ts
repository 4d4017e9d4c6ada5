import { hkdfSync } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RegionCode } from '#domain/region/region.ts'
import { base64url, hex } from '#protocol/encoding.ts'
import { boardKeyOf, unwrapObjectKey, wrapKeyOf, wrapObjectKey } from '#protocol/keys.ts'
import { bytes, coded, hashOfDigit, REGION } from './samples.ts'

const SECRET = bytes(32, 1)

test('keys are HKDF of the county secret, the region and the epoch', async () => {
  const key = await boardKeyOf(SECRET, REGION, 3)
  const expected = hkdfSync('sha256', SECRET, 'sambar/board-key/v1', `${REGION}/3`, 16)
  expect(hex(key)).toBe(Buffer.from(expected).toString('hex'))
  const wrapKey = await wrapKeyOf(key, REGION, 3)
  const other = hkdfSync('sha256', key, 'sambar/wrap/v1', `${REGION}/3`, 32)
  expect(hex(wrapKey)).toBe(Buffer.from(other).toString('hex'))
})

test('another region or epoch has another key', async () => {
  const keys = await Promise.all([
    boardKeyOf(SECRET, REGION, 1),
    boardKeyOf(SECRET, REGION, 2),
    boardKeyOf(SECRET, '152529900202' as RegionCode, 1),
    boardKeyOf(bytes(32, 2), REGION, 1),
  ])
  expect(new Set(keys.map(hex)).size).toBe(4)
})

test('a wrap is 80 characters, and opens with its key for its content alone', async () => {
  const wrapKey = bytes(32, 9)
  const content = hashOfDigit('a')
  const wrap = await wrapObjectKey(wrapKey, content, bytes(32), bytes(12))
  expect(wrap).toMatch(/^[A-Za-z0-9_-]{80}$/)
  expect(await unwrapObjectKey(wrapKey, content, wrap)).toEqual(bytes(32))
  const wrong = coded('KEY_WRONG')
  await expect(unwrapObjectKey(bytes(32, 8), content, wrap)).rejects.toEqual(wrong)
  await expect(unwrapObjectKey(wrapKey, hashOfDigit('b'), wrap)).rejects.toEqual(wrong)
  const flipped = `${wrap.slice(0, 40)}${wrap[40] === 'A' ? 'B' : 'A'}${wrap.slice(41)}`
  await expect(unwrapObjectKey(wrapKey, content, flipped)).rejects.toEqual(wrong)
})

test.each([base64url(bytes(59)), base64url(bytes(61)), '', 'ä'.repeat(80)])(
  'a wrap of another form is refused',
  async (text) => {
    await expect(unwrapObjectKey(bytes(32), hashOfDigit('a'), text)).rejects.toEqual(
      coded('MALFORMED'),
    )
  },
)

test('keys and ivs of other lengths are never wrapped', async () => {
  const wrap = (key: Uint8Array, iv: Uint8Array) =>
    wrapObjectKey(bytes(32), hashOfDigit('a'), key, iv)
  await expect(wrap(bytes(16), bytes(12))).rejects.toThrow(TypeError)
  await expect(wrap(bytes(32), bytes(16))).rejects.toThrow(TypeError)
})
