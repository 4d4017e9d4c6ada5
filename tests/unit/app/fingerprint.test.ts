import { expect, test } from 'vitest'
import { hexOfBase64, inGroups } from '#app/fingerprint.ts'

test('a fingerprint is read in groups of four, and no sign is lost', () => {
  expect(inGroups('0123456789abcdef')).toBe('0123 4567 89ab cdef')
  expect(inGroups('01234')).toBe('0123 4')
  expect(inGroups('')).toBe('')
})

test('base64 is shown as hex', () => {
  expect(hexOfBase64('AP8Q')).toBe('00ff10')
  expect(hexOfBase64('not base64!')).toBe('not base64!')
})
