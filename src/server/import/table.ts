import { readIdNumber, ageAtEndOf } from '#domain/privacy/id-number.ts'
import { parseDay, yearOf, type Day } from '#domain/calendar/day.ts'
import { checkPart } from '#domain/disbursement/arithmetic.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import aliases from './aliases.json' with { type: 'json' }
import { readAmount, readQuantity, readRate, readTotal, unquoted, type Read } from './amounts.ts'
import { isBlank, textOf, type Cell, type Row, type SheetSource } from './cell.ts'
import { findHeader, repeats, type Header } from './header.ts'
import { normalizeLabel } from './label.ts'
import { planOf, type PartPlan, type Plan, type UnitColumn } from './mapping.ts'
import type { ErrorCode, SpotPart } from './report.ts'
import { Log, type ReadLine, type Run } from './run.ts'
import { statusOf } from './status.ts'
import { keptText } from './texts.ts'
import { findBatch, findYear, isBatchName, titleUnits } from './title.ts'
import { totalKind, Totals } from './totals.ts'

/** Rows that are looked at together before a header is decided on. */
const HEAD = 30
/** Beyond four decimals a sum of areas is not held against its printed total. */
const QUANTITY_SCALE = 10_000

/** A blank cell that took what stood above it, until merges and the rest of the sheet tell whether it might. */
interface Pending {
  row: number
  column: number
  value: string
  line?: ReadLine
}

/** One sheet on its way from rows to lines. Feed it with `row`, then call `end` once. */
export class SheetTable {
  readonly log = new Log()
  readonly lines: ReadLine[] = []
  header: Header | null = null
  plan: Plan | null = null
  titles: string[] = []
  totals: Totals | null = null
  /** Rows that carry data although no header was found. */
  private strayRows = 0
  private head: Row[] | null = []
  private readonly run: Run
  private readonly source: SheetSource
  private readonly sheet: string | null
  private headRows: Row[] = []
  private width = 0
  private region: string | null = null
  private regionAsked = false
  private batch: string | null = null
  private year: number | null
  private readonly bookYear: number | null
  private last = {
    village: '',
    township: '',
    group: '',
    name: '',
    region: '',
    personKey: null as string | null,
  }
  private readonly filled: { village: Pending[]; group: Pending[]; name: Pending[] } = {
    village: [],
    group: [],
    name: [],
  }
  private villageStarts = new Set<string>()
  private villageRepeats = false
  private missingIds = 0
  private refused = false

  constructor(run: Run, source: SheetSource, year: number | null) {
    this.run = run
    this.source = source
    this.sheet = source.name
    this.bookYear = year
    this.year = year
  }

  row(row: Row): void {
    if (isBlank(row)) return
    if (this.head !== null) {
      this.head.push(row)
      if (this.head.length >= HEAD) this.decide()
      return
    }
    if (this.plan !== null) this.data(row)
    else this.stray(row)
  }

  end(): void {
    if (this.head !== null) this.decide()
    if (this.plan === null) return
    this.settleFilled()
    for (const { row, column } of this.totals!.wrong()) this.error(row, column, 'totalMismatch')
    if (this.missingIds > 0)
      this.log.assume({ code: 'idMissing', ...this.where(), rows: this.missingIds })
    if (this.plan.plannedOnly)
      this.log.assume({
        code: 'plannedOnly',
        ...this.where(),
        column: this.plan.amount?.label ?? null,
      })
  }

  /** A sheet without a header that is full of rows is a list that lost it, not a page of instructions. */
  get looksLikeList(): boolean {
    return this.plan === null && !this.refused && this.strayRows >= 2
  }

  get wasRefused(): boolean {
    return this.refused
  }

  private where(): { sheet?: string } {
    return this.sheet === null ? {} : { sheet: this.sheet }
  }

