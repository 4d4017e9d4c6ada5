import { pbkdf2Sync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countPinTry, delayAfter, isPin, NO_TRIES, pinWait } from '#device/tablet/pin.ts'

const NOW = Date.parse('2026-03-09T02:00:00Z')
const HOUR = 3_600_000

/** So many wrong tries, each as soon as it may be made. */
function fail(times: number) {
  let tries = NO_TRIES
  for (let i = 0; i < times; i++) tries = countPinTry(tries, Math.max(NOW, tries.until)).tries
  return tries
}

describe('the PIN that leads out of the kiosk', () => {
  test('is six digits, compared by their hash', async () => {
    const salt = Buffer.from('0123456789abcdef')
    const hash = pbkdf2Sync('402918', salt, 1000, 32, 'sha256').toString('base64url')
    const pin = { salt: salt.toString('base64url'), iterations: 1000, hash }
    expect(await isPin(pin, '402918')).toBe(true)
    for (const typed of ['402919', '', '4029180', ' 402918', '４０２９１８', '40291'])
      expect(await isPin(pin, typed)).toBe(false)
  })

  test('may be tried five times, then a growing while has to pass', () => {
    const tries = fail(5)
    expect(tries).toEqual({ failures: 5, until: NOW + 30_000 })
    expect(countPinTry(tries, NOW + 29_999)).toEqual({ tries, waitMs: 1 })
    const sixth = countPinTry(tries, NOW + 30_000)
    expect(sixth.waitMs).toBe(0)
    expect(pinWait(sixth.tries, NOW + 30_000).waitMs).toBe(60_000)
    expect([6, 7, 8, 9, 10, 11, 12, 13, 99].map(delayAfter)).toEqual(
      [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600].map((s) => s * 1000),
    )
  })

  test('a reload between counting and looking gives no try away', () => {
    const kept = JSON.parse(JSON.stringify(fail(5))) as typeof NO_TRIES
    expect(pinWait(kept, NOW).waitMs).toBe(30_000)
  })

  test('a clock that says 1970 or 2099 neither opens the door nor shuts it for ever', () => {
    const tries = fail(8)
    const back = pinWait(tries, 0)
    expect(back.waitMs).toBe(240_000)
    expect(pinWait(back.tries, 240_000).waitMs).toBe(0)
    expect(pinWait(tries, Date.parse('2099-01-01T00:00:00Z')).waitMs).toBe(0)
  })

  test('in an hour nobody tries more often than the delays let them, whatever they do', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 200 }), (pauses) => {
        let [tries, now, looked] = [NO_TRIES, NOW, 0]
        for (const pause of pauses) {
          now += pause
          if (now - NOW > HOUR) break
          const counted = countPinTry(tries, now)
          tries = counted.tries
          if (counted.waitMs === 0) looked++
        }
        expect(looked).toBeLessThanOrEqual(12)
      }),
    )
  })
})
