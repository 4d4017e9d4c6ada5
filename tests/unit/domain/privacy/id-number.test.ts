import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDay } from '#domain/calendar/day.ts'
import type { Day } from '#domain/calendar/day.ts'
import { ageAtEndOf, readIdNumber } from '#domain/privacy/id-number.ts'
import { DISGUISES, id18 } from './planted.ts'

describe('F102 a cell of an ID column', () => {
  test('a right number gives its birth date and one canonical form, however it is written', () => {
    const harmless = [
      'plain',
      'full width',
      'small x',
      'spaces by four',
      'zero width',
      'wide spaces',
      'tabs',
    ]
    fc.assert(
      fc.property(id18, fc.constantFrom(...harmless), (id, name) => {
        const read = readIdNumber(`'${DISGUISES[name]?.(id)}\t`)
        expect(read).toEqual({
          canonical: id,
          birth: parseDay(`${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`),
        })
      }),
    )
  })

  test('any other last character is the wrong one', () => {
    fc.assert(
      fc.property(id18, fc.constantFrom(...'0123456789X'), (id, last) => {
        fc.pre(last !== id[17])
        expect(readIdNumber(id.slice(0, 17) + last)).toEqual({ refused: 'idCheckDigit' })
      }),
    )
  })

  test('any one digit wrong, or two neighbours changed round, is noticed', () => {
    fc.assert(
      fc.property(id18, fc.nat({ max: 16 }), fc.nat({ max: 9 }), (id, at, digit) => {
        const wrong = id.slice(0, at) + String(digit) + id.slice(at + 1)
        if (wrong !== id) expect(readIdNumber(wrong)).toHaveProperty('refused')
        const round = id.slice(0, at) + (id[at + 1] ?? '') + (id[at] ?? '') + id.slice(at + 2)
        if (round !== id) expect(readIdNumber(round)).toHaveProperty('refused')
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['', 'empty'],
    ['159999640417050', 'fifteen digits'],
    ['15999919520222218', 'a digit short'],
    ['1599991952022221841', 'a digit long'],
    ['159999195202302184', '30 February'],
    ['159999185802222184', 'born before anybody alive'],
    ['059999195202222184', 'no area begins with zero'],
    ['X59999195202222184', 'X in front'],
    ['1.59999E+17', 'what Excel makes of it'],
  ])('%s is no ID number: %s', (text) => {
    expect(readIdNumber(text)).toEqual({ refused: 'idFormat' })
  })

  test('fourteen at the end of the year is fourteen', () => {
    expect(ageAtEndOf(2025, '2011-12-31' as Day)).toBe(14)
    expect(ageAtEndOf(2025, '2012-01-01' as Day)).toBe(13)
  })
})
