import aliases from './aliases.json' with { type: 'json' }
import { checkPart } from '#domain/disbursement/arithmetic.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import type { Fen } from '#domain/money/fen.ts'
import {
  readAmount,
  readQuantity,
  readRate,
  readTotal,
  scaledQuantity,
  type Read,
} from './amounts.ts'
import { textOf, type Cell, type Row } from './cell.ts'
import type { SpotPart } from './report.ts'
import type { ReadLine } from './run.ts'
import { at, type SheetContext } from './sheet-context.ts'
import type { TotalKind } from './totals.ts'
import { HiddenTotal } from './hidden-total.ts'
import type { PartPlan, UnitColumn } from './plan.ts'
import { StrangeMoney } from './strangers.ts'
import { takeReturned } from './returned-column.ts'
import { normalizeLabel } from './words.ts'

/** Columns like these stand between the parts and the sum. */
const taken = [...aliases.amount.other, '抵']

interface FoundPart {
  part: SpotPart
  plan: PartPlan
}

/** What a row was paid and for what: parts, the line's amount, months, and the totals they add up to. */
export class MoneyColumns {
  private readonly context: SheetContext
  private readonly hasDeductions: boolean
  /** Numbers of the row in hand, by column; one map for all rows. */
  private readonly values = new Map<number, Fen>()
  /** Where no column is the total: parts that so far were the sum of all others in every line. */
  readonly hidden = new HiddenTotal()
  readonly strange: StrangeMoney
  /** What a column of programs names. */
  readonly programs = new Set<string>()

  constructor(context: SheetContext) {
    this.context = context
    this.strange = new StrangeMoney(context)
    this.hasDeductions = [...context.plan.labels.values()].some((label) =>
      taken.some((word) => label.includes(word)),
    )
  }

  /** Gives the row's line its parts and amount; a sheet with a column a month gives a line a month. None after an error. */
  fill(row: Row, line: ReadLine): ReadLine[] {
    const { plan, totals } = this.context
    const { values } = this
    values.clear()
    const category = this.category(row)
    const parts: FoundPart[] = []
    for (const partPlan of plan.parts) {
      const part = this.part(row, partPlan, category, values)
      if (part !== null) parts.push({ part, plan: partPlan })
    }
    const ofParts = plan.parts.find((part) => part.amount !== null)?.amount ?? null
    const paidParts = parts.filter(({ part }) => part.amountFen !== undefined)
    const total = this.amount(row, plan.amount, plan.months.length === 0 && paidParts.length === 0)
    line.plannedFen = this.amount(row, plan.planned, false)
    if (plan.amount !== null && total !== null) values.set(plan.amount.column, total)
    if (plan.planned !== null && line.plannedFen !== null)
      values.set(plan.planned.column, line.plannedFen)
    if (plan.months.length > 0) return this.monthLines(row, line, parts, total, values)
    if (total === null && paidParts.length === 0) {
      if (plan.amount === null && ofParts !== null)
        this.context.error(row.number, ofParts.column, 'amountMissing')
      totals.line(line.region, values, false)
      return []
    }
    const sum = paidParts.reduce((all, { part }) => all + part.amountFen!, 0)
    line.amountFen = (total ?? sum) as Fen
    line.parts = parts.map(({ part }) => part)
    if (total !== null && paidParts.length > 0 && total !== sum && this.addsUp())
      this.context.error(row.number, plan.amount!.column, 'totalMismatch')
    if (total === null) this.hidden.look(paidParts)
    if (total === null || plan.plannedOnly) this.strange.look(row)
    this.arithmetic(row, line, parts)
    takeReturned(row, line, this.context)
    totals.line(line.region, values, isPaid(line))
    return [line]
  }

  /** Whether the line's amount must be the sum of its parts: each has its own, and nothing is taken off. */
  private addsUp(): boolean {
    return (
      !this.hasDeductions &&
      this.context.plan.parts.every((part) => part.amount !== null || part.quantity === null)
    )
  }