  private error(
    row: number | null,
    column: number | string | null,
    code: ErrorCode,
    more: object = {},
  ): void {
    const label = typeof column === 'number' ? (this.plan?.labels.get(column) ?? null) : column
    this.log.error({ ...this.where(), row, column: label, code, ...more })
  }

  // ——— the header and what stands above it

  private decide(): void {
    const rows = this.head!
    this.head = null
    const header = findHeader(rows)
    if (header === null) {
      for (const row of rows) this.stray(row)
      return
    }
    this.header = header
    this.titles = rows
      .slice(0, header.from)
      .flatMap((row) => row.cells.map((cell) => textOf(cell)).filter((text) => text !== ''))
    const plan = planOf(
      header,
      this.source.facts.hiddenColumns,
      this.run.options.mapping ?? {},
      titleUnits(this.titles),
    )
    if ('refused' in plan) {
      this.refused = true
      this.error(rows[header.to]!.number, plan.label, plan.refused)
      return
    }
    this.plan = plan
    this.headRows = rows.slice(header.from, header.to + 1)
    for (const { index, label } of header.columns) {
      if (this.source.facts.hiddenColumns.has(index))
        this.log.warn({ ...this.where(), row: null, column: label, code: 'hiddenColumn' })
    }
    this.totals = new Totals([...this.moneyColumns(), ...this.quantityColumns()])
    this.width = widthOf(rows, header)
    this.year = this.run.options.year ?? findYear(this.titles) ?? this.bookYear
    this.batch = this.findOwnBatch()
    this.region = this.findOwnRegion()
    for (const row of rows.slice(header.to + 1)) this.data(row)
  }

  private findOwnBatch(): string | null {
    const own =
      this.sheet !== null && isBatchName(this.sheet) ? findBatch(this.sheet, this.year) : null
    const title = this.titles
      .map((text) => (/(日期|时间|填报|制表)/.test(text) ? null : findBatch(text, this.year)))
      .find((found) => found !== null)
    return own ?? title ?? this.run.options.batch ?? null
  }

  private findOwnRegion(): string | null {
    const { single, aggregate } = this.plan!
    if (single.village !== undefined || single.villageCode !== undefined || aggregate) return null
    const named = this.sheet === null ? null : this.run.places.mentioned(this.sheet)
    const above = this.titles
      .map((text) => this.run.places.mentioned(text))
      .filter((code) => code !== null)
    if (new Set([...above, ...(named === null ? [] : [named])]).size > 1) {
      this.error(null, null, 'villageConflict')
      this.regionAsked = true
      return ''
    }
    const found = named ?? above[0] ?? this.run.places.mentioned(this.run.fileName)
    if (found !== null && found !== undefined) return found
    if ((this.run.options.regions ?? null) !== null) return null
    return this.sheet ?? this.titles[0] ?? this.run.fileName
  }

  /** Comments are told once rows are known to have a header; their words are not. */
  commentWarnings(): void {
    for (const { row, column } of this.source.facts.comments) {
      this.log.warn({
        ...this.where(),
        row,
        column: this.plan?.labels.get(column) ?? null,
        code: 'comment',
      })
    }
  }

  private moneyColumns(): UnitColumn[] {
    const plan = this.plan!
    const found = [
      plan.amount,
      ...plan.parts.map((part) => part.amount),
      ...plan.months,
      plan.planned,
    ]
    return found.filter((column) => column !== null)
  }

  private quantityColumns(): UnitColumn[] {
    return this.plan!.parts.map((part) => part.quantity).filter((column) => column !== null)
  }

  private stray(row: Row): void {
    let valued = 0
    let number = false
    for (const cell of row.cells) {
      const text = textOf(cell)
      if (text === '') continue
      valued++
      if (/^[\d０-９.,，]+$/.test(text)) number = true
    }
    if (valued >= 4 && number) this.strayRows++
  }

  // ——— rows under the header

