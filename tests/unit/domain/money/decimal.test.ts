import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDecimal,
  compareDecimal,
  isDecimal,
  multiply,
  parseDecimal,
  roundToUnits,
} from '#domain/money/decimal.ts'
import type { Decimal } from '#domain/money/decimal.ts'

/** A decimal as the model has it: units of 10^-9. */
const SCALE = 9
const model = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
function text(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(SCALE + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`
}
const decimal = (units: bigint) => parseDecimal(text(units)) as Decimal

describe('parseDecimal', () => {
  test.each([
    ['3,153.44', '3153.44'],
    ['３，１５３．４４', '3153.44'],
    ['11.9235', '11.9235'],
    ['007.50', '7.5'],
    ['.25', '0.25'],
    ['-0', '0'],
    ['-0.0', '0'],
    ['+12', '12'],
    ['−1.5', '-1.5'],
    [' 87.82　', '87.82'],
    ['1,000,000', '1000000'],
  ])('%s is %s', (given, canonical) => {
    expect(parseDecimal(given)).toBe(canonical)
  })

  test.each([
    '',
    '.',
    '-',
    '1.',
    '1e5',
    '1,0000',
    ',1',
    '1 000',
    '12亩',
    '1.2.3',
    '--1',
    '①',
    '²',
    '9'.repeat(41),
  ])('%j is no decimal', (given) => expect(parseDecimal(given)).toBeNull())

  test('what was read is canonical and reads as itself', () => {
    fc.assert(
      fc.property(model, (units) => {
        const read = decimal(units)
        expect(parseDecimal(read)).toBe(read)
        expect(isDecimal(read)).toBe(true)
        expect(read).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/)
        expect(read).not.toBe('-0')
      }),
    )
  })
})

describe('arithmetic', () => {
  test('sums, order and products are what bigints say', () => {
    fc.assert(
      fc.property(model, model, (a, b) => {
        expect(addDecimal(decimal(a), decimal(b))).toBe(decimal(a + b))
        expect(compareDecimal(decimal(a), decimal(b))).toBe(a < b ? -1 : a > b ? 1 : 0)
        const product = (a * b) / 10n ** BigInt(SCALE)
        const exact = (a * b) % 10n ** BigInt(SCALE) === 0n
        if (exact) expect(multiply(decimal(a), decimal(b))).toBe(decimal(product))
        expect(
          compareDecimal(multiply(decimal(a), decimal(b)), multiply(decimal(b), decimal(a))),
        ).toBe(0)
      }),
    )
  })

  test('11.9235 × 3153.44 has no float in it', () => {
    expect(multiply('11.9235' as Decimal, '3153.44' as Decimal)).toBe('37600.04184')
    expect(multiply()).toBe('1')
    expect(multiply('0.1' as Decimal, '0.1' as Decimal, '3' as Decimal)).toBe('0.03')
  })

  test('rounding goes to the nearest, the middle away from zero', () => {
    fc.assert(
      fc.property(model, fc.integer({ min: 0, max: 10 }), (units, places) => {
        const rounded = roundToUnits(decimal(units), places)
        const step = 10n ** BigInt(Math.max(0, SCALE - places))
        const scaled = rounded * step
        const exact = places > SCALE ? units * 10n ** BigInt(places - SCALE) : units
        const away = exact - scaled < 0n ? scaled - exact : exact - scaled
        expect(away * 2n <= step || step === 1n).toBe(true)
        if (away * 2n === step) expect(scaled < 0n ? scaled < exact : scaled > exact).toBe(true)
      }),
    )
    expect(roundToUnits('0.125' as Decimal, 2)).toBe(13n)
    expect(roundToUnits('-0.125' as Decimal, 2)).toBe(-13n)
  })
})
