import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Hash } from '#domain/board/board-state.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { formatMark, formatSheet, MOST_BYTES, parseMark, parseSheet } from '#protocol/paper.ts'
import { coded, REGION } from './samples.ts'

const SHEET = {
  region: REGION,
  notice: '00112233445566778899aabbccddeeff' as NoticeId,
  version: 12,
  digest: 'ab'.repeat(32) as Hash,
}
const MARK = { region: REGION, seq: 40, manifest: 'cd'.repeat(32) as Hash }
const HOST = 'https://sambar.example.cn'
const PAPER = `${HOST}/s/${REGION}/${SHEET.notice}/12/${SHEET.digest}`
const OTHER = `${HOST}/x/${REGION}/40/${MARK.manifest}`

test('a sheet and a board’s mark read back, with their host or without', () => {
  expect(formatSheet(`${HOST}/`, SHEET)).toBe(PAPER)
  expect(formatMark(HOST, MARK)).toBe(OTHER)
  for (const text of [
    PAPER,
    ` ${PAPER}\n`,
    PAPER.slice(HOST.length),
    PAPER.replace('https', 'HTTP'),
  ])
    expect(parseSheet(text)).toEqual(SHEET)
  expect(parseMark(OTHER)).toEqual(MARK)
  expect(parseMark(OTHER.slice(HOST.length))).toEqual(MARK)
})

test('the QR of a sheet stays coarse: the longest host that fits makes it no longer than 300 bytes', () => {
  expect(PAPER.length).toBeLessThan(160)
  const host = (length: number) => `https://${'a'.repeat(length)}.cn`
  const room = MOST_BYTES - formatSheet('', SHEET).length - 'https://.cn'.length
  expect(formatSheet(host(room), SHEET)).toHaveLength(MOST_BYTES)
  expect(() => formatSheet(host(room + 1), SHEET)).toThrow(TypeError)
})

test.each([
  '',
  HOST,
  `${PAPER}/`,
  `${PAPER}?x=1`,
  PAPER.replace('/12/', '/0/'),
  PAPER.replace('/12/', '/012/'),
  PAPER.replace('/12/', '/12345/'),
  PAPER.replace('abab', 'ABAB'),
  PAPER.replace(REGION, '052529900201'),
  PAPER.replace('/s/', '/n/'),
  OTHER,
  PAPER.slice(0, -1),
  `${PAPER}${' '.repeat(400)}`,
])('%s is on no sheet', (text) => {
  expect(() => parseSheet(text)).toThrow(coded('MALFORMED', { what: 'sheet' }))
})

test('any text is a sheet, a mark, or malformed', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseSheet(text)).toThrow(coded('MALFORMED', { what: 'sheet' }))
      expect(() => parseMark(`/x/${text}`)).toThrow(coded('MALFORMED', { what: 'mark' }))
    }),
  )
})