  private data(row: Row): void {
    const plan = this.plan!
    const first = firstText(row)
    if (this.maybeHeader(row)) {
      const again = repeats(
        row,
        { ...this.header!, from: 0, to: this.headRows.length - 1 },
        this.headRows,
      )
      if (again === 'same') return
      if (again === 'other') {
        this.refused = true
        return this.error(row.number, null, 'headerConflict')
      }
    }
    const name = textOf(at(row, plan.single.name))
    const id = textOf(at(row, plan.single.id))
    const kind = this.totalKindOf(row, id)
    const amounts = this.moneyColumns().map((column) => textOf(at(row, column.column)))
    const money =
      amounts.some((text) => text !== '') ||
      this.moneyColumns().some((column) => at(row, column.column)?.formula)
    if (kind === null && !money && id === '' && this.isRemark(row, name, first)) return
    if (row.width !== null && row.width !== this.width) {
      if (kind !== null && row.cells.filter((cell) => textOf(cell) !== '').length <= 1) return
      return this.error(row.number, null, 'rowShape')
    }
    if (row.hidden) this.log.warn({ ...this.where(), row: row.number, code: 'hiddenRow' })
    if (kind !== null) return this.total(row, kind)
    if (plan.aggregate) return this.aggregateLine(row)
    if (name === '' && id === '') {
      if (!money) {
        // Numbered lines that nobody filled in.
        const quantities = this.quantityColumns().some(
          (column) => textOf(at(row, column.column)) !== '',
        )
        if (!quantities) return
      }
      if (this.isUnlabelledTotal(row)) return this.total(row, 'grand')
    }
    this.line(row, name)
  }

  /** Cheap look before a row is compared with the header: there are words where numbers stand. */
  private maybeHeader(row: Row): boolean {
    const column = this.moneyColumns()[0]
    const cell = column === undefined ? undefined : at(row, column.column)
    return cell !== undefined && cell.kind === 'text' && /[\u3400-\u9fff]/.test(cell.text)
  }

  private totalKindOf(row: Row, id: string): 'grand' | 'part' | null {
    if (id !== '') return null
    const { single } = this.plan!
    const counted = [...this.moneyColumns(), ...this.quantityColumns()].map(({ column }) => column)
    const edge = single.name ?? Math.min(...counted, row.cells.length)
    for (let column = 0; column <= edge && column < row.cells.length; column++) {
      const text = textOf(row.cells[column])
      if (text === '') continue
      const kind = totalKind(text)
      if (kind !== null) return kind
    }
    return null
  }

  private isRemark(row: Row, name: string, first: string): boolean {
    const valued = row.cells.filter((cell) => textOf(cell) !== '').length
    if (
      valued === 1 &&
      (this.run.options.regions ?? null) !== null &&
      this.plan!.single.village === undefined
    ) {
      const heading = this.run.places.mentioned(first)
      if (heading !== null && first.length <= 24) {
        this.region = heading
        return true
      }
    }
    const plain = normalizeLabel(first)
    if (
      aliases.footer.some((word) => plain.startsWith(word)) &&
      (valued <= 2 || /[:：]/.test(first) || name === '')
    )
      return true
    if (valued === 1) return name === '' || first.length > 12 || /[:：。；]/.test(first)
    // Signatures: 制表人：… 审核人：… in a few cells of one row.
    return row.cells.every(
      (cell) =>
        textOf(cell) === '' ||
        /[:：]$|[:：]/.test(textOf(cell)) ||
        aliases.footer.some((word) => textOf(cell).startsWith(word)),
    )
  }

  private isUnlabelledTotal(row: Row): boolean {
    const column = this.plan!.amount ?? this.moneyColumns()[0]
    if (column === undefined || this.totals!.lines < 2) return false
    const read = readTotal(at(row, column.column), column)
    if (read === null || 'refused' in read || read.value !== this.totals!.sumOf(column.column))
      return false
    this.log.assume({ code: 'unlabelledTotal', ...this.where(), rows: row.number })
    return true
  }

