import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Day } from '#domain/calendar/day.ts'
import { readFile } from '#server/import/read-file.ts'
import type { ReadOptions } from '#server/import/run.ts'
import {
  BAD_SAMPLES,
  demoRegions,
  GOOD_SAMPLES,
  sampleBytes,
  sampleExpected,
} from '#tests/support/samples.ts'

const regions = demoRegions()
const keyOf = (id: string) => createHmac('sha256', 'a key of this test').update(id).digest('hex')
const read = (path: string, more: Partial<ReadOptions> = {}) =>
  readFile(sampleBytes(path), path, { regions, today: '2026-01-15' as Day, ...more }, { keyOf })

describe('good sheets', () => {
  test.each(GOOD_SAMPLES)('%s is read as its office meant it', async (path) => {
    const expected = sampleExpected(path)
    const report = await read(path)
    expect(report.errors).toEqual([])
    expect(report.accepted).toBe(true)
    expect(report.program).toBe(expected.program)
    expect(report.year).toBe(expected.year)
    expect(report.sheetsRead).toEqual(expected.sheetsRead)
    expect(report.sheetsSkipped).toEqual(expected.sheetsSkipped ?? [])
    expect(report.villages).toEqual(expected.villages)
    expect(report.lines).toBe(expected.lines)
    expect(report.totalFen).toBe(expected.totalFen)
    expect(report.droppedColumns).toEqual(expect.arrayContaining(expected.droppedColumns))
    expect(report.warnings).toEqual(
      expect.arrayContaining(expected.warnings.map((w) => expect.objectContaining(w))),
    )
    expect(report.warnings).toHaveLength(expected.warnings.length)
    expect(report.namesakes).toEqual(expected.namesakes)
    expect(report.printedTotalFen).toBe(expected.printedTotalFen)
    expect(report.printedTotalRow).toBe(expected.printedTotalRow ?? null)
    expect(report.villageVariants).toEqual(expected.villageVariants ?? {})
    for (const key of ['batches', 'kind', 'unit', 'households', 'encoding'] as const) {
      if (expected[key] !== undefined) expect(report[key]).toEqual(expected[key])
    }
    for (const line of expected.spotLines ?? []) {
      const found = report.spotLines.find(
        (spot) => spot.row === line.row && spot.sheet === line.sheet,
      )
      expect(found).toEqual(line)
    }
  })
})

test.each(GOOD_SAMPLES)(
  '%s is read the same when what was remembered of it comes back',
  async (path) => {
    const first = await read(path)
    expect(await read(path, { mapping: first.mapping })).toEqual(first)
  },
)

describe('bad sheets', () => {
  test.each(BAD_SAMPLES)('%s is refused for what is wrong with it', async (path) => {
    const expected = sampleExpected(path)
    const report = await read(path)
    expect(report.accepted).toBe(false)
    expect(
      report.errors.map((error) => ({ sheet: error.sheet, row: error.row, column: error.column })),
    ).toEqual(expected.errors.map(({ sheet, row, column }) => ({ sheet, row, column })))
    expected.errors.forEach((wanted, i) => {
      expect([wanted.code, ...(wanted.or ?? [])]).toContain(report.errors[i]!.code)
      if (wanted.firstRow !== undefined) expect(report.errors[i]!.firstRow).toBe(wanted.firstRow)
    })
    expect(report.warnings).toEqual(expected.warnings)
    expect([report.lines, report.totalFen, report.villages, report.spotLines]).toEqual([
      0,
      0,
      {},
      [],
    ])
  })
})
