import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Aggregate, Disbursement } from '#domain/disbursement/disbursement.ts'
import type { Line } from '#domain/disbursement/line.ts'
import { asFen } from '#domain/money/fen.ts'
import { publicAggregate } from '#domain/privacy/aggregate.ts'
import { publicTotals } from '#domain/privacy/totals.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { line } from '../disbursement/lines.ts'
import { lineOf, notice } from '../notice/notices.ts'

const of = (lines: Line[]): Disbursement => ({ ...(notice.disbursement as Disbursement), lines })
const list = [1, 2, 3, 4, 5, 6].map((n) => lineOf(n))
const raised = (count: number) =>
  list.map((one, n) => (n < count ? { ...one, amountFen: asFen(20000) } : one))

describe('a later version beside the ones before it', () => {
  test.each<[string, Line[], boolean]>([
    ['one amount', raised(1), false],
    ['two amounts', raised(2), false],
    ['three amounts', raised(3), true],
    ['one who came', [...list, lineOf(7)], false],
    ['one who went', list.slice(1), false],
    ['one who came for one who went', [...list.slice(1), lineOf(7)], false],
    ['three who came', [...list, lineOf(7), lineOf(8), lineOf(9)], true],
    [
      'one whose money came back',
      [{ ...(list[0] as Line), status: 'returned' }, ...list.slice(1)],
      false,
    ],
    [
      'three, of whom one’s money came back',
      [{ ...(list[0] as Line), status: 'returned' }, ...raised(3).slice(1), lineOf(7)],
      false,
    ],
    ['a remark', list.map((one) => ({ ...one, note: '代领' })), true],
  ])('has totals or none where it changes %s', (_what, lines, has) => {
    expect(publicTotals(of(lines)) === null).toBe(false)
    expect(publicTotals(of(lines), { earlier: [list] }) !== null).toBe(has)
    expect(publicTotals(of(lines), { earlier: null })).toBeNull()
  })

  test('is held against every version before it, not the last one only', () => {
    expect(publicTotals(of(raised(4)), { earlier: [raised(1)] })).not.toBeNull()
    expect(publicTotals(of(raised(4)), { earlier: [list, raised(1)] })).not.toBeNull()
    expect(publicTotals(of(raised(1)), { earlier: [list, raised(1)] })).toBeNull()
  })

  test('has tables by group and part only where no line is another', () => {
    expect(publicTotals(of(raised(3)), { earlier: [list] })).toMatchObject({
      paidFen: 3 * 20000 + 3 * 11924,
      byGroup: [],
      byPart: [],
      others: null,
    })
    const again = [...list].reverse().map((one) => ({ ...one, note: '代领' }))
    expect(publicTotals(of(again), { earlier: [list] })?.byGroup).toHaveLength(1)
  })

  test('no sum of the one minus the same sum of the other is about one or two', () => {
    const lists = fc.array(line, { minLength: 3, maxLength: 12 })
    fc.assert(
      fc.property(lists, lists, fc.integer({ min: 0, max: 12 }), (before, other, from) => {
        const after = [...before.slice(0, from), ...other.slice(from)]
        const [old, now] = [
          publicTotals(of(before)),
          publicTotals(of(after), { earlier: [before] }),
        ]
        if (!old || !now) return
        const moneyOf = (lines: Line[], payee: string, counts: (l: Line) => boolean) =>
          lines.reduce((all, l) => all + (l.payee === payee && counts(l) ? l.amountFen : 0), 0)
        const differing = (counts: (l: Line) => boolean) =>
          [...new Set([...before, ...after].map(({ payee }) => payee))].filter(
            (payee) => moneyOf(before, payee, counts) !== moneyOf(after, payee, counts),
          ).length
        const told = (count: number) => expect([1, 2]).not.toContain(count)
        told(differing((l) => l.status !== 'planned'))
        if (old.returnedFen !== null && now.returnedFen !== null)
          told(differing((l) => l.status === 'returned'))
        if (old.plannedFen !== null && now.plannedFen !== null) told(differing(() => true))
      }),
      { numRuns: 1500 },
    )
  })
})

describe('two tables without persons, side by side', () => {
  const TOWNSHIP = '152529900000' as RegionCode
  const table = (households: number | null, fen: number, partFen = fen): Aggregate => ({
    households,
    parts: [{ what: '禁牧', amountFen: asFen(partFen) }],
    amountFen: asFen(fen),
  })
  const first = table(40, 9000)

  test.each<[string, Aggregate, Aggregate['parts'] | null]>([
    ['another sum of as many households may be one household’s', table(40, 9100), null],
    ['one or two more or fewer tell what they got', table(42, 9100), null],
    ['three more tell of at least three, but not by part', table(43, 9600), []],
    ['the same sum, otherwise divided, has no parts', table(40, 9000, 8000), []],
    ['a word that was mended changes nothing', table(40, 9000), first.parts],
  ])('%s', (_, later, parts) => {
    expect(publicAggregate(later, TOWNSHIP, [first])).toEqual(parts && { ...later, parts })
    expect(publicAggregate(later, TOWNSHIP, null)).toBeNull()
  })

  test('households that nobody counted may be any number', () => {
    expect(publicAggregate(table(null, 9100), TOWNSHIP, [table(null, 9000)])).toBeNull()
    expect(publicAggregate(table(50, 9100), TOWNSHIP, [table(null, 9000)])).toBeNull()
    expect(publicAggregate(table(null, 9000), TOWNSHIP, [table(null, 9000)])).not.toBeNull()
  })
})
