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

interface Sum {
  lines: number
  totalFen: Fen
}

/** Fills in what villages, batches and the whole file add up to. Maps, since the keys are texts from outside. */
export function sumUp(report: ImportReport, tables: TableRead[]): void {
  const villages = new Map<string, Sum>()
  const batches = new Map<string | null, Sum>()
  const households = new Map<string, number>()
  const add = <K>(sums: Map<K, Sum>, key: K, paid: number) => {
    let sum = sums.get(key)
    if (sum === undefined) sums.set(key, (sum = { lines: 0, totalFen: 0 as Fen }))
    sum.lines++
    sum.totalFen = (sum.totalFen + paid) as Fen
  }
  for (const { line } of linesOf(tables)) {
    const paid = line.status === 'paid' || line.status === 'reissued' ? line.amountFen : 0
    add(villages, line.region, paid)
    add(batches, line.batch, paid)
    report.lines++
    report.totalFen = (report.totalFen + paid) as Fen
    if (line.households !== null)
      households.set(line.region, (households.get(line.region) ?? 0) + line.households)
  }
  report.villages = Object.fromEntries(villages)
  if (households.size > 0) report.households = Object.fromEntries(households)
  if (batches.size === 1 && batches.has(null)) return
  report.batches = Object.fromEntries(
    [...batches].map(([batch, sum]) => [batch ?? '', { ...sheetOf(batch, tables), ...sum }]),
  )
}

/** A batch that is one sheet is called by its name. */
function sheetOf(batch: string | null, tables: TableRead[]): { sheet?: string } {
  const [only, second] = tables.filter(({ table }) =>
    table.lines.some((line) => line.batch === batch),
  )
  return only === undefined || second !== undefined || only.name === null
    ? {}
    : { sheet: only.name }
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
