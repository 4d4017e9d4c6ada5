import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Disbursement } from '#domain/disbursement/disbursement.ts'
import type { Line } from '#domain/disbursement/line.ts'
import { asFen } from '#domain/money/fen.ts'
import { publicTotals } from '#domain/privacy/totals.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { line } from '../disbursement/lines.ts'
import { lineOf, notice } from '../notice/notices.ts'

const list = notice.disbursement as Disbursement
const of = (lines: Line[], more: Partial<Disbursement> = {}): Disbursement => ({
  ...list,
  lines,
  ...more,
})
const sum = (lines: Line[]) => lines.reduce((all, one) => all + one.amountFen, 0)
const givers = (lines: Line[]) =>
  new Set(lines.filter((l) => l.amountFen !== 0).map((l) => l.payee))

describe('totals', () => {
  test('planned, paid, returned and balance', () => {
    const lines = [0, 1, 2, 3, 4, 5].map((n) =>
      lineOf(n, { amountFen: asFen(1000), parts: [], status: n < 3 ? 'returned' : 'paid' }),
    )
    expect(publicTotals(of(lines, { plannedFen: asFen(6000) }))).toMatchObject({
      payees: 6,
      plannedFen: 6000,
      paidFen: 6000,
      returnedFen: 3000,
      balanceFen: 3000,
    })
    // One payee may have got 1000 less than planned.
    expect(publicTotals(of(lines, { plannedFen: asFen(7000) }))).toMatchObject({
      plannedFen: null,
      returnedFen: 3000,
      balanceFen: null,
    })
    expect(publicTotals(of(lines))).toMatchObject({ plannedFen: null, balanceFen: null })
  })

  test('what is still only planned is not paid, and makes the plan', () => {
    const lines = [0, 1, 2, 3, 4, 5].map((n) =>
      lineOf(n, { amountFen: asFen(1000), parts: [], status: n < 3 ? 'planned' : 'paid' }),
    )
    expect(publicTotals(of(lines))).toMatchObject({
      payees: 6,
      plannedFen: 6000,
      paidFen: 3000,
      balanceFen: 3000,
    })
    expect(publicTotals(of(lines.map((l) => ({ ...l, status: 'planned' }))))).toMatchObject({
      plannedFen: 6000,
      paidFen: 0,
      balanceFen: 6000,
    })
  })

  test('a list of one or two tells nothing, of three it tells the sum', () => {
    expect(publicTotals(of([lineOf(1), lineOf(2)]))).toBeNull()
    expect(publicTotals(of([lineOf(1), lineOf(1), lineOf(1)]))).toBeNull()
    expect(publicTotals(of([lineOf(1), lineOf(2), lineOf(3)]))).toMatchObject({
      paidFen: 3 * 11924,
    })
    const one = [lineOf(1), lineOf(2, { amountFen: asFen(0) }), lineOf(3, { amountFen: asFen(0) })]
    expect(publicTotals(of(one))).toBeNull()
  })

  test('what came back from one household is not told, nor the balance that would tell it', () => {
    const lines = [lineOf(1, { status: 'returned' }), lineOf(2), lineOf(3), lineOf(4)]
    const plannedFen = asFen(4 * 11924)
    expect(publicTotals(of(lines, { plannedFen }))).toMatchObject({
      returnedFen: null,
      balanceFen: null,
      plannedFen,
    })
  })

  test('what came back from all but one is not told: the rest is what one kept', () => {
    const lines = [0, 1, 2, 3, 4, 5].map((n) => lineOf(n, { status: n < 5 ? 'returned' : 'paid' }))
    expect(publicTotals(of(lines))).toMatchObject({ paidFen: 6 * 11924, returnedFen: null })
    const all = lines.map((one) => ({ ...one, status: 'returned' as const }))
    expect(publicTotals(of(all))).toMatchObject({ returnedFen: 6 * 11924 })
  })

  test('a plan is not told where one payee still waits, whoever gave it', () => {
    const lines = [0, 1, 2, 3].map((n) => lineOf(n, { status: n < 1 ? 'planned' : 'paid' }))
    for (const plannedFen of [null, asFen(4 * 11924)])
      expect(publicTotals(of(lines, { plannedFen }))).toMatchObject({
        plannedFen: null,
        balanceFen: null,
      })
  })

  test('a group or part whose name may not be told stands with the others', () => {
    const lines = [1, 2, 3, 4, 5, 6].map((n) => lineOf(n, { group: n < 4 ? '东' : '巴特尔组' }))
    const nameless = (text: string) => text === '巴特尔组' || text === '禁牧'
    expect(publicTotals(of(lines), { nameless })).toMatchObject({
      byGroup: [{ group: '东', payees: 3 }],
      others: { groups: 1, payees: 3 },
      byPart: [],
    })
  })

  test('small groups stand together, and a large one joins them where they would still be too few', () => {
    const group = (name: string | undefined, from: number, n: number) =>
      Array.from({ length: n }, (_, i) => lineOf(from + i, { group: name }))
    const groups = (lines: Line[]) => {
      const totals = publicTotals(of(lines))
      return [
        totals?.byGroup.map((g) => [g.group, g.payees]),
        totals?.others && [totals.others.groups, totals.others.payees],
      ]
    }
    expect(groups([...group('东', 0, 5), ...group('西', 5, 3)])).toEqual([
      [
        ['东', 5],
        ['西', 3],
      ],
      null,
    ])
    expect(groups([...group('东', 0, 5), ...group('西', 5, 2), ...group('南', 7, 1)])).toEqual([
      [['东', 5]],
      [2, 3],
    ])
    expect(groups([...group('东', 0, 5), ...group('西', 5, 3), ...group('南', 8, 1)])).toEqual([
      [['东', 5]],
      [2, 4],
    ])
    expect(groups([...group('东', 0, 5), ...group('南', 8, 1)])).toEqual([[], [2, 6]])
    expect(groups([...group('东', 0, 5), ...group(undefined, 8, 1)])).toEqual([[], [2, 6]])
    expect(groups([...group('东', 0, 5), ...group(undefined, 8, 4)])).toEqual([[['东', 5]], [1, 4]])
  })

  test('a part that one household has is not told, nor the one that would tell it', () => {
    const both = lineOf(9, {
      amountFen: asFen(300),
      parts: [
        { what: '禁牧', amountFen: asFen(100), unit: '亩' },
        { what: '青贮', amountFen: asFen(200) },
      ],
    })
    expect(publicTotals(of([lineOf(1), lineOf(2), lineOf(3), both]))?.byPart).toEqual([])
    const three = [lineOf(1), lineOf(2), lineOf(3)]
    expect(publicTotals(of(three))?.byPart).toEqual([
      { what: '禁牧', unit: '亩', quantity: '30', amountFen: 3 * 11924 },
    ])
    // What the parts do not explain is one household's too.
    expect(
      publicTotals(of([...three.slice(1), lineOf(4), lineOf(5, { amountFen: asFen(11925) })]))
        ?.byPart,
    ).toEqual([])
  })

  test('a single part without an amount is the whole line', () => {
    const lines = [1, 2, 3].map((n) => lineOf(n, { parts: [{ what: '补贴面积' }] }))
    expect(publicTotals(of(lines))?.byPart).toEqual([{ what: '补贴面积', amountFen: 3 * 11924 }])
  })

  test('a township’s table is shown as it is, unless it is of one or two households', () => {
    const aggregate = {
      households: 120,
      parts: [
        { what: '禁牧', amountFen: asFen(5), quantity: '2' as never, unit: '亩' },
        { what: '其他' },
      ],
      amountFen: asFen(9),
    }
    expect(publicTotals(of([], { aggregate, plannedFen: asFen(10) }))).toEqual({
      payees: 120,
      plannedFen: 10,
      paidFen: 9,
      returnedFen: 0,
      balanceFen: 1,
      byPart: [{ what: '禁牧', unit: '亩', quantity: '2', amountFen: 5 }],
      byGroup: [],
      others: null,
    })
    expect(publicTotals(of([], { aggregate: { ...aggregate, households: 2 } }))).toBeNull()
  })

  test('a table whose households nobody counted is one sum of a township, and nothing of a village', () => {
    const aggregate = {
      households: null,
      parts: [{ what: '禁牧', amountFen: asFen(5) }],
      amountFen: asFen(9),
    }
    const region = '152529900000' as RegionCode
    expect(publicTotals(of([], { aggregate, region }))).toMatchObject({
      payees: null,
      paidFen: 9,
      byPart: [],
    })
    expect(publicTotals(of([], { aggregate }))).toBeNull()
  })
})

