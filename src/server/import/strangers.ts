import { textOf, type Row } from './cell.ts'
import { at, type SheetContext } from './sheet-context.ts'

/** 巴特尔, 王·阿拉坦, ᠪᠠᠭᠠᠲᠤᠷ: what might be a person's name. */
const NAME = /^(?:[\u3400-\u9fff\u{20000}-\u{323af}·•\s]{2,12}|[\u1800-\u18af\s\u202f]{2,40})$/u

/**
 * Follows columns that nobody knows in a table that seems to be without persons. Where one of them gives every row
 * another name, the table is a list of persons whose header calls them something new: read as sums of places it would
 * lose all of them without a word.
 */
export class Strangers {
  private readonly columns: { column: number; seen: Set<string> }[]
  private rows = 0

  constructor({ plan, header }: SheetContext) {
    const counted = plan.single.households !== undefined || plan.single.persons !== undefined
    const unknown = header.columns.filter(({ meaning }) => meaning.field === null)
    this.columns =
      plan.aggregate && !counted
        ? unknown.map(({ index }) => ({ column: index, seen: new Set<string>() }))
        : []
  }

  look(row: Row): void {
    this.rows++
    for (const { column, seen } of this.columns) {
      const text = textOf(at(row, column))
      if (NAME.test(text)) seen.add(text)
    }
  }

  /** The column that must be persons; null where there is none. */
  get column(): number | null {
    const found = this.columns.find(({ seen }) => seen.size > 0 && seen.size * 4 >= this.rows * 3)
    return found?.column ?? null
  }
}

/**
 * A list that is paid for several things, or has planned money only; it has no sum, and among or behind its amounts a column that nobody knows: with
 * numbers in it that is money too, and leaving it out would lose it without a word.
 */
export class StrangeMoney {
  private readonly columns: number[]
  private found: number | null = null

  constructor({ plan, header }: SheetContext) {
    const amounts = plan.parts.flatMap((part) => part.amount?.column ?? [])
    const planned = plan.plannedOnly ? plan.amount : null
    const several = plan.amount === null && amounts.length > 1
    const from = planned?.column ?? Math.min(...amounts)
    const to = planned === null ? Math.max(...amounts) + 1 : Infinity
    this.columns =
      several || planned !== null
        ? header.columns
            .filter(({ index, meaning }) => meaning.field === null && from < index && index <= to)
            .map(({ index }) => index)
        : []
  }

  look(row: Row): void {
    for (const column of this.columns) {
      const text = textOf(at(row, column))
      if (/^[¥￥]?[\d,]*[1-9][\d,]*(?:\.\d{1,2})?元?$/.test(text)) this.found = column
    }
  }

  /** The column that must be money; null where there is none. */
  get column(): number | null {
    return this.found
  }
}
