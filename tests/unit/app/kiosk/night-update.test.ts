import { expect, test } from 'vitest'
import type { Instant } from '#domain/calendar/day.ts'
import { mayTakeOver } from '#app/kiosk/night-update.ts'

const HOUR_MS = 3_600_000
/** In the county's own hours. */
const at = (hour: number) =>
  new Date(Date.UTC(2026, 2, 9, hour - 8)).toISOString().replace('.000', '') as Instant

test('a tablet that sleeps takes a new version in at once', () => {
  expect(mayTakeOver('asleep', at(22), 0)).toBe(true)
  expect(mayTakeOver('asleep', null, 0)).toBe(true)
})

test.each(['visit', 'off'] as const)('%s: never, however quiet it is', (mode) => {
  expect(mayTakeOver(mode, at(3), 99 * 24 * HOUR_MS)).toBe(false)
})

test.each([
  [0, false],
  [1, true],
  [4, true],
  [5, false],
  [12, false],
  [23, false],
])('one that shines all night: at %i o’clock %s', (hour, may) => {
  expect(mayTakeOver('loop', at(hour), 0)).toBe(may)
})

test('one that believes no clock waits until nobody came for six hours', () => {
  expect(mayTakeOver('loop', null, 5 * HOUR_MS)).toBe(false)
  expect(mayTakeOver('loop', null, 6 * HOUR_MS)).toBe(true)
})