  private total(row: Row, kind: 'grand' | 'part'): void {
    const values = new Map<number, Fen>()
    for (const column of this.moneyColumns()) {
      const cell = at(row, column.column)
      const read = readTotal(cell, column)
      if (read === null) continue
      if ('value' in read) values.set(column.column, read.value)
      // A sum in words, or one that nobody calculated, is no sum to hold lines against.
      else if (read.refused !== 'amountFormula' && !/[\u3400-\u9fff]/.test(textOf(cell)))
        this.error(row.number, column.column, read.refused)
    }
    for (const column of this.quantityColumns()) {
      const read = readQuantity(at(row, column.column), column.unit)
      if (read !== null && 'value' in read) {
        const scaled = scaledQuantity(read.value.value)
        if (scaled !== null) values.set(column.column, scaled)
      }
    }
    if (values.size > 0) this.totals!.print(row.number, kind, values)
  }

  // ——— a line

  private line(row: Row, typedName: string): void {
    const plan = this.plan!
    const { single } = plan
    const inherited = typedName === '' && textOf(at(row, single.id)) === ''
    const name = this.text(row, single.name, 'name')
    const before = this.log.errorCount
    if (name === '' && !inherited) this.error(row.number, single.name ?? null, 'nameMissing')
    const year = this.yearOf(row)
    const batch = this.batchOf(row)
    const person = inherited
      ? { key: this.last.personKey }
      : this.person(row, name ?? '', year, batch)
    if (!inherited) this.checkAge(row, year)
    const region = this.regionOf(row)
    const group = this.text(row, single.group, 'text') ?? ''
    const nameMn = this.text(row, single.nameMn, 'name') ?? ''
    const note = this.text(row, single.note, 'text') ?? ''
    const category = this.category(row)
    const line: ReadLine = {
      row: row.number,
      region: region ?? '',
      year,
      batch,
      name: inherited ? this.last.name : (name ?? ''),
      nameMn,
      group,
      parts: [],
      amountFen: 0 as Fen,
      plannedFen: this.amountIn(row, plan.planned, false),
      status: single.status === undefined ? 'paid' : statusOf(textOf(at(row, single.status))),
      note,
      personKey: person.key,
      households: null,
    }
    if (inherited)
      this.filled.name.push({
        line,
        row: row.number,
        column: single.name ?? 0,
        value: this.last.name,
      })
    if (group === '' && single.group !== undefined && this.last.group !== '')
      this.filled.group.push({
        line,
        row: row.number,
        column: single.group,
        value: this.last.group,
      })
    if (group !== '') this.last.group = group
    if (!inherited && name !== null) this.last.name = name
    this.last.personKey = person.key
    const made = this.withAmounts(row, line, category)
    if (this.log.errorCount > before && made.length === 0)
      this.totals!.line(line.region, new Map(), false)
    this.lines.push(...made)
  }

  /** Fills in parts and amount; a sheet with a column a month gives a line a month. */
  private withAmounts(row: Row, line: ReadLine, category: string): ReadLine[] {
    const plan = this.plan!
    const values = new Map<number, Fen>()
    const parts: { part: SpotPart; plan: PartPlan }[] = []
    let sum = 0
    for (const partPlan of plan.parts) {
      const part = this.part(row, partPlan, category, values)
      if (part === null) continue
      parts.push({ part, plan: partPlan })
      sum += part.amountFen ?? 0
    }
    const hasOwn = plan.parts.some((part) => part.amount !== null)
    const total = this.amountIn(row, plan.amount, plan.months.length === 0 && !hasOwn)
    if (plan.amount !== null && total !== null) values.set(plan.amount.column, total)
    if (plan.planned !== null && line.plannedFen !== null)
      values.set(plan.planned.column, line.plannedFen)
    if (plan.months.length > 0) return this.monthLines(row, line, parts, total, values)
    const paid = line.status === 'paid' || line.status === 'reissued'
    if (total === null && (!hasOwn || !parts.some(({ part }) => part.amountFen !== undefined))) {
      if (hasOwn && plan.amount === null)
        this.error(
          row.number,
          plan.parts.find((part) => part.amount !== null)!.amount!.column,
          'amountMissing',
        )
      else if (hasOwn) this.amountIn(row, plan.amount, true)
      return []
    }
    if (
      total !== null &&
      hasOwn &&
      !this.hasDeductions() &&
      plan.parts.every((part) => part.amount !== null || part.quantity === null) &&
      total !== sum &&
      parts.some(({ part }) => part.amountFen !== undefined)
    ) {
      this.error(row.number, plan.amount!.column, 'totalMismatch')
    }
    line.amountFen = (total ?? sum) as Fen
    line.parts = parts.map(({ part }) => part)
    this.arithmetic(row, line, parts)
    this.totals!.line(line.region, values, paid)
    return [line]
  }

