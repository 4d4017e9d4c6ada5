import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, parseDay } from '#domain/calendar/day.ts'
import type { Day } from '#domain/calendar/day.ts'
import { daysLeft, isOpen, periodEnd } from '#domain/calendar/period.ts'
import { addWorkingDays, isWorkingDay, parseWorkCalendar } from '#domain/calendar/working-days.ts'
import { MalformedError } from '#domain/malformed.ts'

const file = new URL('../../../fixtures/cn-holidays.json', import.meta.url)
const calendar = parseWorkCalendar(JSON.parse(readFileSync(file, 'utf8')))
const day = (text: string): Day => parseDay(text) as Day

describe('working days', () => {
  test.each([
    ['2022-04-27', 3, '2022-05-05'],
    ['2022-04-27', 5, '2022-05-07'],
    ['2022-09-29', 20, '2022-11-01'],
    ['2022-12-28', 5, '2023-01-05'],
    ['2023-01-17', 20, '2023-02-17'],
    ['2024-09-27', 10, '2024-10-16'],
    ['2025-01-24', 20, '2025-02-27'],
    ['2026-02-13', 3, '2026-02-25'],
    ['2026-02-13', 20, '2026-03-19'],
    ['2026-09-24', 5, '2026-10-09'],
  ])('%s and %i working days end on %s', (start, n, due) => {
    const counted = addWorkingDays(calendar, day(start), n)
    expect(counted).toMatchObject({ due })
  })

  test('a year that nobody has announced is refused, not guessed', () => {
    expect(addWorkingDays(calendar, day('2026-12-30'), 5)).toEqual({
      refused: 'yearUnknown',
      year: 2027,
    })
    expect(isWorkingDay(calendar, day('2021-06-01'))).toEqual({
      refused: 'yearUnknown',
      year: 2021,
    })
  })

  test('a Sunday that is worked counts, a Monday that is off does not', () => {
    expect(isWorkingDay(calendar, day('2026-02-16'))).toBe(false)
    expect(isWorkingDay(calendar, day('2025-01-26'))).toBe(true)
    expect(isWorkingDay(calendar, day('2025-01-25'))).toBe(false)
  })

  test('every day between is either worked or named as skipped', () => {
    const start = fc.integer({ min: 0, max: 1500 }).map((n) => addDays(day('2022-01-01'), n))
    fc.assert(
      fc.property(start, fc.integer({ min: 0, max: 40 }), (from, n) => {
        const counted = addWorkingDays(calendar, from, n)
        if ('refused' in counted) return
        expect(daysBetween(from, counted.due)).toBe(n + counted.skipped.length)
        expect(counted.skipped.every((d) => isWorkingDay(calendar, d) === false)).toBe(true)
        if (n > 0) expect(isWorkingDay(calendar, counted.due)).toBe(true)
      }),
    )
  })

  test('adding in two parts is adding at once', () => {
    const start = fc.integer({ min: 0, max: 1200 }).map((n) => addDays(day('2022-01-01'), n))
    const few = fc.integer({ min: 0, max: 25 })
    fc.assert(
      fc.property(start, few, few, (from, a, b) => {
        const first = addWorkingDays(calendar, from, a)
        if ('refused' in first) throw new Error('within the announced years')
        const second = addWorkingDays(calendar, first.due, b)
        const whole = addWorkingDays(calendar, from, a + b)
        expect('refused' in second ? null : second.due).toBe('refused' in whole ? null : whole.due)
      }),
    )
  })

  test.each([
    ['a list', []],
    ['a year that is no object', { '2026': [] }],
    ['a day of another year', { '2026': { holidays: ['2025-01-01'], workdays: [] } }],
    ['a day that does not exist', { '2026': { holidays: ['2026-02-30'], workdays: [] } }],
    ['no workdays', { years: { '2026': { holidays: [] } } }],
  ])('a calendar with %s is malformed', (_what, json) => {
    expect(() => parseWorkCalendar(json)).toThrow(MalformedError)
  })

  test('what was parsed can be parsed again', () => {
    expect(parseWorkCalendar(JSON.parse(JSON.stringify(calendar)))).toEqual(calendar)
  })
})

describe('publicity periods', () => {
  test('the start is not counted and the last day is open', () => {
    const end = periodEnd({ number: 7, unit: 'day' }, day('2026-03-09'), calendar) as Day
    expect(end).toBe('2026-03-16')
    expect(isOpen(end, day('2026-03-16'))).toBe(true)
    expect(isOpen(end, day('2026-03-17'))).toBe(false)
    expect(daysLeft(end, day('2026-03-09'))).toBe(7)
    expect(daysLeft(end, day('2026-03-16'))).toBe(0)
    expect(daysLeft(end, day('2026-04-01'))).toBe(0)
  })

  test('seven working days over New Year need more than seven days', () => {
    expect(periodEnd({ number: 7, unit: 'workingDay' }, day('2026-02-13'), calendar)).toBe(
      '2026-03-02',
    )
  })

  test('working days into an unknown year are refused, calendar days are not', () => {
    const start = day('2026-12-28')
    expect(periodEnd({ number: 7, unit: 'workingDay' }, start, calendar)).toEqual({
      refused: 'yearUnknown',
      year: 2027,
    })
    expect(periodEnd({ number: 10, unit: 'day' }, start, calendar)).toBe('2027-01-07')
  })
})
