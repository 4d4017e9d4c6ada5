import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, weekdayOf } from '#domain/calendar/day.ts'
import { isWorkingDay } from '#domain/calendar/working-days.ts'
import { USUAL, type Clock } from '#domain/deadline/clock.ts'
import { dueOf, spanOf, type Due } from '#domain/deadline/due.ts'
import { calendar, day } from './calendar.ts'

const off = (why: 'weekend' | 'holiday', ...days: string[]) => days.map((on) => ({ day: on, why }))
const inKnownYears = fc.integer({ min: 0, max: 1700 }).map((n) => addDays(day('2022-01-01'), n))

describe('working days explain themselves', () => {
  test('a meeting before the First of May', () => {
    expect(dueOf(USUAL.meeting, day('2022-04-27'), calendar)).toEqual({
      due: '2022-05-05',
      trace: {
        clock: USUAL.meeting,
        from: '2022-04-27',
        skipped: off(
          'holiday',
          '2022-04-30',
          '2022-05-01',
          '2022-05-02',
          '2022-05-03',
          '2022-05-04',
        ),
        worked: [],
        restDay: null,
      },
    })
  })

  test('a document in the same week is due on a Saturday that is worked', () => {
    expect(dueOf(USUAL.document, day('2022-04-27'), calendar)).toMatchObject({
      due: '2022-05-07',
      trace: { worked: ['2022-05-07'] },
    })
  })

  test.each([
    ['request', '2022-09-29', '2022-11-01', ['2022-10-08', '2022-10-09'], 13],
    ['document', '2022-12-28', '2023-01-05', [], 3],
    ['disclosure', '2023-01-17', '2023-02-17', ['2023-01-28', '2023-01-29'], 11],
    ['relief', '2024-09-27', '2024-10-16', ['2024-09-29', '2024-10-12'], 9],
    ['correction', '2025-01-24', '2025-02-27', ['2025-01-26', '2025-02-08'], 14],
    ['meeting', '2026-02-13', '2026-02-25', ['2026-02-14'], 9],
    ['request', '2026-02-13', '2026-03-19', ['2026-02-14', '2026-02-28'], 14],
    ['document', '2026-09-24', '2026-10-09', [], 10],
  ] as const)('%s from %s is due on %s', (name, from, due, worked, skipped) => {
    const found = dueOf(USUAL[name], day(from), calendar) as Due
    expect(found.due).toBe(due)
    expect(found.trace.worked).toEqual(worked)
    expect(found.trace.skipped).toHaveLength(skipped)
  })

  test('a year that nobody has announced has no such day', () => {
    const refused = { refused: 'yearUnknown', year: 2027 }
    expect(dueOf(USUAL.document, day('2026-12-30'), calendar)).toEqual(refused)
  })

  test('before a hearing: the hearing is the last of the days counted', () => {
    const clock: Clock = { kind: 'workingDays', n: -7 }
    expect(dueOf(clock, day('2026-10-15'), calendar)).toEqual({
      due: '2026-09-30',
      trace: {
        clock,
        from: '2026-10-15',
        skipped: [
          ...off('holiday', '2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05'),
          ...off('holiday', '2026-10-06', '2026-10-07'),
          ...off('weekend', '2026-10-11'),
        ],
        worked: ['2026-10-10'],
        restDay: null,
      },
    })
  })

  test('every day between is counted or skipped, and what is due is a day on which people work', () => {
    fc.assert(
      fc.property(
        inKnownYears,
        fc.integer({ min: -40, max: 40 }).filter((n) => n !== 0),
        (from, n) => {
          const found = dueOf({ kind: 'workingDays', n }, from, calendar)
          if (found === null || 'refused' in found) {
            expect(found).toMatchObject({ refused: 'yearUnknown' })
            return
          }
          const { due, trace } = found
          expect(isWorkingDay(calendar, due)).toBe(true)
          expect(Math.abs(daysBetween(from, due))).toBe(Math.abs(n) + trace.skipped.length)
          for (const { day: on } of trace.skipped) expect(isWorkingDay(calendar, on)).toBe(false)
          for (const on of trace.worked) {
            expect(isWorkingDay(calendar, on)).toBe(true)
            expect([0, 6]).toContain(weekdayOf(on))
          }
        },
      ),
    )
  })

  test('before an event is the latest working day from which the days still fit', () => {
    fc.assert(
      fc.property(inKnownYears, fc.integer({ min: 1, max: 20 }), (event, n) => {
        const before = dueOf({ kind: 'workingDays', n: -n }, event, calendar)
        if (before === null || 'refused' in before) return
        const fits = (from: typeof event) => {
          const after = dueOf({ kind: 'workingDays', n }, from, calendar)
          return after !== null && 'due' in after && after.due <= event
        }
        expect(fits(before.due)).toBe(true)
        for (let on = addDays(before.due, 1); on <= event; on = addDays(on, 1))
          expect(isWorkingDay(calendar, on) === true && fits(on)).toBe(false)
      }),
    )
  })
})

