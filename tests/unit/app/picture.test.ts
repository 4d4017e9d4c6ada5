import { expect, test } from 'vitest'
import type { ListSums } from '#device/api.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { PublicTotals } from '#domain/privacy/public-notice.ts'
import { mismatches, partsRest, sentFen } from '#app/picture.ts'

const fen = (amount: number) => amount as Fen

const totals: PublicTotals = {
  payees: 12,
  plannedFen: fen(100_000),
  paidFen: fen(90_000),
  returnedFen: fen(5_000),
  balanceFen: fen(15_000),
  byPart: [{ what: '禁牧', unit: '亩', quantity: '900', amountFen: fen(80_000) }],
  byGroup: [
    { group: '东浩特', payees: 6, amountFen: fen(50_000) },
    { group: '西浩特', payees: 4, amountFen: fen(30_000) },
  ],
  others: { groups: 1, payees: 2, amountFen: fen(10_000) },
}
const none = { lines: 0, fen: fen(0) }
const sums: ListSums = {
  lines: 12,
  payees: 12,
  whole: true,
  byStatus: {
    paid: { lines: 10, fen: fen(83_000) },
    returned: { lines: 1, fen: fen(5_000) },
    reissued: { lines: 1, fen: fen(2_000) },
    planned: none,
  },
  groups: [],
  off: 0,
}

test('figures that agree say nothing', () => {
  expect(mismatches(totals, sums)).toEqual([])
  expect(mismatches(totals, null)).toEqual([])
})

test('all that was sent counts as paid, what came back later included', () =>
  expect(sentFen(sums)).toBe(90_000))

test('a list that comes to something else is shown, with both figures', () => {
  const short = { ...sums, byStatus: { ...sums.byStatus, paid: { lines: 10, fen: fen(82_999) } } }
  expect(mismatches(totals, short)).toEqual([{ kind: 'List', sumFen: 89_999, byFen: -1 }])
})

test('money that came back, households, groups and the balance are held against each other', () => {
  const kinds = (said: Partial<PublicTotals>, counted: Partial<ListSums> = {}) =>
    mismatches({ ...totals, ...said }, { ...sums, ...counted }).map(({ kind }) => kind)
  expect(kinds({ returnedFen: fen(4_000), balanceFen: fen(14_000) })).toEqual(['Returned'])
  expect(kinds({}, { payees: 13 })).toEqual(['Payees'])
  expect(kinds({ others: null })).toEqual(['Groups'])
  expect(kinds({ balanceFen: fen(15_001) })).toEqual(['Balance'])
})

test('a list with a hole accuses nobody', () => {
  expect(
    mismatches(totals, {
      ...sums,
      whole: false,
      payees: 3,
      byStatus: { ...sums.byStatus, paid: none },
    }),
  ).toEqual([])
})

test('what is not told is not compared', () => {
  const quiet = {
    ...totals,
    payees: null,
    plannedFen: null,
    returnedFen: null,
    balanceFen: null,
    byGroup: [],
    others: null,
  }
  expect(mismatches(quiet, sums)).toEqual([])
})

test('parts that are not shown alone stand as one row', () => {
  expect(partsRest(totals)).toBe(10_000)
  expect(partsRest({ byPart: [], paidFen: fen(5) })).toBe(0)
})
