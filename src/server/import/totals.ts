import aliases from './aliases.json' with { type: 'json' }
import type { Fen } from '#domain/money/fen.ts'
import { normalizeLabel } from './words.ts'

export type TotalKind = 'grand' | 'part'

const grand = new Set(aliases.total.grand.map(normalizeLabel))
const part = new Set(aliases.total.part.map(normalizeLabel))

/** Whether a cell begins a row of totals, and whether of all lines or of some. */
export function totalKind(text: string): TotalKind | null {
  if (text.length > 24) return null
  const label = normalizeLabel(text)
    .replace(/\((大写|元|万元|小写)\)$/, '')
    .replace(/[:：].*$/, '')
    .replace(/\([^()]*\)$|(共)?\d+(户|人|行|页)?$/g, '')
  if (label.length < 2) return null
  if (grand.has(label)) return 'grand'
  if (part.has(label)) return 'part'
  if (!aliases.total.ending.some((ending) => label.endsWith(ending))) return null
  if (/小计|本页|页计|分计/.test(label)) return 'part'
  return /(全旗|全县|全区|全市|全镇|全苏木|全嘎查|全村|总计)/.test(label) ? 'grand' : 'part'
}

/** Sums of the columns that a total row repeats, line by line as they come. */
export interface Column {
  column: number
  label: string
}

/** So many ends of parts are looked back at: a page of a few, and the one before it. */
const BESIDE = 7

interface PrintedTotal {
  row: number
  kind: TotalKind
  /** Lines that stood before it. */
  after: number
  values: Map<number, Fen>
}

/**
 * Printed totals against the lines of a sheet. A 合计 must be the sum of all lines; a 小计 of the
 * lines of one stretch: since the total before it, up to the one after it, of one village, or
 * all so far.
 */
export class Totals {
  private readonly printed: PrintedTotal[] = []
  /** Running sums by column, before each line. */
  private readonly sums = new Map<number, number[]>()
  /** Lines that were not paid: few, and taken off where a sum speaks of what was paid. */
  private readonly unpaid: { line: number; values: Map<number, Fen> }[] = []
  private readonly regions: string[] = []
  /** Lines before each header that is repeated, and before each end of a part that stands beside others. */
  private readonly marks: number[] = []
  /** Lines before each village that begins with a heading of its own. */
  private readonly headings: number[] = []

  constructor(columns: Column[]) {
    for (const { column } of columns) this.sums.set(column, [0])
  }

  /** Takes a line's numbers by column. The map may be used again. */
  line(region: string, values: Map<number, Fen>, paid: boolean): void {
    for (const [column, sums] of this.sums)
      sums.push(sums[sums.length - 1]! + (values.get(column) ?? 0))
    if (!paid) this.unpaid.push({ line: this.lines, values: new Map(values) })
    this.regions.push(region)
  }

  get lines(): number {
    return this.regions.length
  }

  print(row: number, kind: TotalKind, values: Map<number, Fen>): void {
    this.printed.push({ row, kind, after: this.lines, values })
  }

  /** A page has ended, or one of several parts of it beside each other. */
  mark(): void {
    this.marks.push(this.lines)
  }

  /** A village's own table, or its part of one, begins. */
  heading(): void {
    this.headings.push(this.lines)
  }

  sumOf(column: number): number {
    const sums = this.sums.get(column)
    return sums === undefined ? 0 : sums[sums.length - 1]!
  }

  /** Rows and columns whose printed total no stretch of lines gives. */
  wrong(): { row: number; column: number }[] {
    const wrong: { row: number; column: number }[] = []
    const grands = this.printed.filter(({ kind }) => kind === 'grand')
    const last = grands.length > 0 ? grands[grands.length - 1] : undefined
    for (const total of this.printed) {
      // Where every village's lines end in a 合计 of their own, only the last can be the sum of all.
      const asAll = total.kind === 'grand' && (grands.length === 1 || total === last)
      for (const [column, value] of total.values) {
        const stretches =
          asAll && !this.onlyStretches(grands) ? this.whole(total) : this.stretches(total)
        if (!stretches.some(([from, to]) => this.between(column, from, to).includes(value)))
          wrong.push({ row: total.row, column })
      }
    }
    return wrong
  }

  /** The printed total of the whole sheet in this column. */
  grandTotal(column: number): { fen: Fen; row: number } | null {
    const grands = this.printed.filter(({ kind, values }) => kind === 'grand' && values.has(column))
    const found = grands[grands.length - 1]
    if (found === undefined || this.onlyStretches(grands)) return null
    // The 合计 of the last village's own table is not that of the sheet.
    const all = this.between(column, 0, this.lines).includes(found.values.get(column)!)
    if (!all && this.headings.length > 0) return null
    return { fen: found.values.get(column)!, row: found.row }
  }

  /** Several 合计, each of its own stretch, and none of all: a sheet of blocks without a last sum. */
  private onlyStretches(grands: PrintedTotal[]): boolean {
    if (grands.length < 2) return false
    return grands.every((total) => {
      const [column, value] = [...total.values][0] ?? []
      if (column === undefined) return false
      return (
        !this.between(column, 0, this.lines).includes(value!) &&
        this.stretches(total).some(([from, to]) => this.between(column, from, to).includes(value!))
      )
    })
  }

  /** All lines; below a heading of its own, perhaps the village's. */
  private whole(total: PrintedTotal): (readonly [number, number])[] {
    // The first village's title stands above the sheet's own header.
    const starts = this.headings.length === 0 ? [] : [0, ...this.headings]
    const headings = starts.filter((from) => from < total.after)
    const own = headings.slice(-1).map((from) => [from, total.after] as const)
    return [[0, this.lines], ...own]
  }

  private stretches(total: PrintedTotal): (readonly [number, number])[] {
    const at = this.printed.indexOf(total)
    const before = this.printed.slice(0, at).map(({ after }) => after)
    const later = this.printed.slice(at + 1).map(({ after }) => after)
    const parts = this.printed
      .slice(0, at)
      .filter(({ kind }) => kind !== total.kind)
      .map(({ after }) => after)
    const end = total.after
    const region = this.regions[end - 1]
    let village = end
    while (village > 0 && this.regions[village - 1] === region) village--
    const marks = [...this.marks.filter((mark) => mark <= end).slice(-BESIDE), end]
    const beside = marks.flatMap((from, i) => marks.slice(i + 1).map((to) => [from, to] as const))
    return [
      [Math.max(0, ...before), end],
      [Math.max(0, ...before.filter((after) => after < end)), end],
      [Math.max(0, ...parts), end],
      [village, end],
      [0, end],
      [end, later.find((after) => after > end) ?? this.lines],
      ...beside,
      ...(total.kind === 'grand' && end === 0 ? [[0, this.lines] as const] : []),
      ...this.headings
        .filter((from) => from < end)
        .slice(-1)
        .map((from) => [from, end] as const),
    ]
  }

  /** What all lines of a stretch add up to, and what the paid ones do. */
  private between(column: number, from: number, to: number): number[] {
    const sums = this.sums.get(column)
    if (sums === undefined) return []
    const all = sums[to]! - sums[from]!
    const off = this.unpaid.filter(({ line }) => line >= from && line < to)
    return [all, all - off.reduce((sum, { values }) => sum + (values.get(column) ?? 0), 0)]
  }
}
