import { isBlank, textOf, type Row, type SheetSource } from './cell.ts'
import { isMerged, type FilledCell } from './filled-cells.ts'
import { MoneyColumns } from './money-columns.ts'
import { PersonColumn } from './person-column.ts'
import { readQuantity } from './amounts.ts'
import { RegionColumn } from './region-column.ts'
import { kindOf } from './row-kind.ts'
import { Log, SHOWN, type ReadLine, type Run } from './run.ts'
import { at, blankLine, SheetContext } from './sheet-context.ts'
import { Strangers } from './strangers.ts'
import { agrees, statedTotal, type StatedTotal } from './stated-total.ts'
import { asksForReturned, returnedOf, statusInNote } from './returned-column.ts'
import { SideBySide } from './side-by-side.ts'
import { statusOf } from './status.ts'
import { isDitto } from './words.ts'
import { findBatch, findYear, isBatchName, titleUnits } from './title.ts'
import { findHeader, type Header } from './header.ts'
import { planOf } from './mapping.ts'
import type { Plan } from './plan.ts'

/** Rows that are looked at together before a header is decided on. */
const HEAD = 30
const NO_PARTS: ReadLine['parts'] = []

/** One sheet on its way from rows to lines. Feed it with `row`, then call `end` once. */
export class SheetTable {
  readonly log = new Log()
  readonly lines: ReadLine[] = []
  titles: string[] = []
  context: SheetContext | null = null
  /** The one program that a column of the sheet names in every line. */
  program: string | null = null
  /** How the columns were understood, of a refused header too. */
  mapping: { signature: string; choices: Plan['choices'] } | null = null
  /** A header was found and cannot be used; the log says why. */
  refused = false
  private readonly run: Run
  private source: SheetSource
  private readonly bookYear: number | null
  private head: Row[] | null = []
  private beside: SideBySide | null = null
  /** Rows that carry data although no header was found. */
  private strayRows = 0
  private width = 0
  private regions!: RegionColumn
  private persons!: PersonColumn
  private money!: MoneyColumns
  private strangers!: Strangers
  /** What titles and remarks say that the sheet adds up to. */
  private stated: { row: number; total: StatedTotal | null }[] = []
  /** A column of states that is all blank says nothing; a blank between others might be anything. */
  private readonly noStatus: number[] = []
  private anyStatus = false
  private unpaidByNote = 0
  private last = { group: '', name: '', personKey: null as string | null }
  private readonly filled: { group: FilledCell[]; name: FilledCell[] } = { group: [], name: [] }

  constructor(run: Run, source: SheetSource, bookYear: number | null) {
    this.run = run
    this.source = source
    this.bookYear = bookYear
  }

  get plan(): Plan | null {
    return this.context?.plan ?? null
  }

  /** A sheet without a header that is full of rows is a list that lost it, not a page of instructions. */
  get looksLikeList(): boolean {
    return this.context === null && !this.refused && this.strayRows >= 2
  }

  row(row: Row): void {
    if (isBlank(row)) return
    if (this.head !== null) {
      this.head.push(row)
      if (this.head.length >= HEAD) this.decide()
    } else if (this.context !== null) this.take(row, this.context)
    else this.stray(row)
  }

  end(): void {
    if (this.head !== null) this.decide()
    const { context } = this
    if (context === null) return
    this.endPage(context)
    const { merges, comments } = this.source.facts
    for (const blank of this.filled.group) {
      if (blank.line !== undefined && isMerged(blank, merges)) blank.line.group = blank.value
    }
    for (const blank of this.filled.name) {
      if (!isMerged(blank, merges)) context.error(blank.row, blank.column, 'nameMissing')
    }
    if (this.anyStatus)
      for (const row of this.noStatus)
        context.error(row, context.plan.single.status ?? null, 'statusUnknown')
    this.settleProgram()
    this.regions.settle()
    this.persons.settle()
    const stranger = this.strangers.column
    if (stranger !== null)
      context.error(
        context.headRows[context.headRows.length - 1]!.number,
        stranger,
        'headerMissing',
      )
    const hidden = this.money.hidden.column ?? this.money.strange.column
    if (hidden !== null) context.error(null, hidden, 'headerConflict')
    for (const { row, column } of context.totals.wrong())
      context.error(row, column, 'totalMismatch')
    for (const { row, total } of this.stated) {
      const column = context.money[0]?.column ?? null
      if (total !== null && !agrees(total, this.lines)) context.error(row, column, 'totalMismatch')
    }
    if (this.unpaidByNote > 0)
      this.log.assume({ code: 'statusInNote', ...context.where, rows: this.unpaidByNote })
    if (context.plan.plannedOnly)
      this.log.assume({
        code: 'plannedOnly',
        ...context.where,
        column: context.plan.amount?.label ?? null,
      })
    for (const { row, column } of comments) {
      // One on the title is about no column.
      const label = row < context.headRows[0]!.number ? null : context.plan.labels.get(column)
      this.log.warn({ ...context.where, row, column: label ?? null, code: 'comment' })
    }
  }

