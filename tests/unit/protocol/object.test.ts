import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boardKeyring, publicKeyring } from '#protocol/keyring.ts'
import { wrapKeyOf, wrapObjectKey } from '#protocol/keys.ts'
import { openObject, plainOf, sealObject, verifyServed } from '#protocol/object.ts'
import { hashOf } from '#protocol/sha256.ts'
import type { ObjectRef, ObjectRole } from '#protocol/shapes.ts'
import { bytes, coded, hashOfDigit, REGION } from './samples.ts'

const VALUE = { v: 1, names: ['巴特尔', '乌云其木格'] }
const BOARD_KEY = bytes(16, 7)
const RING = boardKeyring(REGION, [{ epoch: 1, key: BOARD_KEY }])

async function seal(value: unknown, role: ObjectRole, key: Uint8Array | null, text?: string) {
  const plain = text === undefined ? plainOf(bytes(16), value) : withSalt(text)
  const made = await sealObject({ plain, packed: new Uint8Array(gzipSync(plain)), key })
  const { bytes: served, ...facts } = made
  const wrapKey = await wrapKeyOf(BOARD_KEY, REGION, 1)
  const wrap = key && (await wrapObjectKey(wrapKey, made.content, key, bytes(12, 99)))
  const open: ObjectRef['open'] = wrap === null ? 'public' : [{ for: 'board', epoch: 1, wrap }]
  return { ref: { role, ...facts, open } as ObjectRef, served, plain }
}

const withSalt = (text: string) => new Uint8Array([...bytes(16), ...Buffer.from(text)])
const sealed = () => seal(VALUE, 'list', bytes(32, 50))
const open_ = () => seal(VALUE, 'header', null)

test('a public object is salt and canonical JSON, packed', async () => {
  const { ref, served, plain } = await open_()
  expect(Buffer.from(plain.subarray(16)).toString()).toBe('{"names":["巴特尔","乌云其木格"],"v":1}')
  expect(ref).toMatchObject({ length: served.length, size: plain.length, open: 'public' })
  expect(ref.content).toBe(await hashOf(plain))
  expect(ref.address).toBe(await hashOf(served))
  expect(await openObject(ref, served, publicKeyring)).toEqual(VALUE)
})

test('a sealed object opens with the board’s key, and is 16 bytes longer', async () => {
  const { ref, served, plain } = await sealed()
  expect(served.length).toBe(gzipSync(plain).length + 16)
  expect(RING.opens(ref)).toBe(true)
  expect(await openObject(ref, served, RING)).toEqual(VALUE)
})

test('names are in no byte that is served sealed', async () => {
  const { served } = await sealed()
  expect(Buffer.from(served).includes('巴特尔')).toBe(false)
  expect(() => gzipSync(served) && Buffer.from(served).toString()).not.toThrow()
})

describe('a sealed object stays closed', () => {
  test('without a key', async () => {
    const { ref, served } = await sealed()
    expect(publicKeyring.opens(ref)).toBe(false)
    await expect(openObject(ref, served, publicKeyring)).rejects.toEqual(coded('KEY_MISSING'))
  })

  test('with the key of another epoch', async () => {
    const { ref, served } = await sealed()
    const ring = boardKeyring(REGION, [{ epoch: 2, key: BOARD_KEY }])
    expect(ring.opens(ref)).toBe(false)
    await expect(openObject(ref, served, ring)).rejects.toEqual(coded('KEY_MISSING'))
  })

  test('with another key of this epoch', async () => {
    const { ref, served } = await sealed()
    const ring = boardKeyring(REGION, [{ epoch: 1, key: bytes(16, 8) }])
    await expect(openObject(ref, served, ring)).rejects.toEqual(coded('KEY_WRONG'))
  })

  test('with the wrap of another object', async () => {
    const { ref, served } = await sealed()
    const other = await seal({ v: 1 }, 'list', bytes(32, 51))
    const mixed = { ...ref, open: other.ref.open }
    await expect(openObject(mixed, served, RING)).rejects.toEqual(coded('KEY_WRONG'))
  })

  test('with a wrap that holds another object’s key', async () => {
    const { ref, served } = await sealed()
    const wrapKey = await wrapKeyOf(BOARD_KEY, REGION, 1)
    const wrap = await wrapObjectKey(wrapKey, ref.content, bytes(32, 51), bytes(12))
    const mixed: ObjectRef = { ...ref, open: [{ for: 'board', epoch: 1, wrap }] }
    await expect(openObject(mixed, served, RING)).rejects.toEqual(coded('KEY_WRONG'))
  })

  test('to a wrap for the office', async () => {
    const { ref } = await sealed()
    const wraps = ref.open === 'public' ? [] : ref.open
    const office: ObjectRef = { ...ref, open: wraps.map((w) => ({ ...w, for: 'office' })) }
    expect(RING.opens(office)).toBe(false)
  })
})

