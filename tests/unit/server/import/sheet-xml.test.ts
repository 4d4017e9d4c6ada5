import { strFromU8, unzipSync } from 'fflate'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Row, SheetFacts } from '#server/import/cell.ts'
import type { Package } from '#server/import/package.ts'
import { readSheetXml } from '#server/import/sheet-xml.ts'
import { makeBook, type MadeCell } from '#tests/support/make-book.ts'
import { GOOD_SAMPLES, sampleBytes } from '#tests/support/samples.ts'

const shared = Array.from({ length: 10_000 }, (_, i) => `文${i}`)

/** Reads a sheet's XML as it would come out of a package, in these pieces. */
async function rowsOf(...pieces: string[]): Promise<{ rows: Row[]; facts: SheetFacts } | string> {
  const rows: Row[] = []
  const facts: SheetFacts = { hiddenColumns: new Set(), merges: [], comments: [] }
  const pack: Package = {
    names: [],
    has: () => true,
    size: () => 0,
    stream: async (_, onText) => pieces.forEach(onText),
  }
  try {
    await readSheetXml(
      pack,
      'sheet1.xml',
      { shared, dates: new Set([1]), date1904: false },
      facts,
      (row) => rows.push(row),
    )
  } catch (fault) {
    return fault instanceof Error ? fault.message : 'fault'
  }
  return { rows, facts }
}

/** After a comment the parser reads all by itself: what it finds is what must be found. */
const byParser = (xml: string) => rowsOf(xml.replace('<sheetData>', '<sheetData><!-- -->'))

test('plain rows are read as the parser reads them: every sheet of the good samples', async () => {
  for (const path of GOOD_SAMPLES.filter((name) => name.endsWith('.xlsx'))) {
    const files = unzipSync(sampleBytes(path))
    for (const [name, bytes] of Object.entries(files).filter(([name]) =>
      name.startsWith('xl/worksheets/sheet'),
    )) {
      const xml = strFromU8(bytes)
      const read = await rowsOf(xml)
      expect([path, name, typeof read]).toEqual([path, name, 'object'])
      expect(read).toEqual(await byParser(xml))
    }
  }
})

const cell: fc.Arbitrary<MadeCell> = fc.oneof(
  fc.constant(null),
  fc.string({
    unit: fc.constantFrom('a', '中', '𠮷', '&', '<', '>', '"', ']', ' ', '\n', '_x000D_'),
    minLength: 1,
    maxLength: 5,
  }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.record({ v: fc.nat(9999), t: fc.constant('s' as const), s: fc.constantFrom(0, 1, 2) }),
  fc.constantFrom<MadeCell>(
    { v: 45717, s: 1 },
    { f: 'A1', v: 3 },
    { f: 'A1' },
    { v: '#N/A', t: 'e' },
    { v: 1, t: 'b' },
    { v: 'x', t: 'n' },
    { v: 'y', t: 'str' },
    { raw: '' },
  ),
)

test('wherever the text is cut, and whatever stands in the cells', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 6 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
      async (rows, cuts) => {
        const xml = strFromU8(
          unzipSync(
            makeBook({ sheets: [{ name: 'a', rows, hiddenRows: [2], merges: ['A1:B2'] }] }),
          )['xl/worksheets/sheet1.xml']!,
        )
        const at = [0, ...cuts.map((cut) => Math.floor(cut * xml.length)), xml.length].sort(
          (a, b) => a - b,
        )
        expect(await rowsOf(...at.slice(1).map((to, i) => xml.slice(at[i], to)))).toEqual(
          await byParser(xml),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('XML changed by a few characters is read by both ways alike', async () => {
  const xml = strFromU8(
    unzipSync(
      makeBook({
        sheets: [
          {
            name: 'a',
            rows: [
              ['嘎查', '姓名'],
              ['一', 5],
              [{ f: 'A1', v: 3 }, '<&>'],
            ],
          },
        ],
      }),
    )['xl/worksheets/sheet1.xml']!,
  )
  const body = xml.indexOf('<sheetData>') + '<sheetData>'.length
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: body, max: xml.length - 1 }),
      fc.nat(6),
      fc.constantFrom(
        '',
        '<',
        '>',
        '/',
        '"',
        '&',
        ' ',
        'r',
        '1',
        '<v>',
        '</row>',
        '<row>',
        '<c/>',
        ']]>',
        '\u0007',
      ),
      async (from, length, put) => {
        const changed = xml.slice(0, from) + put + xml.slice(from + length)
        expect(await rowsOf(changed)).toEqual(await byParser(changed))
      },
    ),
    { numRuns: 1500 },
  )
})
