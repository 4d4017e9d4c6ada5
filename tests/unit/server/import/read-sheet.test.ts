import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Day } from '#domain/calendar/day.ts'
import { compareReports } from '#server/import/compare.ts'
import { readSheet } from '#server/import/read-sheet.ts'
import { demoRegions, sampleBytes, sampleExpected, samplePath } from '#tests/support/samples.ts'

const options = {
  regions: demoRegions(),
  today: '2026-01-15' as Day,
  personKey: new Uint8Array(32).fill(7),
}
const GOOD = '01-草原生态保护补助奖励-2025.xlsx'
const CORRECTED = '07-草原生态保护补助奖励-2025-更正.xlsx'

test('the child gives what the sheet says, by path and by bytes alike', async () => {
  const rows: number[] = []
  const byPath = await readSheet({ path: samplePath(GOOD) }, GOOD, {
    ...options,
    keep: 'all',
    onProgress: (n) => rows.push(n),
  })
  const byBytes = await readSheet(sampleBytes(GOOD), GOOD, { ...options, keep: 'all' })
  expect(byBytes).toEqual(byPath)
  expect(byPath.totalFen).toBe(sampleExpected(GOOD).totalFen)
  expect(byPath.disbursements.flatMap(({ lines }) => lines)).toHaveLength(byPath.lines)
  expect(rows.at(-1)).toBeGreaterThan(1140)
})

test('a corrected file differs by what was corrected, and a household is known by its ID number', async () => {
  const before = await readSheet(sampleBytes(GOOD), GOOD, { ...options, keep: 'all' })
  const after = await readSheet(sampleBytes(CORRECTED), CORRECTED, { ...options, keep: 'all' })
  const compared = compareReports(before, after, GOOD)
  const expected = sampleExpected(CORRECTED).comparedWith!
  for (const kind of ['changed', 'removed', 'added'] as const) {
    expect(compared[kind]).toHaveLength(expected[kind].length)
    for (const { village, name, ...fen } of expected[kind]) {
      const { idLast4: _, ...amounts } = fen as typeof fen & { idLast4?: string }
      expect(compared[kind]).toContainEqual({ village, name, ...amounts })
    }
  }
})

test('a child that takes too long or too much is ended, and its file refused', async () => {
  const slow = await readSheet(sampleBytes(GOOD), GOOD, { ...options, limitMs: 1 })
  expect(slow.errors).toEqual([{ row: null, column: null, code: 'fileLimits' }])
  if (!existsSync('/proc/self/statm')) return
  const large = await readSheet(sampleBytes(GOOD), GOOD, { ...options, limitBytes: 1024 })
  expect(large.errors).toEqual([{ row: null, column: null, code: 'fileLimits' }])
})
