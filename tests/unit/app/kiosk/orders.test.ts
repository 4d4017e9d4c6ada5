import { describe, expect, test } from 'vitest'
import { ageOf, NO_ORDERS, scriptsOf, shines } from '#app/kiosk/orders.ts'
import { shiftAt } from '#app/kiosk/shift.ts'
import { readingMs } from '#app/kiosk/reading-time.ts'
import type { Instant } from '#domain/calendar/day.ts'

const at = (text: string) => text as Instant

describe('the hours in which it shines', () => {
  const DAY = { on: '07:00', off: '21:00' }
  test.each([
    // 07:00 in China is 23:00 of the day before in UTC.
    ['2026-03-08T22:59:59Z', false],
    ['2026-03-08T23:00:00Z', true],
    ['2026-03-09T12:59:59Z', true],
    ['2026-03-09T13:00:00Z', false],
  ])('%s: %s', (now, on) => expect(shines(DAY, at(now))).toBe(on))

  test('may span midnight', () => {
    const night = { on: '21:00', off: '07:00' }
    expect(shines(night, at('2026-03-09T16:00:00Z'))).toBe(true)
    expect(shines(night, at('2026-03-09T04:00:00Z'))).toBe(false)
  })

  test('are all hours where no time can be believed, and where on and off are the same', () => {
    expect(shines(DAY, null)).toBe(true)
    expect(shines({ on: '07:00', off: '07:00' }, at('2026-03-09T16:00:00Z'))).toBe(true)
    expect(shines(NO_ORDERS.schedule, at('2026-03-09T16:00:00Z'))).toBe(true)
  })
})

describe('the age of a board', () => {
  const levels = { warnDays: 7, alarmDays: 30 }
  test.each([
    ['2026-03-09T00:00:00Z', 'fresh', 0],
    ['2026-03-15T23:59:59Z', 'fresh', 6],
    ['2026-03-16T00:00:00Z', 'amber', 7],
    ['2026-04-07T23:59:59Z', 'amber', 29],
    ['2026-04-08T00:00:00Z', 'red', 30],
    ['2026-05-08T00:00:00Z', 'red', 60],
    // A clock that runs late makes nothing older than it is.
    ['2026-03-01T00:00:00Z', 'fresh', 0],
  ])('at %s is %s', (now, state, days) =>
    expect(ageOf(at('2026-03-09T00:00:00Z'), at(now), levels)).toEqual({ state, days }),
  )

  test('is not told where no time can be believed', () => {
    expect(ageOf(at('2026-03-09T00:00:00Z'), null, levels).state).toBe('unknown')
    expect(ageOf(null, at('2026-03-09T00:00:00Z'), levels).state).toBe('unknown')
  })
})

test('the scripts stand in the order of the county, or alone', () => {
  expect(scriptsOf('both', 'mn-Mong')).toEqual(['mn-Mong', 'zh-Hans'])
  expect(scriptsOf('both', 'zh-Hans')).toEqual(['zh-Hans', 'mn-Mong'])
  expect(scriptsOf('mn-Mong', 'zh-Hans')).toEqual(['mn-Mong'])
})

test('the picture goes round in small steps and comes back', () => {
  const places = Array.from({ length: 18 }, (_, minute) => shiftAt(minute))
  expect(new Set(places).size).toBe(9)
  expect(places.slice(9)).toEqual(places.slice(0, 9))
  for (const place of places) expect(place).toMatch(/^translate\((-?2|0)px, (-?2|0)px\)$/)
})

test('a page stands as long as a calm reader needs, not a blink and not for ever', () => {
  expect(readingMs('短', 'zh-Hans', 100)).toBe(8_000)
  expect(readingMs('字'.repeat(100), 'zh-Hans', 100)).toBe(25_000)
  expect(readingMs(' 字 \n'.repeat(100), 'zh-Hans', 100)).toBe(25_000)
  expect(readingMs('ᠠ'.repeat(180), 'mn-Mong', 100)).toBe(20_000)
  expect(readingMs('字'.repeat(100), 'zh-Hans', 200)).toBe(50_000)
  expect(readingMs('字'.repeat(9_000), 'zh-Hans', 100)).toBe(60_000)
})
