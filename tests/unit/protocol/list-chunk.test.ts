import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Part, PayeeNumber } from '#domain/disbursement/line.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { Masked, PublicLine } from '#domain/privacy/public-notice.ts'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { chunkLines } from '#protocol/chunk-lines.ts'
import { isWholeList, lineAt, parseListChunk, STATUSES } from '#protocol/list-chunk.ts'
import { coded, line, NOTICE } from './samples.ts'

const name = fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => /^[^\n]*$/.test(text))
const payee = fc.string({
  unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
  minLength: 8,
  maxLength: 8,
})
const said = name.filter((text) => text !== '')
const maybe = <T>(from: fc.Arbitrary<T>) => fc.option(from, { nil: undefined })
const part: fc.Arbitrary<Part> = fc.record(
  {
    what: name,
    quantity: maybe(said) as fc.Arbitrary<Decimal | undefined>,
    unit: maybe(said),
    rate: maybe(said) as fc.Arbitrary<Decimal | undefined>,
    rateUnit: maybe(said),
    times: maybe(said) as fc.Arbitrary<Decimal | undefined>,
    amountFen: maybe(fc.maxSafeNat()) as fc.Arbitrary<Fen | undefined>,
  },
  { requiredKeys: ['what'] },
)
const anyLine: fc.Arbitrary<PublicLine> = fc.record(
  {
    payee: payee as unknown as fc.Arbitrary<PayeeNumber>,
    name: name as unknown as fc.Arbitrary<Masked>,
    nameMn: maybe(said) as unknown as fc.Arbitrary<Masked | undefined>,
    pinyin: name,
    group: maybe(name) as unknown as fc.Arbitrary<Masked | undefined>,
    parts: fc.array(part, { maxLength: 3 }),
    amountFen: fc.maxSafeNat() as unknown as fc.Arbitrary<Fen>,
    status: fc.constantFrom(...STATUSES),
    note: maybe(said) as unknown as fc.Arbitrary<Masked | undefined>,
  },
  { requiredKeys: ['payee', 'name', 'pinyin', 'parts', 'amountFen', 'status'] },
)

const withoutUndefined = (value: object) => JSON.parse(JSON.stringify(value)) as unknown

test('every line comes back as it was published', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
      const chunks = chunkLines(NOTICE, 3, lines).map((chunk) =>
        parseListChunk(JSON.parse(canonicalJson(chunk))),
      )
      const back = chunks.flatMap((chunk) => chunk.payee.map((_, i) => lineAt(chunk, i)))
      expect(isWholeList(chunks, NOTICE, 3)).toBe(true)
      expect(back).toEqual(
        lines.map((given, number) => ({
          ...(withoutUndefined({ ...given }) as PublicLine),
          number,
          nameMn: given.nameMn ?? null,
          group: given.group ?? null,
          note: given.note ?? null,
        })),
      )
    }),
    { numRuns: 200 },
  )
})

test('a list is cut after every 500 lines', () => {
  const chunks = chunkLines(
    NOTICE,
    1,
    Array.from({ length: 1203 }, () => line()),
  )
  expect(chunks.map(({ lines, from, part, parts }) => [lines, from, part, parts])).toEqual([
    [500, 0, 0, 3],
    [500, 500, 1, 3],
    [203, 1000, 2, 3],
  ])
  expect(chunkLines(NOTICE, 1, [])).toEqual([])
})

test('a list of very long notes is cut so that each part stays below 1 MiB', () => {
  const lines = Array.from({ length: 500 }, (_, i) =>
    line({ note: '牧'.repeat(1000 + i) as Masked }),
  )
  const chunks = chunkLines(NOTICE, 1, lines)
  expect(chunks.length).toBe(3)
  for (const chunk of chunks)
    expect(Buffer.byteLength(canonicalJson(chunk))).toBeLessThan(1024 * 1024 - 16)
  const read = chunks.map(parseListChunk)
  expect(isWholeList(read, NOTICE, 1)).toBe(true)
  expect(read.flatMap((chunk) => chunk.note)).toEqual(lines.map(({ note }) => note))
})

test('a text with a line feed would move the names below it, and is never written', () => {
  for (const over of [{ name: '巴\n特' }, { note: 'a\nb' }, { pinyin: 'ba\nte' }])
    expect(() => chunkLines(NOTICE, 1, [line(over as Partial<PublicLine>)])).toThrow(TypeError)
})

test('a line with more parts than a reader takes is never written', () => {
  const [part] = line().parts
  const lines = (count: number) => [line({ parts: Array.from({ length: count }, () => part!) })]
  expect(() => chunkLines(NOTICE, 1, lines(1000))).toThrow(TypeError)
  expect(parseListChunk(chunkLines(NOTICE, 1, lines(999))[0]).partFen).toHaveLength(999)
})

const good = () => JSON.parse(JSON.stringify(chunkLines(NOTICE, 1, [line(), line()])[0])) as object

test.each([
  ['no object', null],
  ['a number of lines that is none', { lines: -1 }],
  ['more lines than an object holds', { lines: 501 }],
  ['a part beyond the parts', { part: 1 }],
  ['too few payee numbers', { payee: 'A1B2C3D4' }],
  ['payee numbers with a letter that is none', { payee: 'A1B2C3D4A1B2C3DU' }],
  ['a missing name', { name: '巴特尔' }],
  ['a name too many', { name: '巴特尔\n巴特尔\n巴特尔' }],
  ['names that are no text', { name: ['巴特尔', '巴特尔'] }],
  ['a group that is not there', { group: [0, 1] }],
  ['a group below none', { group: [-2, 0] }],
  ['half an amount', { amountFen: [1.5, 2] }],
  ['an amount beyond safe integers', { amountFen: [2 ** 53, 2] }],
  ['an amount as text', { amountFen: ['1', 2] }],
  ['a status that is none', { status: [0, 4] }],
  ['a kind of three', { kinds: [['a', 'b', 'c']] }],
  ['a kind that is not there', { partKind: [0, 1] }],
  ['parts that are not there', { partsOf: [1, 2] }],
  ['half a part', { partsOf: [1, 0.5] }],
  ['a part amount as text', { partFen: [1, '2'] }],
  ['a missing quantity', { partQuantity: '1' }],
  ['another notice number', { notice: 'x' }],
  ['no version of the form', { v: 0 }],
])('%s is refused', (_, change) => {
  const value = change === null ? null : { ...good(), ...change }
  expect(() => parseListChunk(value)).toThrow(coded('MALFORMED'))
})

test('a form of tomorrow asks for a newer app', () => {
  expect(() => parseListChunk({ ...good(), v: 2 })).toThrow(
    coded('UPDATE_THE_APP', { what: 'list' }),
  )
})

test('parts of two lists, or in another order, are no whole list', () => {
  const lines = Array.from({ length: 600 }, () => line())
  const [first, second] = chunkLines(NOTICE, 1, lines).map(parseListChunk)
  const [other] = chunkLines(NOTICE, 2, lines).map(parseListChunk)
  expect(isWholeList([first!, second!], NOTICE, 1)).toBe(true)
  expect(isWholeList([second!, first!], NOTICE, 1)).toBe(false)
  expect(isWholeList([first!], NOTICE, 1)).toBe(false)
  expect(isWholeList([other!, second!], NOTICE, 1)).toBe(false)
  expect(isWholeList([first!, second!], NOTICE, 2)).toBe(false)
})
