import type { Fen } from '#domain/money/fen.ts'
import { textOf, type Cell, type Row, type SheetSource } from './cell.ts'
import type { ErrorCode, ImportWarning } from './report.ts'
import type { Log, ReadLine, Run } from './run.ts'
import { keptText } from './texts.ts'
import { findBatch } from './title.ts'
import { Totals } from './totals.ts'
import type { Header } from './header.ts'
import { moneyColumns, quantityColumns, type Plan, type UnitColumn } from './plan.ts'

/** A sheet whose header is understood: what all readers of its rows share. */
export class SheetContext {
  readonly run: Run
  readonly log: Log
  readonly source: SheetSource
  readonly plan: Plan
  /** The header's rows, to be known again further down. */
  readonly headRows: Row[]
  readonly header: Header
  readonly totals: Totals
  /** Columns that hold money, the line's own first, and columns of what was paid for. */
  readonly money: readonly UnitColumn[]
  readonly quantities: readonly UnitColumn[]
  /** Of the sheet; a column may say otherwise line by line. */
  readonly year: number | null
  readonly batch: string | null

  constructor(
    given: Pick<
      SheetContext,
      'run' | 'log' | 'source' | 'plan' | 'headRows' | 'header' | 'year' | 'batch'
    >,
  ) {
    this.run = given.run
    this.log = given.log
    this.source = given.source
    this.plan = given.plan
    this.headRows = given.headRows
    this.header = given.header
    this.year = given.year
    this.batch = given.batch
    this.money = moneyColumns(given.plan)
    this.quantities = quantityColumns(given.plan)
    this.totals = new Totals([...this.money, ...this.quantities])
  }

  get sheet(): string | null {
    return this.source.name
  }

  /** `{ sheet }` for a report; nothing for a text file. */
  get where(): { sheet?: string } {
    return this.source.name === null ? {} : { sheet: this.source.name }
  }

  error(row: number | null, column: number | null, code: ErrorCode, more: object = {}): void {
    const label = column === null ? null : (this.plan.labels.get(column) ?? null)
    this.log.error({ ...this.where, row, column: label, code, ...more })
  }

  warn(row: number, column: number | null, code: ImportWarning['code'], more: object = {}): void {
    const label = column === null ? {} : { column: this.plan.labels.get(column) ?? null }
    this.log.warn({ ...this.where, row, ...label, code, ...more })
  }

  /** A text that may be kept. Null after an error; empty where nothing stands. */
  text(row: Row, column: number | undefined, kind: 'name' | 'text'): string | null {
    if (column === undefined) return ''
    const kept = keptText(row.cells[column], kind)
    if ('text' in kept) return kept.text
    this.error(row.number, column, kept.refused)
    return null
  }

  yearOf(row: Row): number | null {
    const match = /^(20\d{2})/.exec(textOf(at(row, this.plan.single.year)).normalize('NFKC'))
    return match === null ? this.year : Number(match[1])
  }

  batchOf(row: Row): string | null {
    const column = this.plan.single.batch
    const cell = at(row, column)
    const text = textOf(cell)
    if (text === '' || column === undefined) return this.batch
    if (cell?.kind === 'date') return text.slice(0, 7)
    const month = /^(1[0-2]|0?[1-9])$/.test(text) && /月/.test(this.plan.labels.get(column) ?? '')
    if (month) return findBatch(`${Number(text)}月`, this.year)
    const kept = this.text(row, column, 'text')
    return kept === null ? null : (findBatch(kept, this.year) ?? kept)
  }
}

/** A line with nothing in it yet. */
export function blankLine(
  row: Row,
  region: string | null,
  year: number | null,
  batch: string | null,
): ReadLine {
  return {
    row: row.number,
    region: region ?? '',
    year,
    batch,
    name: '',
    nameMn: '',
    group: '',
    parts: [],
    amountFen: 0 as Fen,
    plannedFen: null,
    status: 'paid',
    note: '',
    personKey: null,
    households: null,
  }
}

export function at(row: Row, column: number | undefined): Cell | undefined {
  return column === undefined ? undefined : row.cells[column]
}
