import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, parseCanonical } from '#protocol/canonical-json.ts'
import { coded } from './samples.ts'

test('keys are sorted by UTF-16 unit and nothing else stands between', () => {
  // The order of RFC 8785 §3.2.3: a surrogate pair comes before U+FB33.
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 }
  expect(canonicalJson(value)).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
  )
  expect(canonicalJson({ b: [1, { d: null, c: true }], a: 'x' })).toBe(
    '{"a":"x","b":[1,{"c":true,"d":null}]}',
  )
})

test('texts are escaped as RFC 8785 does it', () => {
  expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"')
  expect(canonicalJson('ᠮᠣᠩᠭᠣᠯ\u202f\u180e<>\u2028')).toBe('"ᠮᠣᠩᠭᠣᠯ\u202f\u180e<>\u2028"')
})

test('a key without a value is left out', () => {
  expect(canonicalJson({ zh: '公开', mn: undefined })).toBe('{"zh":"公开"}')
})

test.each<[string, unknown]>([
  ['a fraction', 0.5],
  ['minus zero', -0],
  ['an unsafe integer', 2 ** 53],
  ['no number', NaN],
  ['infinity', Infinity],
  ['half a surrogate pair', '\ud800'],
  ['half a pair in a key', { '\udc00': 1 }],
  ['a hole in a list', [undefined]],
  ['a function', () => 1],
  ['a big integer', 1n],
  ['the key that no object keeps', JSON.parse('{"__proto__":1}')],
  ['a bottomless nest', JSON.parse('['.repeat(40) + ']'.repeat(40))],
])('%s is never written', (_, value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError)
})

test.each([
  ['keys out of order', '{"b":1,"a":2}'],
  ['a doubled key', '{"a":1,"a":1}'],
  ['a doubled key behind an escape', '{"a":1,"\\u0061":1}'],
  ['a fraction that is none', '{"a":1.0}'],
  ['minus zero', '{"a":-0}'],
  ['a power of ten', '{"a":1e3}'],
  ['a large power of ten', '{"a":1e21}'],
  ['an unsafe integer', '{"a":9007199254740993}'],
  ['a real fraction', '{"a":0.1}'],
  ['white space', '{"a": 1}'],
  ['a line feed at the end', '{"a":1}\n'],
  ['a byte order mark', '\ufeff{"a":1}'],
  ['a needless escape', '{"a":"\\u5df4"}'],
  ['an escaped slash', '{"a":"\\/"}'],
  ['a lone surrogate', '{"a":"\\ud800"}'],
  ['a lone surrogate as it is', '{"a":"\ud800"}'],
  ['__proto__', '{"__proto__":{"a":1}}'],
  ['a comment', '{"a":1/**/}'],
  ['half a document', '{"a":'],
  ['nothing', ''],
  ['a bomb of brackets', '['.repeat(100_000) + ']'.repeat(100_000)],
])('%s is refused', (_, text) => {
  expect(() => parseCanonical(text)).toThrow(coded('MALFORMED'))
})

test('keys that look like numbers stand in the order of text, too', () => {
  // An engine lists 9 before 10, whatever was written; canonical JSON has "10" first.
  expect(parseCanonical('{"10":1,"9":2,"a":3}')).toEqual({ '9': 2, '10': 1, a: 3 })
  expect(() => parseCanonical('{"9":2,"10":1,"a":3}')).toThrow(coded('MALFORMED'))
  expect(() => parseCanonical('{"2024":2,"2023":1}')).toThrow(coded('MALFORMED'))
})

test('reading changes no prototype', () => {
  expect(() => parseCanonical('{"__proto__":{"polluted":1}}')).toThrow()
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger().map((n) => (n === 0 ? 0 : n)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(
      fc.string({ unit: 'binary' }).filter((key) => key !== '__proto__'),
      tie('any'),
      { maxKeys: 5, noNullPrototype: true },
    ),
  ),
})).any

test('what is written reads back as it was, and only in this spelling', () => {
  fc.assert(
    fc.property(value, (given) => {
      const text = canonicalJson(given)
      expect(parseCanonical(text)).toEqual(given)
      expect(JSON.parse(text)).toEqual(given)
      expect(canonicalJson(JSON.parse(text))).toBe(text)
    }),
    { numRuns: 500 },
  )
})

test('another spelling of the same document is refused', () => {
  fc.assert(
    fc.property(value, (given) => {
      const text = canonicalJson(given)
      const other = JSON.stringify(given, null, 1)
      if (other !== text) expect(() => parseCanonical(other)).toThrow(coded('MALFORMED'))
    }),
  )
})
