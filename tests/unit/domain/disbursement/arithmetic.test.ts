import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkLine, checkPart } from '#domain/disbursement/arithmetic.ts'
import type { Part } from '#domain/disbursement/line.ts'
import { parseDecimal } from '#domain/money/decimal.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import { asFen } from '#domain/money/fen.ts'

const d = (text: string) => parseDecimal(text) as Decimal
const part = (quantity: string, rate: string, amountFen: number, times?: string): Part => ({
  what: '禁牧',
  quantity: d(quantity),
  rate: d(rate),
  amountFen: asFen(amountFen),
  ...(times === undefined ? {} : { times: d(times) }),
})

describe('quantity × rate against the amount', () => {
  test.each([
    ['3153.44', '11.9235', 3760004, 'exact', 0],
    ['3153.44', '11.9235', 3760000, 'roundedToYuan', -4],
    ['3153.44', '11.9235', 3760100, 'off', 96],
    ['2', '625', 125000, 'exact', 0],
    ['0.005', '1', 1, 'exact', 0],
    ['0', '11.9235', 0, 'exact', 0],
  ] as const)('%s × %s and %i fen is %s by %i', (quantity, rate, fen, kind, byFen) => {
    expect(checkPart(part(quantity, rate, fen))).toMatchObject({ kind, byFen })
  })

  test('months count', () => {
    expect(checkPart(part('3', '625', 2250000, '12'))).toMatchObject({ kind: 'exact' })
  })

  test('what is not known cannot be checked', () => {
    const whole = part('2', '3', 600)
    for (const key of ['quantity', 'rate', 'amountFen'] as const)
      expect(checkPart({ ...whole, [key]: undefined })).toBeNull()
    expect(checkPart(part('9999999999999', '9999999999', 1))).toBeNull()
  })

  test('against a model in bigints', () => {
    const hundredths = fc.integer({ min: 0, max: 99_999_999 })
    const tenThousandths = fc.integer({ min: 0, max: 9_999_999 })
    fc.assert(
      fc.property(
        hundredths,
        tenThousandths,
        fc.integer({ min: -200, max: 200 }),
        fc.boolean(),
        (q, r, away, yuan) => {
          const product = BigInt(q) * BigInt(r)
          const toFen = (product + 5000n) / 10_000n
          const toYuan = ((product + 500_000n) / 1_000_000n) * 100n
          const amount = Number(yuan ? toYuan : toFen) + away
          fc.pre(amount >= 0)
          const text = (n: number, places: number) => {
            const digits = String(n).padStart(places + 1, '0')
            return `${digits.slice(0, -places)}.${digits.slice(-places)}`
          }
          const kind =
            BigInt(amount) === toFen ? 'exact' : BigInt(amount) === toYuan ? 'roundedToYuan' : 'off'
          expect(checkPart(part(text(q, 2), text(r, 4), amount))).toEqual({
            kind,
            expectedFen: Number(toFen),
            byFen: amount - Number(toFen),
          })
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('a line', () => {
  test('a single part without an amount is measured by the line’s', () => {
    const only = { what: '补贴面积', quantity: d('87.82'), rate: d('78.62') }
    expect(checkLine({ parts: [only], amountFen: asFen(690441) })).toMatchObject([
      { kind: 'exact' },
    ])
    expect(checkLine({ parts: [only, only], amountFen: asFen(690441) })).toEqual([null, null])
    expect(checkLine({ parts: [], amountFen: asFen(690441) })).toEqual([])
  })
})
