import { expect, test } from 'vitest'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { headerValue, parseHeader } from '#protocol/header.ts'
import { coded, header } from './samples.ts'

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