  private monthLines(
    row: Row,
    line: ReadLine,
    parts: { part: SpotPart; plan: PartPlan }[],
    total: Fen | null,
    values: Map<number, Fen>,
  ): ReadLine[] {
    const lines: ReadLine[] = []
    let sum = 0
    for (const month of this.plan!.months) {
      const fen = this.amountIn(row, month, false)
      if (fen === null) continue
      values.set(month.column, fen)
      sum += fen
      if (fen === 0) continue
      const batch =
        line.year === null
          ? `${month.month}月`
          : `${line.year}-${String(month.month).padStart(2, '0')}`
      lines.push({ ...line, batch, amountFen: fen, parts: parts.map(({ part }) => ({ ...part })) })
    }
    if (lines.length === 0 && sum === 0)
      this.error(row.number, this.plan!.months[0]!.column, 'amountMissing')
    else if (total !== null && total !== sum)
      this.error(row.number, this.plan!.amount!.column, 'totalMismatch')
    this.totals!.line(line.region, values, line.status === 'paid' || line.status === 'reissued')
    return lines
  }

  private hasDeductions(): boolean {
    return [...this.plan!.labels.values()].some((label) => /扣|补发|追缴|抵/.test(label))
  }

  /** Null where this line has nothing of the part: 0 亩, no amount. */
  private part(
    row: Row,
    plan: PartPlan,
    category: string,
    values: Map<number, Fen>,
  ): SpotPart | null {
    const part: SpotPart = {}
    const what = plan.what !== '' ? plan.what : category
    if (what !== '') part.what = what
    const quantity = this.number(row, plan.quantity, readQuantity)
    if (quantity !== null) {
      part.quantity = quantity.value
      if (quantity.unit !== '') part.unit = quantity.unit
      const scaled = scaledQuantity(quantity.value)
      if (scaled !== null) values.set(plan.quantity!.column, scaled)
    }
    const times = this.number(row, plan.times, readQuantity)
    if (times !== null) part.times = times.value
    const rate = this.number(row, plan.rate, readRate)
    if (rate !== null) {
      part.rate = rate.value
      part.rateUnit = rate.unit
    }
    if (plan.amount !== null) {
      const fen = this.amountIn(row, plan.amount, false)
      if (fen !== null) {
        part.amountFen = fen
        values.set(plan.amount.column, fen)
      }
    }
    const nothing =
      (part.quantity === undefined || part.quantity === '0') &&
      (part.amountFen === undefined || part.amountFen === 0)
    if (plan.what !== '' && nothing) return null
    if (Object.keys(part).length === 0) return null
    return part
  }

  private number(
    row: Row,
    column: UnitColumn | null,
    read: (cell: Cell | undefined, unit: string) => Read<{ value: Decimal; unit: string }>,
  ): { value: Decimal; unit: string } | null {
    if (column === null) return null
    const found = read(at(row, column.column), column.unit)
    if (found === null) return null
    if ('value' in found) return found.value
    this.error(row.number, column.column, found.refused)
    return null
  }

