import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crockford, fromCrockford, tidyCrockford } from '#protocol/crockford.ts'
import {
  base64,
  base64url,
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  hex,
  utf8,
} from '#protocol/encoding.ts'
import { coded } from './samples.ts'

const bytes = fc.uint8Array({ maxLength: 70 })

const ENCODINGS = [
  { name: 'hex', write: hex, read: (text: string) => fromHex(text), as: 'hex' as const },
  {
    name: 'base64',
    write: base64,
    read: (text: string) => fromBase64(text),
    as: 'base64' as const,
  },
  {
    name: 'base64url',
    write: base64url,
    read: (text: string) => fromBase64url(text),
    as: 'base64url' as const,
  },
]

describe.each(ENCODINGS)('$name', ({ write, read, as }) => {
  test('is written as everybody writes it, and read back', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        expect(write(given)).toBe(Buffer.from(given).toString(as))
        expect(read(write(given))).toEqual(given)
      }),
    )
  })

  test('has one spelling only: what is read at all is what would be written', () => {
    const text = fc.string({ unit: fc.constantFrom(...'AQgw09+/-_=af '), maxLength: 12 })
    fc.assert(
      fc.property(text, (given) => {
        let read_: Uint8Array
        try {
          read_ = read(given)
        } catch (error) {
          expect(error).toEqual(coded('MALFORMED'))
          return
        }
        expect(write(read_)).toBe(given)
      }),
      { numRuns: 2000 },
    )
  })
})

test.each([
  'AA',
  'AAA',
  'AAAAA',
  'AA=',
  'AA===',
  '====',
  'A===',
  'AB==',
  'AAB=',
  'AA==AA==',
  'A A=',
  'AA-=',
])('base64 %s is refused', (text) => {
  expect(() => fromBase64(text)).toThrow(coded('MALFORMED'))
})

test.each(['A', 'AB', 'AA==', 'A+', 'AAAAA', 'AA\n'])('base64url %s is refused', (text) => {
  expect(() => fromBase64url(text)).toThrow(coded('MALFORMED'))
})

test.each(['a', 'AB', '0g', ' 00'])('hex %s is refused', (text) => {
  expect(() => fromHex(text)).toThrow(coded('MALFORMED'))
})

test('Crockford base32 comes back as it was, and has one spelling', () => {
  fc.assert(
    fc.property(bytes, (given) => {
      const text = crockford(given)
      expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]*$/)
      expect(fromCrockford(text)).toEqual(given)
      expect(text.length).toBe(Math.ceil((given.length * 8) / 5))
    }),
  )
  expect(crockford(Uint8Array.of(0xff))).toBe('ZW')
  for (const wrong of ['ZZ', 'Z', 'U0', 'zw', '000'])
    expect(() => fromCrockford(wrong)).toThrow(coded('MALFORMED'))
})

test('typed letters are forgiven where paper and thumbs err', () => {
  expect(tidyCrockford(' o0iI lL-1a b')).toBe('0011111AB')
  expect(tidyCrockford('ＡＢ１２ – ab')).toBe('AB12AB')
})

test('bytes that are no UTF-8 are refused, a byte order mark stays', () => {
  for (const wrong of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe5, 0xb7]])
    expect(() => fromUtf8(Uint8Array.from(wrong))).toThrow(coded('MALFORMED', { why: 'utf8' }))
  expect(fromUtf8(utf8('\ufeff巴特尔'))).toBe('\ufeff巴特尔')
})
