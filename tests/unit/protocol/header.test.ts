import { expect, test } from 'vitest'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { headerValue, parseHeader, verifyHeader } from '#protocol/header.ts'
import type { NoticeRecord } from '#protocol/shapes.ts'
import { coded, header, noticeRecord } from './samples.ts'

const written = (over: object = {}): unknown =>
  JSON.parse(JSON.stringify({ ...headerValue(header()), ...over }))

test('a header reads back as it was', () => {
  expect(parseHeader(JSON.parse(canonicalJson(headerValue(header()))))).toEqual(header())
})

test('keys of tomorrow are passed over, a form of tomorrow is not', () => {
  expect(parseHeader(written({ map: 'x' }))).toEqual(header())
  expect(() => parseHeader(written({ v: 2 }))).toThrow(coded('UPDATE_THE_APP', { what: 'header' }))
})

test.each([
  ['no version', { v: undefined }],
  ['no notice', { notice: undefined }],
  ['a region of another form', { region: '15' }],
  ['an attribute of its own', { attribute: 'secret' }],
  ['a title without Chinese', { title: { mn: 'x' } }],
  ['a text where a program stands', { program: 'x' }],
  ['a rate as a number', { program: { ...header().program, rates: [{ rate: 1.5 }] } }],
  ['a basis that is no list', { basis: 'x' }],
  ['a period of half days', { period: { number: 0.5, unit: 'day', source: '' } }],
  ['a period of weeks', { period: { number: 1, unit: 'week', source: '' } }],
  ['an end that is no day', { periodEndsOn: '2026-03-16T00:00:00Z' }],
  ['a reviewer without an instant', { reviewedBy: [{ role: 'x', name: 'y' }] }],
  ['a half sum', { aggregate: { households: 1, parts: [], amountFen: 0.5 } }],
  ['no word on the demo', { demo: undefined }],
])('%s is refused', (_, over) => {
  expect(() => parseHeader(written(over))).toThrow(coded('MALFORMED'))
})

/** A record that says what the sample header says. */
function agreeing(over: Partial<NoticeRecord> = {}): NoticeRecord {
  const { notice, version, item, title, year, batch, publishedOn, periodEndsOn, change, totals } =
    header()
  const own = { item, title, year, batch, publishedOn, periodEndsOn, change, totals, version }
  const program = header().program?.code ?? null
  return noticeRecord({ ...own, id: notice, program, withdrawal: null, ...over })
}

test('a header is its record’s own and tells the same story', () => {
  const { region } = header()
  expect(() => verifyHeader(region, agreeing(), header())).not.toThrow()
  const gone = { why: '重复公布', office: '示范苏木', at: header().reviewedBy[0]!.at }
  expect(() =>
    verifyHeader(region, agreeing({ withdrawal: gone, totals: null }), header()),
  ).not.toThrow()
})

test.each<[string, Partial<NoticeRecord>]>([
  ['another version', { version: 9 }],
  ['another title', { title: { zh: '别的' } }],
  ['another year', { year: 1999 }],
  ['another batch', { batch: '2' }],
  ['another program', { program: 'other' }],
  ['another catalog item', { item: 'cat-x' }],
  ['another end', { periodEndsOn: null }],
  ['another story of what changed', { change: { what: ['amount'], why: '别的' } }],
  ['other sums', { totals: noticeRecord().totals ?? ({ payees: 9 } as NoticeRecord['totals']) }],
])('a header under a record with %s is refused', (_, over) => {
  expect(() => verifyHeader(header().region, agreeing(over), header())).toThrow(
    coded('NOTICE_WRONG'),
  )
})
