import { describe, expect, test } from 'vitest'
import { asFen } from '#domain/money/fen.ts'
import { whatIsMissing } from '#domain/notice/content.ts'
import type { Missing } from '#domain/notice/content.ts'
import type { Notice } from '#domain/notice/notice.ts'
import { notice, program } from './notices.ts'

const list = notice.disbursement as NonNullable<Notice['disbursement']>
const aggregate = { households: 12, parts: [], amountFen: asFen(100) }

describe('before a notice is submitted', () => {
  test('a whole one needs nothing more', () => {
    expect(whatIsMissing(notice, program)).toEqual([])
    expect(
      whatIsMissing({ ...notice, disbursement: { ...list, lines: [], aggregate } }, program),
    ).toEqual([])
    expect(
      whatIsMissing({ ...notice, disbursement: null, text: { zh: '三务公开' } }, null),
    ).toEqual([])
  })

  test.each<[Missing, Partial<Notice>]>([
    ['title', { title: { zh: ' ' } }],
    ['item', { item: '' }],
    ['attribute', { attribute: '' as Notice['attribute'] }],
    ['attributeBasis', { attribute: 'closed' }],
    ['attributeBasis', { attribute: 'onRequest', attributeBasis: ' ' }],
    ['text', { disbursement: null }],
    ['year', { disbursement: { ...list, year: 20.25 } }],
    ['lines', { disbursement: { ...list, lines: [] } }],
    ['bothLinesAndTotal', { disbursement: { ...list, aggregate } }],
    ['program', { disbursement: { ...list, program: 'farmland' } }],
    ['change', { version: 2 }],
    ['change', { version: 2, change: { what: [], why: '更正' } }],
    ['change', { version: 2, change: { what: ['text'], why: '' } }],
  ])('%s is asked for', (missing, change) => {
    expect(whatIsMissing({ ...notice, ...change }, program)).toContain(missing)
  })

  test('who withholds something names the rule', () => {
    expect(
      whatIsMissing({ ...notice, attribute: 'closed', attributeBasis: '条例第十五条' }, program),
    ).toEqual([])
  })

  test('a program must be known and its period be long enough', () => {
    expect(whatIsMissing(notice, null)).toEqual(['program'])
    const short = { ...program, period: { ...program.period, number: 6 } }
    expect(whatIsMissing(notice, short)).toEqual(['periodTooShort'])
  })
})
