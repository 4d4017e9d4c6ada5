import { textOf, type Row } from './cell.ts'
import { columnsOf, stripParens, type HeaderColumn } from './header-columns.ts'
import { unitOf } from './units.ts'
import { normalizeLabel } from './words.ts'
import { meaningOf } from './label.ts'
import { isLate } from './reissued-column.ts'
import { WEAK, type Field } from './label-kinds.ts'

export interface Header {
  /** Of the rows given, the first and the last that belong to the header. */
  from: number
  to: number
  columns: HeaderColumn[]
}

const WHO_AND_WHERE: readonly Field[] = [
  'name',
  'nameMn',
  'id',
  'village',
  'villageCode',
  'township',
  'group',
  'note',
]

/** A header may begin in any of the first ten rows. */
const LAST_ROW = 10

/**
 * Finds the header among the first rows: one row, or two or three that belong together. Of several that
 * would serve the one with the most words known wins, so that no title is taken for it.
 */
export function findHeader(rows: Row[]): Header | null {
  let best: Header | null = null
  let bestScore = 0
  for (let at = 0; at < rows.length && rows[at]!.number <= LAST_ROW + 1; at++) {
    const row = rows[at]!
    if (!mayHead(row)) continue
    const { columns, to } = headingAt(rows, at)
    if (!usable(columns)) continue
    const score = scoreOf(columns)
    // What stood above adds nothing and tells nothing apart: it was a title.
    const alone =
      best !== null && best.from < at && best.to >= at && score === bestScore && distinct(columns)
    if (score <= bestScore && !alone) continue
    bestScore = score
    best = { from: at, to: skipNumbering(rows, to + 1, columns) - 1, columns }
  }
  return best
}

/** The header that begins in this row, of as many rows as belong to it. */
function headingAt(rows: Row[], at: number): { columns: HeaderColumn[]; to: number } {
  const row = rows[at]!
  const [, next, third] = rows.slice(at, at + 3)
  if (next !== undefined && continues(row, next)) {
    if (third !== undefined && continues(joined(row, next), third)) {
      const columns = columnsOf(row, next, third)
      if (usable(columns)) return { columns, to: at + 2 }
    }
    const columns = columnsOf(row, next)
    if (usable(columns)) return { columns, to: at + 1 }
  }
  return { columns: columnsOf(row, null), to: at }
}

/** The lower of two header rows, with what stands in the upper one alone. */
function joined(upper: Row, lower: Row): Row {
  const width = Math.max(upper.cells.length, lower.cells.length)
  const cells = Array.from({ length: width }, (_, index) =>
    textOf(lower.cells[index]) === '' ? upper.cells[index] : lower.cells[index],
  )
  return { ...lower, cells }
}

function distinct(columns: HeaderColumn[]): boolean {
  return new Set(columns.map(({ label }) => normalizeLabel(label))).size === columns.length
}

function scoreOf(columns: HeaderColumn[]): number {
  return columns.reduce(
    (sum, { meaning }) => sum + (meaning.field === null ? 0 : meaning.rank === WEAK ? WEAK : 1),
    0,
  )
}

function values(row: Row): { index: number; text: string }[] {
  const found: { index: number; text: string }[] = []
  row.cells.forEach((cell, index) => {
    const text = textOf(cell)
    if (text !== '') found.push({ index, text })
  })
  return found
}

function numeric(text: string): boolean {
  return /^[-+￥¥]?[\d０-９][\d０-９,，.．]*%?$/.test(text)
}

function mayHead(row: Row): boolean {
  const cells = values(row)
  return cells.length >= 2 && !cells.some(({ text }) => numeric(text))
}

/** Whether `next` is the second row of a header that begins with `row`. */
function continues(row: Row, next: Row): boolean {
  const lower = values(next)
  if (next.number > row.number + 2 || lower.length === 0 || lower.some(({ text }) => numeric(text)))
    return false
  const upper = values(row)
  if (upper.some(({ text }) => text.length > 20 || /[:：]/.test(text))) return false
  if (lower.every(({ text }) => unitOf(stripParens(text)) !== null)) return true
  if (lower.length < 2) return false
  const strong = (text: string) => {
    const { field, rank } = meaningOf(text)
    return field !== null && rank !== WEAK
  }
  const known = lower.filter(({ text }) => strong(text)).length
  // Under 姓名, 嘎查 and the like a second header row is blank or says the like again; a name there is data.
  const data = lower.some(({ index, text }) => {
    const above = meaningOf(textOf(row.cells[index])).field
    return above !== null && WHO_AND_WHERE.includes(above) && !strong(text)
  })
  if (data) return false
  // A header that is simply repeated is no second row of itself.
  const same = lower.filter(
    ({ index, text }) => normalizeLabel(textOf(row.cells[index])) === normalizeLabel(text),
  ).length
  if (same > lower.length / 2) return false
  const underBlank = lower.filter(({ index }) => textOf(row.cells[index]) === '').length
  if (known >= 2 && (underBlank > 0 || lower.length < upper.length || known >= lower.length))
    return true
  const nameColumn = upper.find(
    ({ text }) =>
      meaningOf(text).field === 'name' ||
      meaningOf(text).field === 'village' ||
      meaningOf(text).field === 'township',
  )
  return underBlank > 0 && nameColumn !== undefined && textOf(next.cells[nameColumn.index]) === ''
}

/** A header serves when it says whom or where, and how much. */
function usable(columns: HeaderColumn[]): boolean {
  const fields = new Set(columns.map(({ meaning }) => meaning.field))
  const whom =
    fields.has('name') ||
    fields.has('village') ||
    fields.has('township') ||
    fields.has('villageCode')
  const much =
    fields.has('amount') || fields.has('planned') || fields.has('month') || columns.some(isLate)
  return whom && much
}

/** Statistical tables number their columns under the header: 甲 乙 1 2 3=1×2. Such a row is part of it. */
function skipNumbering(rows: Row[], at: number, columns: HeaderColumn[]): number {
  const row = rows[at]
  if (row === undefined) return at
  const cells = values(row)
  const numbering = /^(栏次|[甲乙丙丁戊己庚辛壬癸A-Z]|\(?\d{1,2}\)?([=＝].{1,20})?|[-—])$/
  if (
    cells.length < Math.min(3, columns.length) ||
    !cells.every(({ text }) => numbering.test(text))
  )
    return at
  const name = columns.find(
    ({ meaning }) => meaning.field === 'name' || meaning.field === 'village',
  )
  const named = name === undefined ? '' : textOf(row.cells[name.index])
  return named === '' || numbering.test(named) ? at + 1 : at
}

/** Compares a later row with the header: the same words again, another header, or no header at all. */
export function repeats(row: Row, header: Header, rows: Row[]): 'same' | 'other' | null {
  const cells = values(row)
  if (cells.length < 2 || cells.some(({ text }) => numeric(text))) return null
  for (let at = header.from; at <= header.to; at++) {
    const first = rows[at]!
    if (
      cells.every(
        ({ index, text }) => normalizeLabel(textOf(first.cells[index])) === normalizeLabel(text),
      )
    )
      return 'same'
  }
  if (cells.length < 3) return null
  const fields = new Set<string>()
  for (const { text } of cells) {
    const field = meaningOf(text).field
    if (field !== null) fields.add(field)
  }
  return fields.size >= 3 && (fields.has('name') || fields.has('amount') || fields.has('village'))
    ? 'other'
    : null
}
