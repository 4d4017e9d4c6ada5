import { createHmac } from 'node:crypto'
import type { Day } from '#domain/calendar/day.ts'
import { readFile } from '#server/import/read-file.ts'
import type { ImportReport } from '#server/import/report.ts'
import type { ReadOptions } from '#server/import/run.ts'
import { inventedId } from './big-sheet.ts'
import { makeBook, type MadeCell, type MadeSheet } from './make-book.ts'
import { demoRegions } from './samples.ts'

const regions = demoRegions()
export const keyOf = (id: string): string =>
  createHmac('sha256', 'a key of these tests').update(id).digest('hex')

/** Reads bytes in this process, with the demo's regions. */
export function readHere(
  bytes: Uint8Array,
  name: string,
  options: Partial<ReadOptions> = {},
): Promise<ImportReport> {
  return readFile(
    bytes,
    name,
    { regions, year: 2025, today: '2026-01-15' as Day, keep: 'all', ...options },
    { keyOf },
  )
}

export const readRows = (
  rows: MadeCell[][],
  sheet: Partial<MadeSheet> = {},
  options: Partial<ReadOptions> = {},
) => readHere(makeBook({ sheets: [{ name: '明细', rows, ...sheet }] }), '补贴.xlsx', options)

export const readCsv = (text: string, options: Partial<ReadOptions> = {}) =>
  readHere(new TextEncoder().encode(text), '补贴.csv', options)

/** What is wrong, as short as can be compared: `5 补贴金额(元) amountMissing`. */
export const faults = (report: ImportReport): string[] =>
  report.errors.map(({ sheet, row, column, code }) =>
    [sheet, row, column, code].filter((part) => part !== null && part !== undefined).join(' '),
  )

/** Adults only: the generator's persons are born from 1941 on. */
export const id = (n: number): string => inventedId(n * 3 + 1)
