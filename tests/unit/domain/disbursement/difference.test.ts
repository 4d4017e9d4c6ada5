import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyDifference,
  compareLists,
  periodRestarts,
  whatChanged,
} from '#domain/disbursement/difference.ts'
import type { Line } from '#domain/disbursement/line.ts'
import { asFen } from '#domain/money/fen.ts'
import { line, payee } from './lines.ts'

/** A list as a set: where its lines stand, and in which row of which sheet, is not what it says. */
const said = (lines: readonly Line[]) =>
  lines
    .map(({ row: _row, sheet: _sheet, ...rest }) =>
      JSON.stringify(
        rest,
        Object.keys(rest)
          .sort()
          .concat('what', 'quantity', 'unit', 'rate', 'rateUnit', 'times', 'amountFen'),
      ),
    )
    .sort()

const plain: Line = {
  row: 3,
  payee: payee(1),
  name: '张建国',
  parts: [],
  amountFen: asFen(100),
  status: 'paid',
}

describe('the difference of two lists', () => {
  test('applied to the old list it gives the new one', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        fc.array(line, { maxLength: 40 }),
        (before, after) => {
          expect(said(applyDifference(before, compareLists(before, after)))).toEqual(said(after))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('there is none between a list and itself, in whatever order and rows', () => {
    fc.assert(
      fc.property(fc.uniqueArray(line, { selector: (l) => l.payee, maxLength: 20 }), (lines) => {
        const moved = [...lines].reverse().map((l, i) => ({ ...l, row: i + 2, sheet: '一月' }))
        const difference = compareLists(lines, moved)
        expect(difference).toEqual({ added: [], removed: [], changed: [] })
        expect(whatChanged(difference)).toEqual([])
      }),
    )
  })

  test.each([
    ['payee', { name: '张建军' }],
    ['payee', { nameMn: 'ᠪᠠᠭᠠᠲᠤᠷ' }],
    ['amount', { amountFen: asFen(101) }],
    ['amount', { status: 'returned' }],
    ['text', { note: '补发' }],
    ['text', { group: '东浩特' }],
  ] as const)('a change of %s is named', (thing, change) => {
    const { changed } = compareLists([plain], [{ ...plain, ...change }])
    expect(changed).toEqual([{ before: plain, after: { ...plain, ...change }, what: [thing] }])
  })

  test('a change of quantity, of rate and of a part’s amount are told apart', () => {
    const part = { what: '禁牧', quantity: '10', unit: '亩', rate: '3', amountFen: asFen(3000) }
    const of = (change: object) => [{ ...plain, parts: [{ ...part, ...change }] }] as Line[]
    const what = (change: object) => whatChanged(compareLists(of({}), of(change)))
    expect(what({ quantity: '11' })).toEqual(['quantity'])
    expect(what({ rate: '4' })).toEqual(['rate'])
    expect(what({ amountFen: 1 })).toEqual(['amount'])
    expect(what({ quantity: '11', rate: '4', amountFen: 1 })).toEqual([
      'quantity',
      'rate',
      'amount',
    ])
  })

  test('a household with two lines is compared line by line', () => {
    const second = { ...plain, row: 4, amountFen: asFen(200) }
    expect(compareLists([plain, second], [plain])).toEqual({
      added: [],
      removed: [second],
      changed: [],
    })
    expect(compareLists([plain], [plain, second])).toEqual({
      added: [second],
      removed: [],
      changed: [],
    })
  })

  test('a period begins anew unless only words changed', () => {
    expect(periodRestarts(['text'])).toBe(false)
    expect(periodRestarts([])).toBe(false)
    for (const thing of ['payee', 'quantity', 'rate', 'amount'] as const)
      expect(periodRestarts(['text', thing])).toBe(true)
    expect(whatChanged(compareLists([plain], []))).toEqual(['payee'])
  })
})
