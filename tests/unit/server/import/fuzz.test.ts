import fc from 'fast-check'
import { expect, test } from 'vitest'
import { id, readHere } from '#tests/support/import-here.ts'
import { makeBook } from '#tests/support/make-book.ts'
import { GOOD_SAMPLES, sampleBytes } from '#tests/support/samples.ts'

const head = ['嘎查', '姓名', '身份证号', '面积(亩)', '标准(元/亩)', '金额(元)', '备注']
const people = ['巴特尔', '乌云', '朝鲁', '其其格', '高娃']
const rows = people.map((name, i) => [
  '示范嘎查一',
  name,
  id(i),
  i + 1,
  10,
  (i + 1) * 10,
  i === 2 ? '委托代领' : '',
])
const total = ['合计', '', '', 15, '', 150, '']
const xlsx = makeBook({
  sheets: [{ name: '明细', rows: [['2025年耕地地力保护补贴发放表'], head, ...rows, total] }],
  shared: true,
})
const csv = new TextEncoder().encode(
  [head, ...rows, total].map((row) => row.join(',')).join('\r\n') + '\r\n',
)

/** A change of some bytes: flipped, cut out, doubled, cut off. */
const mutation = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'double', 'truncate', 'zero'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 40 }),
  byte: fc.integer({ min: 1, max: 255 }),
})
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

function mutate(bytes: Uint8Array, { kind, at, length, byte }: Mutation): Uint8Array {
  const from = Math.floor(at * (bytes.length - 1))
  const until = Math.min(bytes.length, from + length)
  const copy = Uint8Array.from(bytes)
  if (kind === 'flip') copy[from]! ^= byte
  if (kind === 'zero') copy.fill(0, from, until)
  if (kind === 'cut') return Buffer.concat([copy.subarray(0, from), copy.subarray(until)])
  if (kind === 'double') return Buffer.concat([copy.subarray(0, until), copy.subarray(from)])
  return kind === 'truncate' ? copy.subarray(0, from) : copy
}

test('a workbook with changed bytes is refused, or is the same workbook still', async () => {
  const whole = await readHere(xlsx, 'a.xlsx')
  expect(whole.accepted).toBe(true)
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (changes) => {
      const report = await readHere(changes.reduce(mutate, xlsx), 'a.xlsx')
      expect(report.accepted).toBe(report.errorCount === 0)
      if (report.accepted) expect({ ...report, fileHash: '' }).toEqual({ ...whole, fileHash: '' })
      else expect([report.lines, report.spotLines, report.disbursements]).toEqual([0, [], []])
    }),
    { numRuns: 600 },
  )
})

test('a text file with changed bytes is refused, or still adds up to what it says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (changes) => {
      const report = await readHere(changes.reduce(mutate, csv), 'a.csv')
      expect(report.accepted).toBe(report.errorCount === 0)
      if (report.accepted && report.printedTotalFen !== null)
        expect(report.totalFen).toBe(report.printedTotalFen)
      if (report.accepted) expect(report.lines).toBeGreaterThan(0)
    }),
    { numRuns: 800 },
  )
})

test('any text at all is read to its end', async () => {
  const cell = fc.oneof(
    fc.constantFrom(
      ...head,
      ...people,
      '示范嘎查一',
      '合计',
      '小计',
      '"',
      '""',
      '\n',
      '\r',
      '0',
      '5.00',
      '万元',
      '单位：元',
      id(9),
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const text = fc
    .array(fc.array(cell, { maxLength: 9 }), { maxLength: 14 })
    .map((records) => records.map((record) => record.join(',')).join('\n'))
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      const report = await readHere(new TextEncoder().encode(content), 'a.csv')
      expect(report.accepted).toBe(report.errorCount === 0)
    }),
    { numRuns: 600 },
  )
})

test('any cells at all in a workbook are read to their end', async () => {
  const text = fc.constantFrom(
    ...head,
    ...people,
    '示范嘎查一',
    '合计',
    '1月',
    '禁牧',
    '草畜平衡',
    '',
    '身份证号',
    '户数',
    '苏木镇',
    '示范苏木',
  )
  const cell = fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
    fc.constant({ f: 'A1' }),
    fc.constant({ f: 'A1', v: 3 }),
    fc.constant({ v: '#N/A', t: 'e' as const }),
  )
  const cells = fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(cells, async (made) => {
      const report = await readHere(makeBook({ sheets: [{ name: '明细', rows: made }] }), 'a.xlsx')
      expect(report.accepted).toBe(report.errorCount === 0)
    }),
    { numRuns: 400 },
  )
})

test('every good sample, cut off anywhere, is refused', async () => {
  for (const path of GOOD_SAMPLES.filter((name) => name.endsWith('.xlsx'))) {
    const bytes = sampleBytes(path)
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const report = await readHere(bytes.subarray(0, Math.floor(bytes.length * share)), path)
      expect([path, share, report.errors[0]?.code]).toEqual([path, share, 'fileDamaged'])
    }
  }
})