describe('days that a rule names', () => {
  const quarter: Clock = { kind: 'every', months: 3, month: 1, day: 20 }

  test.each([
    [quarter, '2026-05-09', '2026-04-20', '2026-04-01', null],
    [quarter, '2026-12-31', '2026-10-20', '2026-10-01', null],
    [quarter, '2024-09-01', '2024-07-20', '2024-07-01', 'weekend'],
    [quarter, '2031-01-02', '2031-01-20', '2031-01-01', 'yearUnknown'],
    [
      { kind: 'every', months: 1, month: 1, day: null },
      '2024-02-03',
      '2024-02-29',
      '2024-02-01',
      null,
    ],
    [
      { kind: 'every', months: 1, month: 1, day: 31 },
      '2026-04-03',
      '2026-04-30',
      '2026-04-01',
      null,
    ],
    [
      { kind: 'every', months: 3, month: 3, day: null },
      '2026-08-03',
      '2026-09-30',
      '2026-07-01',
      null,
    ],
    [
      { kind: 'every', months: 6, month: 6, day: null },
      '2023-09-03',
      '2023-12-31',
      '2023-07-01',
      'weekend',
    ],
    [
      { kind: 'every', months: 12, month: 7, day: null },
      '2026-09-03',
      '2026-07-31',
      '2026-01-01',
      null,
    ],
    [USUAL.yearEnd, '2022-05-01', '2022-12-31', '2022-01-01', 'holiday'],
    [{ kind: 'days', n: 20 }, '2026-09-20', '2026-10-10', '2026-09-20', null],
    [{ kind: 'days', n: -7 }, '2026-10-10', '2026-10-03', '2026-10-10', 'holiday'],
  ] as [Clock, string, string, string, string | null][])(
    '%j around %s is due on %s',
    (clock, asked, due, from, restDay) => {
      expect(dueOf(clock, day(asked), calendar)).toEqual({
        due,
        trace: { clock, from, skipped: [], worked: [], restDay },
      })
    },
  )

  test('as needed names none', () =>
    expect(dueOf({ kind: 'asNeeded' }, day('2026-01-01'), calendar)).toBeNull())

  test('months that are counted as one cover each day once, and hold their day', () => {
    const clocks = fc.record({
      kind: fc.constant('every' as const),
      months: fc.constantFrom(1 as const, 3 as const, 6 as const, 12 as const),
      day: fc.option(fc.integer({ min: 1, max: 31 })),
    })
    fc.assert(
      fc.property(clocks, fc.nat(), inKnownYears, (given, seed, on) => {
        const clock = { ...given, month: 1 + (seed % given.months) }
        const { start, end } = spanOf(clock, on)
        expect(start <= on && on <= end).toBe(true)
        expect(spanOf(clock, addDays(end, 1)).start).toBe(addDays(end, 1))
        const { due } = dueOf(clock, on, calendar) as Due
        expect(start <= due && due <= end).toBe(true)
      }),
    )
  })
})
