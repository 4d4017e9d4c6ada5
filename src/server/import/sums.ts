import type { Fen } from '#domain/money/fen.ts'
import type { ImportReport } from './report.ts'
import type { ReadLine } from './run.ts'
import type { SheetTable } from './table.ts'

export interface TableRead {
  table: SheetTable
  name: string | null
}

export interface LineOfSheet {
  line: ReadLine
  /** Told where a workbook has several sheets that count. */
  sheet: string | null
}

/** All lines of all sheets, one after the other. */
export function* linesOf(tables: TableRead[]): Generator<LineOfSheet> {
  for (const { table, name } of tables) {
    const sheet = tables.length > 1 ? name : null
    for (const line of table.lines) yield { line, sheet }
  }
}

/** Fills in what villages, batches and the whole file add up to. */
export function sumUp(report: ImportReport, tables: TableRead[]): void {
  const batches: NonNullable<ImportReport['batches']> = {}
  const households: { [region: string]: number } = {}
  let batched = false
  for (const { line } of linesOf(tables)) {
    const paid = line.status === 'paid' || line.status === 'reissued' ? line.amountFen : 0
    const village = (report.villages[line.region] ??= { lines: 0, totalFen: 0 as Fen })
    village.lines++
    village.totalFen = (village.totalFen + paid) as Fen
    report.lines++
    report.totalFen = (report.totalFen + paid) as Fen
    if (line.households !== null)
      households[line.region] = (households[line.region] ?? 0) + line.households
    if (line.batch !== null) batched = true
    const batch = (batches[line.batch ?? ''] ??= { lines: 0, totalFen: 0 as Fen })
    batch.lines++
    batch.totalFen = (batch.totalFen + paid) as Fen
  }
  if (Object.keys(households).length > 0) report.households = households
  if (!batched) return
  // A batch that is one sheet is called by its name.
  for (const [key, batch] of Object.entries(batches)) {
    const sheets = tables.filter(({ table }) =>
      table.lines.some((line) => (line.batch ?? '') === key),
    )
    if (sheets.length === 1 && sheets[0]!.name !== null)
      batches[key] = { sheet: sheets[0]!.name, ...batch }
  }
  report.batches = batches
}

export function printedTotals(tables: TableRead[]): {
  printedTotalFen: Fen | null
  printedTotalRow: number | null
} {
  let sum = 0
  let row: number | null = null
  for (const { table } of tables) {
    const plan = table.plan!
    const parts = plan.parts.filter((part) => part.amount !== null)
    const columns =
      plan.amount !== null
        ? [plan.amount]
        : plan.months.length > 0
          ? plan.months
          : parts.map((part) => part.amount!)
    const totals = columns.map((column) => table.context!.totals.grandTotal(column.column))
    if (totals.length === 0 || totals.some((total) => total === null))
      return { printedTotalFen: null, printedTotalRow: null }
    for (const total of totals) sum += total!.fen
    row = totals[0]!.row
  }
  return { printedTotalFen: sum as Fen, printedTotalRow: tables.length === 1 ? row : null }
}

export function* onePerRow(lines: ReadLine[]): Generator<ReadLine> {
  let row = 0
  for (const line of lines) {
    if (line.row !== row) yield line
    row = line.row
  }
}