  private amountIn(row: Row, column: UnitColumn | null, needed: boolean): Fen | null {
    if (column === null) return null
    const read = readAmount(at(row, column.column), column)
    if (read !== null && 'value' in read) return read.value
    if (read !== null) this.error(row.number, column.column, read.refused)
    else if (needed) this.error(row.number, column.column, 'amountMissing')
    return null
  }

  private arithmetic(row: Row, line: ReadLine, parts: { part: SpotPart; plan: PartPlan }[]): void {
    for (const { part, plan } of parts) {
      if (part.quantity === undefined || part.rate === undefined) continue
      const amountFen = part.amountFen ?? (parts.length === 1 ? line.amountFen : undefined)
      if (amountFen === undefined || closeEnough(part, amountFen)) continue
      const checked = checkPart({
        what: part.what ?? '',
        quantity: part.quantity as Decimal,
        rate: part.rate as Decimal,
        ...(part.times === undefined ? {} : { times: part.times as Decimal }),
        amountFen,
      })
      const column = plan.amount ?? this.plan!.amount
      if (checked?.kind === 'off')
        this.log.warn({
          ...this.where(),
          row: row.number,
          column: column?.label ?? null,
          code: 'areaTimesRate',
        })
    }
  }

  /** Null after an error; the empty text where nothing stands. */
  private text(row: Row, column: number | undefined, kind: 'name' | 'text'): string | null {
    if (column === undefined) return ''
    const kept = keptText(at(row, column), kind)
    if ('text' in kept) return kept.text
    this.error(row.number, column, kept.refused)
    return null
  }

  private category(row: Row): string {
    const column = this.plan!.single.category
    if (column === undefined) return ''
    const text = this.text(row, column, 'text') ?? ''
    // A 类别 of `A` is spoken of as A类.
    const label = normalizeLabel(this.plan!.labels.get(column) ?? '')
    return /^[A-Za-zＡ-Ｚ一二三四五]$/.test(text) && /类(别|型)?$/.test(label)
      ? `${text.normalize('NFKC').toUpperCase()}类`
      : text
  }

  private yearOf(row: Row): number | null {
    const text = textOf(at(row, this.plan!.single.year)).normalize('NFKC')
    const match = /^(20\d{2})/.exec(text)
    return match === null ? this.year : Number(match[1])
  }

  private batchOf(row: Row): string | null {
    const column = this.plan!.single.batch
    const cell = at(row, column)
    const text = textOf(cell)
    if (text === '') return this.batch
    if (cell?.kind === 'date') return text.slice(0, 7)
    if (/^(1[0-2]|0?[1-9])$/.test(text) && /月/.test(this.plan!.labels.get(column!) ?? ''))
      return findBatch(`${Number(text)}月`, this.year)
    const kept = this.text(row, column, 'text')
    return kept === null ? null : (findBatch(kept, this.year) ?? kept)
  }

  private person(
    row: Row,
    name: string,
    year: number | null,
    batch: string | null,
  ): { key: string | null } {
    const column = this.plan!.single.id
    const cell = at(row, column)
    if (column === undefined) return { key: null }
    const text = cell === undefined ? '' : unquoted(cell)
    if (text === '') {
      this.missingIds++
      return { key: null }
    }
    // As a number an ID has lost its last digits, even if the rest happens to pass.
    const read =
      cell?.kind === 'number' && text.length > 15
        ? { refused: 'idFormat' as const }
        : readIdNumber(text)
    if ('refused' in read) {
      this.error(row.number, column, read.refused)
      return { key: null }
    }
    if (this.ageIn(year, read.birth) < 14) this.error(row.number, column, 'under14')
    const key = this.run.keyOf(read.canonical)
    const met = this.run.people.meet(key, { name, row: row.number, sheet: this.sheet, batch })
    if (met === null) return { key }
    const first = {
      firstRow: met.first.row,
      ...(met.first.sheet === null || met.first.sheet === this.sheet
        ? {}
        : { firstSheet: met.first.sheet }),
    }
    if (met.kind === 'error') this.error(row.number, column, 'idDuplicate', first)
    else
      this.log.warn({
        ...this.where(),
        row: row.number,
        column: this.plan!.labels.get(column) ?? null,
        code: 'idDuplicate',
        firstRow: met.first.row,
      })
    return { key }
  }

