import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packOf, splitPack } from '#protocol/pack.ts'
import { bytes, coded } from './samples.ts'

test('a pack falls apart into what it was made of', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (objects) => {
      expect(splitPack(objects, packOf(objects))).toEqual(objects)
    }),
  )
})

test.each([0, 29, 31])('a pack of 30 bytes cut to %i is refused', (length) => {
  const refs = [{ length: 10 }, { length: 20 }]
  expect(() => splitPack(refs, bytes(length))).toThrow(coded('LENGTH_WRONG', { expected: 30 }))
  expect(splitPack(refs, bytes(30)).map((part) => part.length)).toEqual([10, 20])
})

test('the parts are views: a pack is in memory once', () => {
  const pack = bytes(30)
  const [part] = splitPack([{ length: 30 }], pack)
  expect(part?.buffer).toBe(pack.buffer)
})
