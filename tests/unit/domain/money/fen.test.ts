import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asFen, formatFen, MOST_FEN, parseFen, sumFen } from '#domain/money/fen.ts'
import type { Fen, MoneyUnit } from '#domain/money/fen.ts'

const amounts = fc.integer({ min: 0, max: MOST_FEN })
const fullWidth = (text: string) =>
  text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))

/** An amount of fen as plain text with this many decimal places, by bigint alone. */
function written(fen: number, places: number): string {
  const digits = BigInt(fen)
    .toString()
    .padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
}

describe('parseFen', () => {
  test.each([
    ['1,284,650.00', '元', 128465000],
    ['１２３４．５０', '元', 123450],
    ['１，２３４．５', '元', 123450],
    ['0', '元', 0],
    ['0.00', '元', 0],
    ['12.3400', '元', 1234],
    ['.5', '元', 50],
    ['+7', '元', 700],
    ['\t6904.41 ', '元', 690441],
    ['￥37,600.04', '元', 3760004],
    ['¥ 37600.04元', '元', 3760004],
    ['128.465', '万元', 128465000],
    ['0.000001', '万元', 1],
    ['3.5万元', '万元', 3500000],
    ['690441', '分', 690441],
    ['1000000000', '元', MOST_FEN],
  ] as const)('%s in %s is %i fen', (text, unit, fen) => {
    expect(parseFen(text, unit)).toBe(fen)
  })

  test.each([
    ['', 'amountMissing'],
    ['   ', 'amountMissing'],
    ['—', 'amountMissing'],
    ['/', 'amountMissing'],
    ['-120.00', 'amountNegative'],
    ['－120', 'amountNegative'],
    ['−0.01', 'amountNegative'],
    ['(120.00)', 'amountNegative'],
    ['1234.567', 'amountDecimals'],
    ['0.001', 'amountDecimals'],
    ['1e5', 'amountNotation'],
    ['1.2E+04', 'amountNotation'],
    ['１ｅ５', 'amountNotation'],
    ['约500', 'amountNotNumber'],
    ['五百元', 'amountNotNumber'],
    ['1,23,456', 'amountNotNumber'],
    ['12,34', 'amountNotNumber'],
    ['1.2.3', 'amountNotNumber'],
    ['5.', 'amountNotNumber'],
    ['12²', 'amountNotNumber'],
    ['0x10', 'amountNotNumber'],
    ['Infinity', 'amountNotNumber'],
    ['NaN', 'amountNotNumber'],
    ['3.5万元', 'amountNotNumber'],
    ['-abc', 'amountNotNumber'],
    ['=SUM(A1:A3)', 'amountNotNumber'],
    ['1000000000.01', 'amountTooLarge'],
    ['9'.repeat(400), 'amountTooLarge'],
  ] as const)('%s is refused as %s', (text, refused) => {
    expect(parseFen(text, '元')).toEqual({ refused })
  })

  test('too fine depends on the unit', () => {
    expect(parseFen('1.5', '分')).toEqual({ refused: 'amountDecimals' })
    expect(parseFen('1.2345678', '万元')).toEqual({ refused: 'amountDecimals' })
    expect(parseFen('100000.000001', '万元')).toEqual({ refused: 'amountTooLarge' })
  })

  test('every amount is read back as it was written, in each unit and width', () => {
    const units: [MoneyUnit, number][] = [
      ['分', 0],
      ['元', 2],
      ['万元', 6],
    ]
    fc.assert(
      fc.property(amounts, fc.constantFrom(...units), fc.boolean(), (fen, [unit, places], wide) => {
        const text = written(fen, places)
        expect(parseFen(wide ? fullWidth(text) : text, unit)).toBe(fen)
      }),
      { numRuns: 1000 },
    )
  })

  test('whatever text comes, the answer is whole fen in range or a refusal', () => {
    const digitsAndSigns = fc.string({ unit: fc.constantFrom(...'0123456789.,-+eE元万 ￥９，．') })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), digitsAndSigns), (text) => {
        const read = parseFen(text, '元')
        if (typeof read === 'number') {
          expect(Number.isSafeInteger(read) && read >= 0 && read <= MOST_FEN).toBe(true)
          expect(parseFen(formatFen(read), '元')).toBe(read)
        } else expect(read.refused).toMatch(/^amount/)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('sums and figures', () => {
  test('a sum is what bigints say', () => {
    fc.assert(
      fc.property(fc.array(amounts, { maxLength: 300 }), (list) => {
        const model = list.reduce((sum, fen) => sum + BigInt(fen), 0n)
        expect(BigInt(sumFen(list as Fen[]))).toBe(model)
      }),
    )
  })

  test('a sum beyond safe integers is a mistake, not a wrong figure', () => {
    const much = asFen(Number.MAX_SAFE_INTEGER)
    expect(() => sumFen([much, asFen(1)])).toThrow(RangeError)
  })

  test('figures are grouped by thousands and always show both places', () => {
    expect(formatFen(asFen(128465000))).toBe('1,284,650.00')
    expect(formatFen(asFen(5))).toBe('0.05')
    expect(formatFen(asFen(0))).toBe('0.00')
    expect(formatFen(asFen(-100000))).toBe('-1,000.00')
    fc.assert(
      fc.property(amounts, (fen) => {
        const text = formatFen(asFen(fen))
        expect(text.replace(/,/g, '')).toBe(written(fen, 2))
        expect(text).toMatch(/^\d{1,3}(,\d{3})*\.\d\d$/)
      }),
    )
  })

  test('only whole safe numbers are fen', () => {
    for (const odd of [0.5, Number.NaN, Infinity, 2 ** 53])
      expect(() => asFen(odd)).toThrow(RangeError)
    expect(Object.is(asFen(-0), 0)).toBe(true)
  })
})
