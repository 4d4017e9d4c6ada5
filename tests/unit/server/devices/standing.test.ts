import { describe, expect, test } from 'vitest'
import type { Instant } from '#domain/calendar/day.ts'
import { standingOf, worstFirst, type Known } from '#server/devices/standing.ts'

const NOW = Date.parse('2026-03-09T02:00:00Z')
const hoursAgo = (hours: number) =>
  `${new Date(NOW - hours * 3_600_000).toISOString().slice(0, 19)}Z` as Instant

const well: Known = {
  revoked: false,
  heardAt: hoursAgo(1),
  boards: [
    { newest: 'a', shown: 'a' },
    { newest: 'b', shown: 'b' },
  ],
  errors: 0,
}

describe('how a tablet stands', () => {
  test.each<[string, Partial<Known>]>([
    ['well', {}],
    ['well', { heardAt: hoursAgo(24) }],
    ['silent', { heardAt: hoursAgo(24.1) }],
    ['neverHeard', { heardAt: null, boards: [] }],
    ['showsOther', { boards: [{ newest: 'b', shown: 'a' }] }],
    ['showsOther', { boards: [well.boards[0]!, { newest: 'b', shown: null }], errors: 3 }],
    // A board that does not hang any more cannot be shown wrongly.
    ['well', { boards: [{ newest: null, shown: 'a' }] }],
    ['errors', { errors: 1 }],
    ['revoked', { revoked: true, heardAt: null, errors: 4 }],
  ])('%s %j', (standing, more) => {
    expect(standingOf({ ...well, ...more }, NOW)).toBe(standing)
  })

  test('the list begins with whom somebody has to look after', () => {
    const devices = [
      { id: 'revoked', standing: 'revoked', heardAt: hoursAgo(900) },
      { id: 'well', standing: 'well', heardAt: hoursAgo(1) },
      { id: 'errors', standing: 'errors', heardAt: hoursAgo(2) },
      { id: 'other', standing: 'showsOther', heardAt: hoursAgo(3) },
      { id: 'a day', standing: 'silent', heardAt: hoursAgo(25) },
      { id: 'a month', standing: 'silent', heardAt: hoursAgo(720) },
      { id: 'never', standing: 'neverHeard', heardAt: null },
    ] as const
    expect(worstFirst(devices).map(({ id }) => id)).toEqual([
      'never',
      'a month',
      'a day',
      'other',
      'errors',
      'well',
      'revoked',
    ])
  })
})