  private ageIn(year: number | null, birth: Day): number {
    return ageAtEndOf(year ?? yearOf(this.run.options.today) - 1, birth)
  }

  private checkAge(row: Row, year: number | null): void {
    const { birth, age, id } = this.plan!.single
    if (id !== undefined && textOf(at(row, id)) !== '') return
    const day = birthIn(at(row, birth))
    if (birth !== undefined && day !== null && this.ageIn(year, day) < 14)
      return this.error(row.number, birth, 'under14')
    // An age of twelve may be thirteen by the end of the year, never fourteen.
    const years = /^\d{1,3}$/.exec(
      textOf(at(row, age))
        .normalize('NFKC')
        .replace(/[周岁]/g, ''),
    )
    if (age !== undefined && years !== null && Number(years[0]) < 13)
      this.error(row.number, age, 'under14')
  }

  private regionOf(row: Row): string | null {
    const { village, villageCode, township } = this.plan!.single
    if (village === undefined && villageCode === undefined) return this.sheetRegion()
    const code = textOf(at(row, villageCode)).replace(/^['‘’`]/, '')
    const typed = textOf(at(row, village))
    const beside = textOf(at(row, township))
    if (beside !== '') this.last.township = beside
    if (typed === '' && code === '') {
      const column = village ?? villageCode!
      this.filled.village.push({ row: row.number, column, value: this.last.region })
      if (this.last.region === '') {
        if (this.villageStarts.size === 0) this.error(row.number, column, 'villageUnknown')
        return null
      }
      return this.last.region
    }
    const starts = typed !== '' ? typed : code
    if (starts === this.last.village || this.villageStarts.has(starts)) this.villageRepeats = true
    this.villageStarts.add(starts)
    this.last.village = starts
    const place = this.place(typed, code, beside)
    if ('code' in place) {
      this.last.region = place.code
      return place.code
    }
    this.last.region = ''
    this.error(row.number, village ?? villageCode!, place.refused)
    return null
  }

  private place(typed: string, code: string, beside: string) {
    const { places } = this.run
    if (typed === '') return places.village(code, beside)
    const named = places.village(typed, beside)
    if (code === '' || 'refused' in named) return named
    const coded = places.village(code, '')
    return 'code' in coded && coded.code !== named.code
      ? ({ refused: 'villageConflict' } as const)
      : named
  }

  private sheetRegion(): string | null {
    if (this.region !== null) return this.region
    if (!this.regionAsked) {
      this.regionAsked = true
      this.error(null, null, 'villageUnknown')
    }
    return null
  }

  // ——— tables without persons

  private aggregateLine(row: Row): void {
    const plan = this.plan!
    const township = textOf(at(row, plan.single.township))
    const village = textOf(at(row, plan.single.village)) || textOf(at(row, plan.single.villageCode))
    if (township === '' && village === '') {
      if (this.moneyColumns().every((column) => textOf(at(row, column.column)) === '')) return
      if (this.isUnlabelledTotal(row)) return this.total(row, 'grand')
    }
    const place = this.run.places.region(township || this.last.township, village)
    if (township !== '') this.last.township = township
    const column =
      village !== ''
        ? (plan.single.village ?? plan.single.villageCode!)
        : (plan.single.township ?? plan.single.village ?? null)
    if ('refused' in place) this.error(row.number, column, place.refused)
    const households = this.number(
      row,
      plan.single.households === undefined
        ? null
        : { column: plan.single.households, label: '', unit: '户' },
      readQuantity,
    )
    const line: ReadLine = {
      row: row.number,
      region: 'code' in place ? place.code : '',
      year: this.yearOf(row),
      batch: this.batchOf(row),
      name: '',
      nameMn: '',
      group: '',
      parts: [],
      amountFen: 0 as Fen,
      plannedFen: this.amountIn(row, plan.planned, false),
      status: 'paid',
      note: this.text(row, plan.single.note, 'text') ?? '',
      personKey: null,
      households: households === null ? null : Number(households.value),
    }
    this.lines.push(...this.withAmounts(row, line, this.category(row)))
  }

  // ——— cells left blank under one that stands for them

  private settleFilled(): void {
    const merges = this.source.facts.merges
    const covered = ({ row, column }: Pending) =>
      merges.some(
        (merge) =>
          merge.top < row && row <= merge.bottom && merge.left <= column && column <= merge.right,
      )
    for (const pending of this.filled.group)
      if (pending.line !== undefined && covered(pending)) pending.line.group = pending.value
    const bare = this.filled.village.filter((pending) => pending.value !== '' && !covered(pending))
    // Each village named once, at the head of its lines: the blanks below belong to it.
    const inBlocks = !this.villageRepeats && this.villageStarts.size > 0
    if (bare.length > 0 && inBlocks)
      this.log.assume({ code: 'villageFilledDown', ...this.where(), rows: bare.length })
    else for (const { row, column } of bare) this.error(row, column, 'villageUnknown')
    for (const pending of this.filled.name)
      if (!covered(pending)) this.error(pending.row, pending.column, 'nameMissing')
  }
}

function at(row: Row, column: number | undefined): Cell | undefined {
  return column === undefined ? undefined : row.cells[column]
}

function firstText(row: Row): string {
  for (const cell of row.cells) {
    const text = textOf(cell)
    if (text !== '') return text
  }
  return ''
}

function scaledQuantity(value: string): Fen | null {
  const point = value.indexOf('.')
  if (point !== -1 && value.length - point > 5) return null
  return Math.round(Number(value) * QUANTITY_SCALE) as Fen
}

/** Whether the product is the amount beyond any doubt of binary arithmetic; the doubtful are worked out exactly. */
function closeEnough(part: SpotPart, amountFen: Fen): boolean {
  const product = Number(part.quantity) * Number(part.rate) * Number(part.times ?? 1) * 100
  return Math.abs(product - amountFen) < 0.49
}

/** Cells that a record must have: as the header, or as all records where header or records end in blanks. */
function widthOf(rows: Row[], header: Header): number {
  const own = rows[header.to]!.width ?? 0
  const widths = new Set(
    rows
      .slice(header.to + 1)
      .filter((row) => row.cells.filter((cell) => textOf(cell) !== '').length > 2)
      .map((row) => row.width ?? 0),
  )
  const [only] = widths
  if (widths.size !== 1 || only === undefined || only === own) return own
  const longer = only > own ? rows.slice(header.to + 1) : [rows[header.to]!]
  const shorter = Math.min(only, own)
  return longer.every((row) => row.cells.slice(shorter).every((cell) => textOf(cell) === ''))
    ? only
    : own
}

/** 1999-06-01, 1999/6/1, 1999年6月1日, 19990601, 1999.06, 1999 */
function birthIn(cell: Cell | undefined): Day | null {
  const text = textOf(cell)
    .normalize('NFKC')
    .replace(/^['‘’`]/, '')
  const match = /^(\d{4})(?:[-/.年]?(\d{1,2})?(?:[-/.月]?(\d{1,2}))?)?[日号]?/.exec(text)
  if (match === null) return null
  const compact = /^(\d{4})(\d{2})(\d{2})?$/.exec(text)
  const [, year, month = '12', day = '28'] = compact ?? match
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}
