import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  dayOf,
  daysBetween,
  epochMs,
  instantOf,
  parseDay,
  parseInstant,
  weekdayOf,
} from '#domain/calendar/day.ts'
import type { Day } from '#domain/calendar/day.ts'

const START = '2000-01-01' as Day
const days = fc.integer({ min: -100_000, max: 100_000 }).map((n) => addDays(START, n))

describe('days', () => {
  test.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '20260309',
    '0000-01-01',
    ' 2026-03-09',
    '2026-03-09T',
    '２０２６-03-09',
    '',
  ])('%j is no day', (text) => expect(parseDay(text)).toBeNull())

  test('a leap day is one', () => {
    expect(parseDay('2024-02-29')).toBe('2024-02-29')
    expect(parseDay('2000-02-29')).toBe('2000-02-29')
    expect(parseDay('1900-02-29')).toBeNull()
  })

  test('adding and counting are each other’s inverse', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -50_000, max: 50_000 }), (day, n) => {
        const later = addDays(day, n)
        expect(parseDay(later)).toBe(later)
        expect(daysBetween(day, later)).toBe(n)
        expect(addDays(later, -n)).toBe(day)
        expect(later > day).toBe(n > 0)
        expect((weekdayOf(day) + (((n % 7) + 7) % 7)) % 7).toBe(weekdayOf(later))
      }),
    )
  })

  test('beyond the calendar is a mistake', () => {
    expect(() => addDays('9999-12-31' as Day, 1)).toThrow(RangeError)
  })
})

describe('instants', () => {
  test('the day in China begins at sixteen hundred UTC', () => {
    expect(dayOf(Date.parse('2026-03-08T15:59:59Z'))).toBe('2026-03-08')
    expect(dayOf(Date.parse('2026-03-08T16:00:00Z'))).toBe('2026-03-09')
  })

  test.each([
    '2026-03-09T01:12:00',
    '2026-03-09T01:12:00.000Z',
    '2026-03-09T24:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-03-09T01:12:60Z',
    '2026-03-09 01:12:00Z',
  ])('%j is no instant', (text) => expect(parseInstant(text)).toBeNull())

  test('what was made can be read and keeps its second', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30e12, max: 200e12 }), (ms) => {
        const instant = instantOf(ms)
        expect(parseInstant(instant)).toBe(instant)
        expect(epochMs(instant)).toBe(Math.floor(ms / 1000) * 1000)
      }),
    )
  })
})
