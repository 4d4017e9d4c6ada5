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
