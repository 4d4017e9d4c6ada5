import { describe, expect, test } from 'vitest'
import {
  afterWrong,
  inTime,
  isPin,
  keepTries,
  NO_TRIES,
  readTries,
  triesLeft,
  waitMs,
  type Tries,
} from '#app/kiosk/pin.ts'

const MINUTE = 60_000
const wrongTimes = (times: number, at = 1_000): Tries =>
  Array.from({ length: times }).reduce<Tries>((tries) => afterWrong(tries, at), NO_TRIES)

test('five wrong ones cost nothing but the fifth a minute; each more twice as long, four hours at most', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 40].map((n) => waitMs(wrongTimes(n), 1_000))
  expect(waits.map((ms) => ms / MINUTE)).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 128, 240, 240])
  expect([0, 1, 4, 5, 9].map((n) => triesLeft(wrongTimes(n)))).toEqual([5, 4, 1, 0, 0])
})

test('all PINs would take a machine longer than a lifetime', () => {
  let [now, tries, tried] = [0, NO_TRIES, 0]
  const YEAR = 365 * 24 * 60 * MINUTE
  while (now < YEAR) {
    now += waitMs(tries, now)
    tries = afterWrong(tries, now)
    tried += 1
  }
  // Of a million.
  expect(tried).toBeLessThan(2_300)
})

test('a clock that is set back or forward shortens no wait below what was set, nor makes it longer', () => {
  const tries = wrongTimes(5, 10 * MINUTE)
  expect(waitMs(tries, 0)).toBe(MINUTE)
  expect(waitMs(tries, 10 * MINUTE + 20_000)).toBe(40_000)
  expect(waitMs(tries, 99 * MINUTE)).toBe(0)
})

test('by a clock that says 1970 the wait begins anew, and ends', () => {
  const tries = inTime(wrongTimes(6, Date.parse('2026-03-09T02:00:00Z')), 5_000)
  expect(waitMs(tries, 5_000)).toBe(2 * MINUTE)
  expect(waitMs(tries, 5_000 + 2 * MINUTE)).toBe(0)
  expect(inTime(tries, 6_000)).toBe(tries)
})

describe('what is kept of them', () => {
  const shelf = (text: string | null) => {
    let kept = text
    return {
      getItem: () => kept,
      setItem: (_: string, value: string) => void (kept = value),
    }
  }
  test('outlives the page', () => {
    const storage = shelf(null)
    keepTries(storage, wrongTimes(3))
    expect(readTries(storage)).toEqual({ wrong: 3, at: 1_000 })
  })
  test.each(['', 'x', '3', '3 x', '-1 5', 'NaN 5', '{}'])('is none where it says %j', (text) =>
    expect(readTries(shelf(text))).toEqual(NO_TRIES),
  )
  test('needs no storage', () => {
    expect(readTries(null)).toEqual(NO_TRIES)
    keepTries(null, wrongTimes(1))
  })
})

test('only the six digits that were stretched with this salt open it', async () => {
  const salt = Buffer.alloc(16, 7)
  const digits = new TextEncoder().encode('482913')
  const key = await crypto.subtle.importKey('raw', digits, 'PBKDF2', false, ['deriveBits'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 1_000 }
  const hash = Buffer.from(await crypto.subtle.deriveBits(how, key, 256)).toString('base64url')
  const held = { salt: salt.toString('base64url'), iterations: 1_000, hash }
  expect(await isPin('482913', held)).toBe(true)
  for (const wrong of ['482914', '48291', '4829130', '', '４８２９１３', '48291a'])
    expect([wrong, await isPin(wrong, held)]).toEqual([wrong, false])
  expect(await isPin('482913', { ...held, iterations: 1_001 })).toBe(false)
})