  /** A column that says the same program in every line speaks of the sheet, not of the line. */
  private settleProgram(): void {
    const [only] = this.money.programs
    if (only === undefined || this.money.programs.size > 1) return
    this.program = only
    for (const { parts } of this.lines)
      for (const part of parts) if (part.what === only) delete part.what
  }

  private stray(row: Row): void {
    const texts = row.cells.map((cell) => textOf(cell)).filter((text) => text !== '')
    if (texts.length >= 4 && texts.some((text) => /^[\d０-９.,，]+$/.test(text))) this.strayRows++
  }

  private decide(): void {
    const rows = this.head!
    this.head = null
    const found = findHeader(rows)
    if (found === null) return rows.forEach((row) => this.stray(row))
    this.beside = SideBySide.of(found, this.source.facts.hiddenColumns)
    const header = this.beside?.header ?? found
    this.source = this.beside?.sourceOf(this.source) ?? this.source
    const { run, log, source } = this
    this.titles = rows
      .slice(0, header.from)
      .flatMap((row) => row.cells.map((cell) => textOf(cell)).filter((text) => text !== ''))
    this.stated = rows
      .slice(0, header.from)
      .map((row) => ({ row: row.number, total: statedIn(row) }))
    const { hiddenColumns } = source.facts
    const plan = planOf(header, hiddenColumns, run.options.mapping ?? {}, titleUnits(this.titles))
    const sheet = source.name === null ? {} : { sheet: source.name }
    this.mapping = { signature: plan.signature, choices: plan.choices }
    if ('refused' in plan) {
      this.refused = true
      return log.error({
        ...sheet,
        row: rows[header.to]!.number,
        column: plan.label,
        code: plan.refused,
      })
    }
    for (const { index, label } of header.columns) {
      if (hiddenColumns.has(index))
        log.warn({ ...sheet, row: null, column: label, code: 'hiddenColumn' })
    }
    const titled = findYear(this.titles)
    const year = run.options.year ?? titled ?? this.bookYear
    if (titled !== null && titled !== year) log.assume({ code: 'yearDiffers', ...sheet })
    const headRows = rows.slice(header.from, header.to + 1)
    const context = new SheetContext({
      run,
      log,
      source,
      plan,
      headRows,
      header,
      year,
      batch: this.batchOf(year),
    })
    this.context = context
    this.width = widthOf(rows, header)
    this.regions = new RegionColumn(context, this.titles)
    this.persons = new PersonColumn(context)
    this.money = new MoneyColumns(context)
    this.strangers = new Strangers(context)
    if (this.beside !== null) log.assume({ code: 'sideBySide', ...context.where })
    for (const row of rows.slice(header.to + 1)) this.take(row, context)
  }

  private take(row: Row, context: SheetContext): void {
    const { beside } = this
    if (beside === null) return this.data(row, context)
    const parts = beside.split(row)
    const [own, ...others] = parts
    const headers = parts.filter((part) => part !== null && kindOf(part, context).kind === 'header')
    const spans = others.every((part) => part === null) && kindOf(own, context).kind !== 'line'
    if (headers.length === 0 && !spans) return beside.keep(parts)
    // A header, a heading or a total over the whole width: the parts above it are a page.
    this.endPage(context)
    for (const part of parts) if (part !== null) this.data(part, context)
  }

  private endPage(context: SheetContext): void {
    for (const rows of this.beside?.ended() ?? []) {
      for (const row of rows) if (!isBlank(row)) this.data(row, context)
      context.totals.mark()
    }
  }

  /** By the sheet's name, by its title, by what was asked. */
  private batchOf(year: number | null): string | null {
    const { name } = this.source
    const own = name !== null && isBatchName(name) ? findBatch(name, year) : null
    const titled = this.titles
      .filter((text) => !/(日期|时间|填报|制表)/.test(text))
      .map((text) => findBatch(text, year))
    return own ?? titled.find((found) => found !== null) ?? this.run.options.batch ?? null
  }