  private monthLines(
    row: Row,
    line: ReadLine,
    parts: FoundPart[],
    total: Fen | null,
    values: Map<number, Fen>,
  ): ReadLine[] {
    const { plan, totals } = this.context
    const lines: ReadLine[] = []
    let sum = 0
    for (const month of plan.months) {
      const fen = this.amount(row, month, false)
      if (fen === null) continue
      values.set(month.column, fen)
      sum += fen
      if (fen === 0) continue
      const batch =
        month.quarter !== ''
          ? month.quarter
          : line.year === null
            ? `${month.month}月`
            : `${line.year}-${String(month.month).padStart(2, '0')}`
      lines.push({ ...line, batch, amountFen: fen, parts: parts.map(({ part }) => ({ ...part })) })
    }
    if (sum === 0) this.context.error(row.number, plan.months[0]!.column, 'amountMissing')
    else if (total !== null && total !== sum)
      this.context.error(row.number, plan.amount!.column, 'totalMismatch')
    totals.line(line.region, values, isPaid(line))
    return lines
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
    const fen = this.amount(row, plan.amount, false)
    if (plan.amount !== null && fen !== null) {
      part.amountFen = fen
      values.set(plan.amount.column, fen)
    }
    const nothing = (part.quantity ?? '0') === '0' && (part.amountFen ?? 0) === 0
    return (plan.what !== '' && nothing) || Object.keys(part).length === 0 ? null : part
  }

  number(
    row: Row,
    column: UnitColumn | null,
    read: (cell: Cell | undefined, unit: string) => Read<{ value: Decimal; unit: string }>,
  ): { value: Decimal; unit: string } | null {
    if (column === null) return null
    const found = read(at(row, column.column), column.unit)
    if (found === null) return null
    if ('value' in found) return found.value
    this.context.error(row.number, column.column, found.refused)
    return null
  }

  private amount(row: Row, column: UnitColumn | null, needed: boolean): Fen | null {
    if (column === null) return null
    const read = readAmount(at(row, column.column), column)
    if (read !== null && 'value' in read) return read.value
    if (read !== null) this.context.error(row.number, column.column, read.refused)
    else if (needed) this.context.error(row.number, column.column, 'amountMissing')
    return null
  }

  private category(row: Row): string {
    const { plan } = this.context
    const column = plan.single.category
    if (column === undefined) return this.program(row)
    const text = this.context.text(row, column, 'text') ?? ''
    // A 类别 of `A` is spoken of as A类.
    const label = normalizeLabel(plan.labels.get(column) ?? '')
    const bare = /^[A-Za-zＡ-Ｚ一二三四五]$/.test(text) && /类(别|型)?$/.test(label)
    return bare ? `${text.normalize('NFKC').toUpperCase()}类` : text
  }

  /** A list of several programs names one in each line: what the line was paid for. */
  private program(row: Row): string {
    const text = this.context.text(row, this.context.plan.single.program, 'text') ?? ''
    if (text !== '') this.programs.add(text)
    return text
  }

  private arithmetic(row: Row, line: ReadLine, parts: FoundPart[]): void {
    for (const { part, plan } of parts) {
      const { quantity, rate, times } = part
      const amountFen = part.amountFen ?? (parts.length === 1 ? line.amountFen : undefined)
      if (quantity === undefined || rate === undefined || amountFen === undefined) continue
      if (closeEnough(part, amountFen)) continue
      const factors = {
        quantity: quantity as Decimal,
        rate: rate as Decimal,
        ...(times === undefined ? {} : { times: times as Decimal }),
      }
      const checked = checkPart({ what: part.what ?? '', ...factors, amountFen })
      const column = plan.amount ?? this.context.plan.amount
      if (checked?.kind === 'off' && column !== null)
        this.context.warn(row.number, column.column, 'areaTimesRate')
    }
  }

  /** Takes a row of totals to be held against its lines at the end. False where it holds no number. */
  print(row: Row, kind: TotalKind): boolean {
    const { money, quantities, totals } = this.context
    const values = new Map<number, Fen>()
    for (const column of money) {
      const cell = at(row, column.column)
      const read = readTotal(cell, column)
      if (read === null) continue
      if ('value' in read) values.set(column.column, read.value)
      // A sum in words, or one that nobody calculated, is no sum to hold lines against.
      else if (read.refused !== 'amountFormula' && !/[\u3400-\u9fff]/.test(textOf(cell)))
        this.context.error(row.number, column.column, read.refused)
    }
    for (const column of quantities) {
      const read = readQuantity(at(row, column.column), column.unit)
      const scaled = read !== null && 'value' in read ? scaledQuantity(read.value.value) : null
      if (scaled !== null) values.set(column.column, scaled)
    }
    if (values.size > 0) totals.print(row.number, kind, values)
    return values.size > 0
  }
}

function isPaid({ status }: ReadLine): boolean {
  return status === 'paid' || status === 'reissued'
}

/** Whether the product is the amount beyond any doubt of binary arithmetic; the doubtful are worked out exactly. */
function closeEnough(part: SpotPart, amountFen: Fen): boolean {
  const product = Number(part.quantity) * Number(part.rate) * Number(part.times ?? 1) * 100
  return Math.abs(product - amountFen) < 0.49
}
