import { expect, test } from 'vitest'
import { byYearAndField, firstOf } from '#app/notice-order.ts'
import type { NoticeSummary } from '#device/api.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { NoticeId } from '#domain/notice/notice.ts'

const notice = (id: string, year: number, item: string, month: number): NoticeSummary => ({
  id: id as NoticeId,
  kind: 'disbursement',
  item,
  program: null,
  year,
  batch: null,
  title: { zh: id },
  version: 1,
  digest: '' as NoticeSummary['digest'],
  chain: [],
  state: 'published',
  publishedAt: `${year}-0${month}-01T00:00:00Z` as Instant,
  publishedOn: `${year}-0${month}-01` as NoticeSummary['publishedOn'],
  periodEndsOn: null,
  change: null,
  withdrawal: null,
  totals: null,
  periodOpen: null,
  daysLeft: null,
  listsHeld: 1,
})

test('notices stand by year and field, newest first, each year knowing what stands before it', () => {
  const fields = new Map([
    ['grass', '草原'],
    ['care', '养老'],
  ])
  const years = byYearAndField(
    [
      notice('a', 2024, 'grass', 2),
      notice('b', 2025, 'grass', 1),
      notice('c', 2025, 'care', 3),
      notice('d', 2025, 'grass', 2),
      notice('e', 2025, 'unknown', 1),
    ],
    fields,
  )
  expect(
    years.map(({ year, count, before, fields }) => [
      year,
      count,
      before,
      fields.map(({ field, notices }) => [field, notices.map(({ id }) => id)]),
    ]),
  ).toEqual([
    [
      2025,
      4,
      0,
      [
        ['养老', ['c']],
        ['草原', ['d', 'b']],
        [null, ['e']],
      ],
    ],
    [2024, 1, 4, [['草原', ['a']]]],
  ])
  expect(byYearAndField([], fields)).toEqual([])
})

test('the first notices of a year, over its fields in their order; how many it has stays', () => {
  const fields = new Map([['grass', '草原']])
  const [year] = byYearAndField(
    [notice('a', 2025, 'grass', 3), notice('b', 2025, 'grass', 2), notice('c', 2025, 'unknown', 1)],
    fields,
  )
  const shown = (most: number) =>
    firstOf(year!, most).fields.map(({ field, notices }) => [field, notices.map(({ id }) => id)])
  expect(shown(1)).toEqual([['草原', ['a']]])
  expect(shown(2)).toEqual([['草原', ['a', 'b']]])
  expect(shown(Infinity)).toEqual([
    ['草原', ['a', 'b']],
    [null, ['c']],
  ])
  expect(firstOf(year!, 1).count).toBe(3)
})