  private data(row: Row, context: SheetContext): void {
    const found = kindOf(row, context)
    if (found.kind === 'header') {
      if (!found.same) context.error(row.number, null, 'headerConflict')
      context.totals.mark()
      return this.regions.takeHeader()
    }
    if (found.kind === 'remark') {
      this.stated.push({ row: row.number, total: statedIn(row) })
      return this.regions.takeHeading(row)
    }
    if (row.width !== null && row.width !== this.width) {
      const alone = row.cells.filter((cell) => textOf(cell) !== '').length <= 1
      return found.kind === 'total' && alone
        ? undefined
        : context.error(row.number, null, 'rowShape')
    }
    if (row.hidden) context.warn(row.number, null, 'hiddenRow')
    if (found.kind === 'unused') return
    if (found.kind === 'total') {
      if (found.heading !== undefined) this.regions.takeHeading(row)
      if (found.unlabelled === true)
        this.log.assume({ code: 'unlabelledTotal', ...context.where, rows: row.number })
      // 合计：2户，金额12元 says in words what no column says.
      if (!this.money.print(row, found.total))
        this.stated.push({ row: row.number, total: found.total === 'grand' ? statedIn(row) : null })
      return
    }
    const line = context.plan.aggregate ? this.aggregateLine(row, context) : this.line(row, context)
    for (const made of this.money.fill(row, line)) this.keep(made)
  }

  /** Where only some lines are asked for, the rest are kept as far as sums and namesakes need them. */
  private keep(line: ReadLine): void {
    const thin = this.run.options.keep !== 'all' && this.lines.length >= SHOWN
    this.lines.push(thin ? { ...line, parts: NO_PARTS, group: '', nameMn: '', note: '' } : line)
  }

  private line(row: Row, context: SheetContext): ReadLine {
    const { single } = context.plan
    const blank = textOf(at(row, single.name)) === ''
    // The rest of a household whose name is merged over several rows.
    const inherited = blank && textOf(at(row, single.id)) === '' && this.last.name !== ''
    const name = context.text(row, single.name, 'name')
    if (name === '' && !inherited) context.error(row.number, single.name ?? null, 'nameMissing')
    const year = context.yearOf(row)
    const batch = context.batchOf(row)
    const personKey = inherited
      ? this.last.personKey
      : this.persons.of(row, name ?? '', year, batch)
    if (!inherited) this.persons.checkAge(row, year)
    const line = blankLine(row, this.regions.of(row), year, batch)
    line.name = inherited ? this.last.name : (name ?? '')
    line.personKey = personKey
    const group = context.text(row, single.group, 'text') ?? ''
    line.group = isDitto(group) ? this.last.group : group
    line.nameMn = context.text(row, single.nameMn, 'name') ?? ''
    line.note = context.text(row, single.note, 'text') ?? ''
    this.takeStatus(row, line, context)
    if (inherited)
      this.filled.name.push({ row: row.number, column: single.name ?? 0, value: line.name })
    if (line.group === '' && single.group !== undefined && this.last.group !== '')
      this.filled.group.push({
        line,
        row: row.number,
        column: single.group,
        value: this.last.group,
      })
    this.last = { group: line.group || this.last.group, name: line.name, personKey }
    return line
  }

  private takeStatus(row: Row, line: ReadLine, context: SheetContext): void {
    const { status } = context.plan.single
    if (status === undefined) {
      const noted = line.note === '' ? null : statusInNote(line.note)
      if (noted === null) return
      this.unpaidByNote++
      line.status = noted
      return
    }
    const text = textOf(at(row, status))
    const inverse = asksForReturned(context.plan.labels.get(status) ?? '')
    if (text === '') return inverse ? undefined : void this.noStatus.push(row.number)
    this.anyStatus = true
    const told = inverse ? returnedOf(text) : statusOf(text)
    if (told === null) context.error(row.number, status, 'statusUnknown')
    else line.status = told
  }

  private aggregateLine(row: Row, context: SheetContext): ReadLine {
    const { single } = context.plan
    this.strangers.look(row)
    const line = blankLine(
      row,
      this.regions.ofAggregate(row),
      context.yearOf(row),
      context.batchOf(row),
    )
    line.note = context.text(row, single.note, 'text') ?? ''
    if (single.households !== undefined) {
      const column = { column: single.households, label: '', unit: '户' }
      const households = this.money.number(row, column, readQuantity)
      line.households = households === null ? null : Number(households.value)
    }
    return line
  }
}

function statedIn(row: Row): StatedTotal | null {
  const found = row.cells.map((cell) => statedTotal(textOf(cell))).filter((one) => one !== null)
  return found[0] ?? null
}

/** Cells that a record must have: as the header, or as all records where header or records end in blanks. */
function widthOf(rows: Row[], header: Header): number {
  const own = rows[header.to]!.width ?? 0
  const below = rows
    .slice(header.to + 1)
    .filter((row) => row.cells.filter((cell) => textOf(cell) !== '').length > 2)
  const widths = new Set(below.map((row) => row.width ?? 0))
  const [only] = widths
  if (widths.size !== 1 || only === undefined || only === own) return own
  const longer = only > own ? rows.slice(header.to + 1) : [rows[header.to]!]
  const shorter = Math.min(only, own)
  return longer.every((row) => row.cells.slice(shorter).every((cell) => textOf(cell) === ''))
    ? only
    : own
}
