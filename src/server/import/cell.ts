export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error' | 'empty'

/** One cell as text. Numbers as a person would type them, dates as `2026-03-09`. */
export interface Cell {
  kind: CellKind
  text: string
  /** Calculated: `empty` with `formula` is a formula that nobody has calculated. */
  formula: boolean
}

export interface Row {
  /** As Excel or WPS shows it; in a CSV the number of the record. */
  number: number
  hidden: boolean
  /** By column from 0; nothing where nothing stands. */
  cells: (Cell | undefined)[]
  /** Cells of a CSV record, empty ones included; null for a workbook, whose rows have no width. */
  width: number | null
}

/** Rows and columns from 1 and 0: `D2:D9` is `{ top: 2, bottom: 9, left: 3, right: 3 }`. */
export interface Merge {
  top: number
  bottom: number
  left: number
  right: number
}

/** What is known of a sheet beside its rows. Hidden columns are known before the first row, merges after the last. */
export interface SheetFacts {
  hiddenColumns: Set<number>
  merges: Merge[]
  comments: { row: number; column: number }[]
}

export interface SheetSource {
  name: string | null
  hidden: boolean
  facts: SheetFacts
  read(onRow: (row: Row) => void): Promise<void>
}

/** Text of a cell without blanks around it; nothing for a missing one. */
export function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : trimBlanks(cell.text)
}

// Not `trim`: that also takes U+FEFF, which is an error in a name and must be seen.
const BLANKS = /^[\t\n\r \u00a0\u2000-\u200a\u3000]+|[\t\n\r \u00a0\u2000-\u200a\u3000]+$/g

export function trimBlanks(text: string): string {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  if (first > 0x3000 && last > 0x3000) return text
  return text.replace(BLANKS, '')
}

export function isBlank(row: Row): boolean {
  for (const cell of row.cells) {
    if (cell !== undefined && (cell.formula || trimBlanks(cell.text) !== '')) return false
  }
  return true
}