describe('nothing about fewer than three can be worked out', () => {
  const lists = fc.array(line, { maxLength: 45 })

  test('by group: every shown group, the others, and what remains of the whole', () => {
    fc.assert(
      fc.property(lists, (lines) => {
        const totals = publicTotals(of(lines))
        const sent = lines.filter((l) => l.status !== 'planned')
        if (!totals) return
        expect(totals.paidFen).toBe(sum(sent))
        const shown = new Set(totals.byGroup.map((g) => g.group))
        for (const { group, payees, amountFen } of totals.byGroup) {
          const own = sent.filter((l) => l.group === group)
          expect(givers(own).size).toBeGreaterThanOrEqual(3)
          expect([payees, amountFen]).toEqual([new Set(own.map((l) => l.payee)).size, sum(own)])
        }
        const rest = sent.filter((l) => !shown.has(l.group ?? ''))
        expect(totals.others?.amountFen ?? 0).toBe(sum(rest))
        expect([0, 1, 2].includes(givers(rest).size)).toBe(givers(rest).size === 0)
        expect(sum(sent)).toBe(
          totals.byGroup.reduce((all, g) => all + g.amountFen, 0) + (totals.others?.amountFen ?? 0),
        )
      }),
      { numRuns: 1500 },
    )
  })

  test('by part: every shown part, and the whole minus any number of shown parts', () => {
    fc.assert(
      fc.property(lists, (lines) => {
        const totals = publicTotals(of(lines))
        if (!totals) return
        const sent = lines.filter((l) => l.status !== 'planned')
        const shown = totals.byPart.map(({ what, unit }) => `${what}/${unit ?? ''}`)
        expect(new Set(shown).size).toBe(shown.length)
        // Whose money is in each named part, and in what no shown part explains.
        const own = new Map<string, Set<string>>()
        const rest = new Map<string, number>()
        for (const l of sent) {
          let left: number = l.amountFen
          for (const p of l.parts) {
            const amount = p.amountFen ?? (l.parts.length === 1 ? l.amountFen : 0)
            const key = `${p.what}/${p.unit ?? ''}`
            if (!shown.includes(key)) continue
            left -= amount
            if (amount !== 0) own.set(key, (own.get(key) ?? new Set()).add(l.payee))
          }
          // Each line's unexplained money by itself: sums that cancel out hide nobody.
          if (left !== 0) rest.set(l.payee, 1)
        }
        for (const key of shown) expect(own.get(key)?.size ?? 0).toBeGreaterThanOrEqual(3)
        expect(rest.size === 0 || rest.size >= 3).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  test('by state of payment: what is planned, what came back and what remains', () => {
    fc.assert(
      fc.property(
        lists,
        fc.option(fc.integer({ min: 0, max: 1e9 }).map(asFen)),
        (lines, plannedFen) => {
          const totals = publicTotals(of(lines, { plannedFen }))
          if (!totals) return
          const back = givers(lines.filter((l) => l.status === 'returned')).size
          const waiting = givers(lines.filter((l) => l.status === 'planned')).size
          const kept = givers(
            lines.filter((l) => l.status !== 'returned' && l.status !== 'planned'),
          ).size
          const few = (n: number) => n === 1 || n === 2
          expect(totals.returnedFen === null).toBe(few(back) || few(kept))
          if (totals.returnedFen === null) expect(totals.balanceFen).toBeNull()
          if (waiting === 1 || waiting === 2) expect(totals.plannedFen).toBeNull()
          if (totals.plannedFen !== null) expect(totals.plannedFen).toBe(sum(lines))
          if (totals.balanceFen !== null)
            expect(totals.balanceFen).toBe(
              (totals.plannedFen ?? 0) - totals.paidFen + (totals.returnedFen ?? 0),
            )
        },
      ),
      { numRuns: 1500 },
    )
  })
})
