import { expect, test } from 'vitest'
import type { Hash } from '#domain/board/board-state.ts'
import { compareMarks } from '#domain/board/cross-check.ts'
import { judgeSheet } from '#domain/board/sheet-verdict.ts'
import type { Instant } from '#domain/calendar/day.ts'

const digest = (digit: string) => digit.repeat(64) as Hash
const at = '2026-03-09T01:12:00Z' as Instant
const posted = {
  version: 3,
  digest: digest('3'),
  chain: [1, 2].map((version) => ({ version, digest: digest(String(version)), publishedAt: at })),
  withdrawal: null,
}
const gone = { ...posted, withdrawal: { why: '错', office: '苏木', at } }
const never = (settled: boolean) => ({ verdict: 'neverPublished', settled })

test.each([
  { it: 'the newest version', version: 3, of: '3', board: posted, says: { verdict: 'current' } },
  {
    it: 'an earlier one',
    version: 1,
    of: '1',
    board: posted,
    says: { verdict: 'superseded', version: 3 },
  },
  { it: 'a withdrawn one', version: 3, of: '3', board: gone, says: { verdict: 'withdrawn' } },
  {
    it: 'an earlier one of what was withdrawn',
    version: 2,
    of: '2',
    board: gone,
    says: { verdict: 'withdrawn' },
  },
  { it: 'another content', version: 3, of: '4', board: posted, says: never(true) },
  {
    it: 'another content of an earlier one',
    version: 1,
    of: '2',
    board: posted,
    says: never(true),
  },
  { it: 'another content of a withdrawn one', version: 3, of: '4', board: gone, says: never(true) },
  { it: 'one that is not there yet', version: 4, of: '4', board: posted, says: never(false) },
  { it: 'an unknown notice', version: 1, of: '1', board: null, says: never(false) },
])('a sheet of $it', ({ version, of, board, says }) => {
  expect(judgeSheet({ version, digest: digest(of) }, board)).toEqual(says)
})

test('two boards are held against each other by seq, then by content', () => {
  const ours = { seq: 5, manifest: digest('a') }
  expect(compareMarks(ours, ours)).toBe('same')
  expect(compareMarks(ours, { ...ours, manifest: digest('b') })).toBe('different')
  expect(compareMarks(ours, { seq: 4, manifest: digest('b') })).toBe('theyAreOlder')
  expect(compareMarks(ours, { seq: 6, manifest: digest('a') })).toBe('theyAreNewer')
})
