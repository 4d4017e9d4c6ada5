import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHash } from 'node:crypto'
import { instantOf } from '#domain/calendar/day.ts'
import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { entryLeafHash, formatEntry, parseEntry } from '#protocol/entry.ts'
import { AT, coded, hashOfDigit, REGION } from './samples.ts'

const first = { region: REGION, seq: 0, previous: null, manifest: hashOfDigit('a'), at: AT }
const TEXT = `sambar/entry/v1\n152529900201\n0\n-\n${'a'.repeat(64)}\n2026-03-09T01:12:00Z\n`

test('an entry is six lines', () => {
  expect(formatEntry(first)).toBe(TEXT)
  expect(parseEntry(TEXT)).toEqual(first)
})

test('its leaf is RFC 6962’s', async () => {
  const leaf = createHash('sha256').update('\0').update(TEXT).digest('hex')
  expect(await entryLeafHash(TEXT)).toBe(leaf)
})

const hash = fc
  .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })
  .map((text) => text as Hash)

test('what is written reads back', () => {
  const entry = fc.record({
    seq: fc.integer({ min: 1 }),
    previous: hash,
    manifest: hash,
    at: fc.integer({ min: 0, max: 4e12 }).map((ms) => instantOf(ms)),
  })
  fc.assert(
    fc.property(entry, (given) => {
      const whole = { region: '152529000000' as RegionCode, ...given }
      expect(parseEntry(formatEntry(whole))).toEqual(whole)
    }),
  )
})

const changed = (from: string | RegExp, to: string) => TEXT.replace(from, to)

test.each([
  ['another form', changed('/v1', '/v2')],
  ['nothing', ''],
  ['no last line feed', TEXT.slice(0, -1)],
  ['a line too many', `${TEXT}\n`],
  ['a line too few', changed('0\n-\n', '0\n')],
  ['carriage returns', TEXT.replaceAll('\n', '\r\n')],
  ['a region of 11 digits', changed('152529900201', '15252990020')],
  ['a region in full-width digits', changed('152529900201', '１５２５２９９００２０１')],
  ['a seq with a zero before it', changed('\n0\n', '\n00\n')],
  ['a seq below zero', changed('\n0\n', '\n-1\n')],
  ['a seq beyond safe integers', changed('\n0\n', '\n9007199254740992\n')],
  ['a first entry after another', changed('\n-\n', `\n${'b'.repeat(64)}\n`)],
  ['a later entry after none', changed('\n0\n', '\n1\n')],
  ['a hash in capitals', changed('a'.repeat(64), 'A'.repeat(64))],
  ['a hash too short', changed('a'.repeat(64), 'a'.repeat(63))],
  ['an instant with parts of a second', changed('00Z', '00.0Z')],
  ['an instant that never was', changed('2026-03-09', '2026-02-30')],
  ['an instant of another zone', changed('00Z', '00+08:00')],
])('%s is refused', (_, text) => {
  expect(() => parseEntry(text)).toThrow(coded('MALFORMED'))
})

test('the entry’s text is never quoted in the error', () => {
  expect(() => parseEntry('159999199001011234')).toThrow(/^(?!.*159999).*$/)
})
