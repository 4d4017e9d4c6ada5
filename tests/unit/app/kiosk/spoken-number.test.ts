import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Day } from '#domain/calendar/day.ts'
import type { Fen } from '#domain/money/fen.ts'
import {
  spokenAmount,
  spokenDay,
  spokenDecimal,
  spokenDigits,
  spokenPhone,
  spokenWhole,
  spokenYears,
} from '#app/kiosk/spoken-number.ts'

test.each([
  [0, '零'],
  [7, '七'],
  [10, '十'],
  [12, '十二'],
  [20, '二十'],
  [100, '一百'],
  [105, '一百零五'],
  [110, '一百一十'],
  [1200, '一千二百'],
  [2000, '两千'],
  [2222, '两千二百二十二'],
  [10_010, '一万零一十'],
  [20_000, '两万'],
  [20_050, '两万零五十'],
  [120_000, '十二万'],
  [1_000_203, '一百万零二百零三'],
  [1_284_650, '一百二十八万四千六百五十'],
  [100_000_000, '一亿'],
  [200_030_000, '两亿零三万'],
  [1_000_000_001, '十亿零一'],
])('%i is said %s', (number, said) => expect(spokenWhole(number)).toBe(said))

/** Reads words back, to hold them against the figure. */
function heard(said: string): number {
  let total = 0
  let myriad = 0
  let digit = 0
  for (const sign of said) {
    const value = '零一二三四五六七八九'.indexOf(sign)
    const step = { 十: 10, 百: 100, 千: 1000 }[sign]
    const large = { 万: 1e4, 亿: 1e8 }[sign]
    if (value >= 0 || sign === '两') digit = sign === '两' ? 2 : value
    else if (step) {
      myriad += (digit || 1) * step
      digit = 0
    } else if (large) {
      total += (myriad + digit) * large
      myriad = digit = 0
    }
  }
  return total + myriad + digit
}

test('what is said is the number, whichever it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), (number) => {
      const said = spokenWhole(number)
      expect(heard(said)).toBe(number)
      expect(said).not.toMatch(/零零|零$|^一十/)
    }),
    { numRuns: 500 },
  )
})

describe('money', () => {
  test.each([
    [120_000, '一千二百元'],
    [0, '零元'],
    [200, '两元'],
    [1_200, '十二元'],
    [5, '五分'],
    [50, '五角'],
    [105, '一元零五分'],
    [120_050, '一千二百元五角'],
    [128_465_004, '一百二十八万四千六百五十元零四分'],
    [-2_000, '负二十元'],
  ])('%i fen are said %s', (fen, said) => expect(spokenAmount(fen as Fen)).toBe(said))
})

test.each([
  ['11.9235', '十一点九二三五'],
  ['3.90', '三点九'],
  ['5.00', '五'],
  ['0.5', '零点五'],
  ['-2', '负二'],
  ['约三', '约三'],
])('the decimal %s is said %s', (text, said) => expect(spokenDecimal(text)).toBe(said))

test('years and days are said digit by digit and in words', () => {
  expect(spokenDigits('2025')).toBe('二〇二五')
  expect(spokenDay('2026-03-09' as Day)).toBe('二〇二六年三月九日')
  expect(spokenYears('2025年草原补奖，3000亩')).toBe('二〇二五年草原补奖，3000亩')
})

test('a telephone is said as people say it', () => {
  expect(spokenPhone('0479-3131 001')).toBe('零四七九，三幺三幺，零零幺')
})
