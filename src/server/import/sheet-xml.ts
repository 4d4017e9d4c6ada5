import type { Cell, Row, SheetFacts } from './cell.ts'
import { LIMITS } from './limits.ts'
import { dateOfSerial, numberText } from './number-text.ts'
import type { Package } from './package.ts'
import { cellPlace, parseMerge } from './place.ts'
import { plainRows, type PlainCell } from './plain-rows.ts'
import { FileRefusal } from './refusal.ts'
import { unescapeText } from './shared-texts.ts'
import { readXml, type XmlHandler } from './xml.ts'

interface Book {
  shared: string[]
  dates: Set<number>
  date1904: boolean
}

const damaged = () => new FileRefusal('fileDamaged')

/** Reads a worksheet row by row; only the row in hand is held. Facts beside the rows are filled in on the way. */
export async function readSheetXml(
  pack: Package,
  part: string,
  book: Book,
  facts: SheetFacts,
  onRow: (row: Row) => void,
): Promise<void> {
  let hiddenByDefault = false
  let row: Row | null = null
  let rowNumber = 0
  let lastUsed = 0
  let column = -1
  let type = 'n'
  let style = -1
  let value = ''
  let formula = false
  let inCell = false
  let reading = 0
  let collecting = false

  function openRow(attributes: Record<string, string>): void {
    const given = attributes['r']
    const number = given === undefined ? rowNumber + 1 : Number(given)
    if (!Number.isInteger(number) || number <= rowNumber || number > 1_048_576) throw damaged()
    rowNumber = number
    column = -1
    const hidden = attributes['hidden']
    row = {
      number,
      hidden:
        hidden === undefined
          ? hiddenByDefault || Number(attributes['ht'] ?? 1) === 0
          : /^(1|true|on)$/.test(hidden),
      cells: [],
      width: null,
    }
  }

  function openCell(ref: string | undefined, t: string | undefined, s: string | undefined): void {
    if (row === null) throw damaged()
    if (ref === undefined) column++
    else {
      const place = cellPlace(ref)
      if (place === null || place.row !== row.number || place.column <= column) throw damaged()
      column = place.column
    }
    type = t ?? 'n'
    style = s === undefined ? -1 : Number(s)
    value = ''
    formula = false
    inCell = true
  }

  function closeCell(): void {
    inCell = false
    const cell = cellOf(type, value, formula, style, book)
    if (cell === null) return
    if (column >= LIMITS.columns || row!.number - lastUsed > LIMITS.rowGap)
      throw new FileRefusal('fileLimits')
    lastUsed = row!.number
    row!.cells[column] = cell
  }

  function plainRow(attributes: Record<string, string>, cells: PlainCell[]): void {
    openRow(attributes)
    for (const cell of cells) {
      openCell(cell.ref, cell.type, cell.style)
      value = cell.value
      closeCell()
    }
    if (row !== null) onRow(row)
    row = null
  }

  const handler: XmlHandler = {
    open(name, attributes) {
      switch (name) {
        case 'c':
          return openCell(attributes['r'], attributes['t'], attributes['s'])
        case 'v':
          collecting = inCell
          return
        case 't':
          collecting = inCell && reading === 0
          return
        case 'f':
          formula = inCell
          return
        case 'rPh':
          reading++
          return
        case 'row':
          return openRow(attributes)
        case 'sheetFormatPr':
          hiddenByDefault = /^(1|true|on)$/.test(attributes['zeroHeight'] ?? '')
          return
        case 'col':
          return hideColumns(attributes, facts)
        case 'mergeCell': {
          const merge = parseMerge(attributes['ref'] ?? '')
          if (merge === null) throw damaged()
          facts.merges.push(merge)
        }
      }
    },
    close(name) {
      switch (name) {
        case 'v':
        case 't':
          collecting = false
          return
        case 'rPh':
          reading--
          return
        case 'c':
          return closeCell()
        case 'row':
          if (row !== null) onRow(row)
          row = null
      }
    },
    text(text) {
      if (collecting) value += text
    },
  }
  await readXml(pack, part, handler, (feed) => plainRows({ row: plainRow }, feed))
}

function hideColumns(attributes: Record<string, string>, facts: SheetFacts): void {
  const hidden =
    /^(1|true|on)$/.test(attributes['hidden'] ?? '') || Number(attributes['width'] ?? 1) === 0
  if (!hidden) return
  const from = Number(attributes['min'])
  const to = Math.min(Number(attributes['max']), LIMITS.columns)
  for (let column = from; column <= to; column++) facts.hiddenColumns.add(column - 1)
}

/** Null where nothing stands: cells that only carry a frame or a colour are many. */
function cellOf(
  type: string,
  value: string,
  formula: boolean,
  style: number,
  book: Book,
): Cell | null {
  if (value === '' && !formula) return null
  if (value === '') return { kind: 'empty', text: '', formula }
  switch (type) {
    case 's': {
      const text = /^\d+$/.test(value) ? book.shared[Number(value)] : undefined
      if (text === undefined) throw damaged()
      return text === '' ? null : { kind: 'text', text, formula }
    }
    case 'inlineStr':
    case 'str':
      return { kind: 'text', text: unescapeText(value), formula }
    case 'n': {
      const text = numberText(value)
      if (text === null) throw damaged()
      if (!book.dates.has(style)) return { kind: 'number', text, formula }
      return { kind: 'date', text: dateOfSerial(Number(value), book.date1904) ?? text, formula }
    }
    case 'd':
      return { kind: 'date', text: value.slice(0, 10), formula }
    case 'b':
      return { kind: 'boolean', text: value === '1' ? 'TRUE' : 'FALSE', formula }
    case 'e':
      return { kind: 'error', text: value, formula }
    default:
      throw damaged()
  }
}