test('several epochs on one ring each open their own', async () => {
  const { ref, served } = await sealed()
  const wrapKey = await wrapKeyOf(bytes(16, 8), REGION, 2)
  const wrap = await wrapObjectKey(wrapKey, ref.content, bytes(32, 50), bytes(12))
  const both = {
    ...ref,
    open: [{ for: 'board' as const, epoch: 2, wrap }, ...ref.open],
  } as ObjectRef
  const old = boardKeyring(REGION, [{ epoch: 1, key: BOARD_KEY }])
  const next = boardKeyring(REGION, [{ epoch: 2, key: bytes(16, 8) }])
  expect(await openObject(both, served, old)).toEqual(VALUE)
  expect(await openObject(both, served, next)).toEqual(VALUE)
})

test('length is asked first, then the address', async () => {
  const { ref, served } = await open_()
  const longer = new Uint8Array([...served, 0])
  await expect(verifyServed(ref, longer)).rejects.toEqual(coded('LENGTH_WRONG'))
  await expect(verifyServed(ref, served.subarray(1))).rejects.toEqual(coded('LENGTH_WRONG'))
  await verifyServed(ref, served)
})

test('any flipped byte is refused, by its address', async () => {
  const { ref, served } = await sealed()
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: served.length - 1 }), async (at) => {
      const flipped = served.map((byte, i) => (i === at ? byte ^ 1 : byte))
      await expect(openObject(ref, flipped, RING)).rejects.toEqual(coded('ADDRESS_WRONG'))
    }),
  )
})

test('any flipped byte is refused by the seal, even where the address was made to fit', async () => {
  const { ref, served } = await sealed()
  for (const at of [0, 20, served.length - 1]) {
    const flipped = served.map((byte, i) => (i === at ? byte ^ 1 : byte))
    const address = await hashOf(flipped)
    await expect(openObject({ ...ref, address }, flipped, RING)).rejects.toEqual(coded('KEY_WRONG'))
  }
})

test('another size or content than the shelf says is refused', async () => {
  const { ref, served } = await open_()
  for (const size of [ref.size - 1, ref.size + 1, 0])
    await expect(openObject({ ...ref, size }, served, publicKeyring)).rejects.toEqual(
      coded('SIZE_WRONG'),
    )
  const wrong = { ...ref, content: hashOfDigit('0') }
  await expect(openObject(wrong, served, publicKeyring)).rejects.toEqual(coded('CONTENT_WRONG'))
})

test('the same value under another salt has another content', async () => {
  const one = await hashOf(plainOf(bytes(16, 1), VALUE))
  const two = await hashOf(plainOf(bytes(16, 2), VALUE))
  expect(one).not.toBe(two)
})

test.each([
  ['no JSON', '{"v":1'],
  ['a byte order mark', '\ufeff{"v":1}'],
])('%s is refused though all hashes fit', async (_, text) => {
  const { ref, served } = await seal(null, 'header', null, text)
  await expect(openObject(ref, served, publicKeyring)).rejects.toEqual(coded('MALFORMED'))
})

test('a shelf must be canonical JSON, a header only JSON', async () => {
  const spaced = '{ "v": 1 }'
  const shelf = await seal(null, 'shelf', null, spaced)
  await expect(openObject(shelf.ref, shelf.served, publicKeyring)).rejects.toEqual(
    coded('MALFORMED', { why: 'canonical' }),
  )
  const header = await seal(null, 'header', null, spaced)
  expect(await openObject(header.ref, header.served, publicKeyring)).toEqual({ v: 1 })
})

test('an object without a salt is never made', () => {
  expect(() => plainOf(bytes(15), VALUE)).toThrow(TypeError)
})
