import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePayeeNumber, payeeNumberOf } from '#domain/disbursement/payee-number.ts'
import { findPersonal } from '#domain/privacy/detect.ts'

const bytes = fc.uint8Array({ minLength: 5, maxLength: 5 })

describe('payee numbers', () => {
  test('five bytes are eight characters, and all of them count', () => {
    expect(payeeNumberOf(new Uint8Array([0, 0, 0, 0, 0]))).toBe('00000000')
    expect(payeeNumberOf(new Uint8Array([255, 255, 255, 255, 255]))).toBe('ZZZZZZZZ')
    expect(payeeNumberOf(new Uint8Array([0, 0, 0, 0, 33]))).toBe('00000011')
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(payeeNumberOf(a) === payeeNumberOf(b)).toBe(a.join() === b.join())
      }),
    )
  })

  test('what was made is read, and looks like nobody’s number', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const payee = payeeNumberOf(random)
        expect(parsePayeeNumber(payee)).toBe(payee)
        expect(parsePayeeNumber(` ${payee.slice(0, 4).toLowerCase()}-${payee.slice(4)}`)).toBe(
          payee,
        )
        expect(findPersonal(payee)).toEqual([])
      }),
    )
  })

  test('letters that are read wrongly are read rightly', () => {
    expect(parsePayeeNumber('oOiIlL12')).toBe('00111112')
    for (const none of ['', '1234567', '123456789', 'UUUUUUUU', '一二三四五六七八', '1234567!'])
      expect(parsePayeeNumber(none)).toBeNull()
  })

  test('too few random bytes are a mistake', () => {
    expect(() => payeeNumberOf(new Uint8Array(4))).toThrow(RangeError)
  })
})
