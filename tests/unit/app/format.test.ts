import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  agoOf,
  formatClock,
  formatCount,
  formatDay,
  formatDecimal,
  formatMegabytes,
  formatMoment,
} from '#app/format.ts'
import type { Day, Instant } from '#domain/calendar/day.ts'

const day = (text: string) => text as Day
const at = (text: string) => text as Instant

test('a day is written as each language writes it', () => {
  expect(formatDay(day('2026-03-09'), 'zh-Hans')).toBe('2026年3月9日')
  expect(formatDay(day('2026-03-09'), 'mn-Mong')).toBe(
    '2026 \u1823\u1828\u202F\u1824 3 \u1830\u1820\u1837\u180E\u1820\u202F\u1836\u1822\u1828 9',
  )
})

test('Mongolian dates hold no Cyrillic and keep both joiners', () => {
  const text = formatDay(day('2026-12-31'), 'mn-Mong')
  expect(text).not.toMatch(/[\u0400-\u04FF]/)
  expect(text.match(/\u202F/g)).toHaveLength(2)
  expect(text).toContain('\u180E')
})

test('the clock is that of China, wherever the phone believes to be', () => {
  expect(formatClock(at('2026-03-08T16:30:00Z'))).toBe('00:30')
  expect(formatMoment(at('2026-03-08T16:30:00Z'), 'zh-Hans')).toBe('2026年3月9日 00:30')
})

test.each([
  ['3153.44', '3,153.44'],
  ['0.5', '0.5'],
  ['1234567', '1,234,567'],
  ['-1234.5', '-1,234.5'],
  ['11.9235', '11.9235'],
  ['约三亩', '约三亩'],
])('%s reads as %s', (decimal, text) => expect(formatDecimal(decimal)).toBe(text))

test('separators change nothing but the look', () => {
  fc.assert(
    fc.property(fc.nat(), (n) => {
      expect(Number(formatCount(n).replace(/,/g, ''))).toBe(n)
    }),
  )
})

test('something is never shown as nothing', () => {
  expect(formatMegabytes(0)).toBe('0')
  expect(formatMegabytes(12)).toBe('0.1')
  expect(formatMegabytes(1_340_000)).toBe('1.3')
})

test('ages count calendar days in China', () => {
  const now = at('2026-03-09T01:00:00Z')
  expect(agoOf(at('2026-03-08T16:00:00Z'), now)).toEqual({ key: 'todayAt', clock: '00:00' })
  expect(agoOf(at('2026-03-08T15:59:59Z'), now)).toEqual({ key: 'yesterday' })
  expect(agoOf(at('2026-02-27T01:00:00Z'), now)).toEqual({ key: 'daysAgo', days: 10 })
  // A phone that runs behind has nothing to say about yesterday.
  expect(agoOf(at('2026-03-10T01:00:00Z'), now).key).toBe('todayAt')
})
