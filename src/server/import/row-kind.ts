import { readTotal } from './amounts.ts'
import { textOf, type Row } from './cell.ts'
import { at, type SheetContext } from './sheet-context.ts'
import { totalKind, type TotalKind } from './totals.ts'
import { repeats } from './header.ts'
import { isFooter } from './words.ts'

/** What a row under the header is: a line, or one of the many things that stand between lines. */
export type RowKind =
  | { kind: 'line' }
  /** With the village's name in it, it is the heading of the lines below as well. */
  | { kind: 'total'; total: TotalKind; unlabelled?: true; heading?: string }
  | { kind: 'header'; same: boolean }
  | { kind: 'remark'; text: string }
  /** Numbered, but nobody filled it in. */
  | { kind: 'unused' }

export function kindOf(row: Row, context: SheetContext): RowKind {
  const header = headerKind(row, context)
  if (header !== null) return header
  const { single, aggregate } = context.plan
  const id = textOf(at(row, single.id))
  // 12人 may stand there in a row of totals; a real number says that somebody is meant.
  const total = /\d{14}/.test(id.normalize('NFKC').replace(/[\s-]/g, ''))
    ? null
    : labelledTotal(row, context)
  if (total !== null) return { kind: 'total', total }
  const money = context.money.some(({ column }) => {
    const cell = at(row, column)
    return cell !== undefined && (cell.formula || textOf(cell) !== '')
  })
  const name = textOf(at(row, single.name))
  const remark = /\d/.test(id)
    ? null
    : money || id !== ''
      ? signatureIn(row)
      : (headingIn(row, context) ?? remarkIn(row, name))
  if (remark !== null) return { kind: 'remark', text: remark }
  const place =
    textOf(at(row, single.township)) +
    textOf(at(row, single.village)) +
    textOf(at(row, single.villageCode))
  const section = money && !aggregate && id === '' ? sectionIn(row, name, context) : null
  if (section !== null) return { kind: 'total', total: 'part', heading: section }
  const named = aggregate ? place !== '' : name !== '' || id !== ''
  if (named) return { kind: 'line' }
  const counted = context.quantities.some(({ column }) => textOf(at(row, column)) !== '')
  if (!money && !counted) return { kind: 'unused' }
  const behind = labelledBehind(row)
  if (behind !== null) return { kind: 'total', total: behind }
  return isSum(row, context)
    ? { kind: 'total', total: 'grand', unlabelled: true }
    : { kind: 'line' }
}

/** The header again on the next page, or another one. Looked for only where words stand in place of money. */
function headerKind(row: Row, { money, header, headRows }: SheetContext): RowKind | null {
  const first = money[0]
  const cell = first === undefined ? undefined : at(row, first.column)
  if (cell === undefined || cell.kind !== 'text' || !/[\u3400-\u9fff]/.test(cell.text)) return null
  const again = repeats(row, { ...header, from: 0, to: headRows.length - 1 }, headRows)
  return again === null ? null : { kind: 'header', same: again === 'same' }
}

/** 合计 and its like, in one of the cells up to the name. */
function labelledTotal(row: Row, { plan, money, quantities }: SheetContext): TotalKind | null {
  const edge =
    plan.single.name ??
    Math.min(...[...money, ...quantities].map(({ column }) => column), row.cells.length)
  const { village, township, group } = plan.single
  for (let column = 0; column < row.cells.length; column++) {
    if (column > edge && column !== village && column !== township && column !== group) continue
    const text = textOf(row.cells[column])
    const kind = text === '' ? null : totalKind(text)
    if (kind !== null) return kind
  }
  return null
}

/** A total whose label stands beside its sum, in a row that names nobody. */
function labelledBehind(row: Row): TotalKind | null {
  for (const cell of row.cells) {
    if (cell?.kind !== 'text') continue
    const text = textOf(cell)
    const kind = /^共?计?\s*\d+\s*[户人]$/.test(text) ? 'part' : totalKind(text)
    if (kind !== null) return kind
  }
  return null
}

/**
 * A village with the sum of its lines, above them: 示范嘎查一 | 2户 | 11. In a sheet with a column of villages only where
 * lines are numbered and this one is not; else it might be a line that lost its name.
 */
function sectionIn(row: Row, name: string, { plan, run }: SheetContext): string | null {
  const { village, villageCode, seq } = plan.single
  const column = village ?? villageCode
  if (column !== undefined) {
    if (name !== '' || seq === undefined || /\d/.test(textOf(at(row, seq)))) return null
    return textOf(at(row, column)) || null
  }
  // Most rows are lines, and this is all that they cost.
  if (name !== '' && !PLACE_OR_COUNT.test(name) && !run.places.spelled.has(name)) return null
  if (/\d/.test(textOf(at(row, seq)))) return null
  for (const cell of row.cells) {
    const text = cell?.kind === 'text' ? textOf(cell) : ''
    if (/[^\d\s.,]/.test(text) && run.places.named(text)) return text
  }
  return null
}

const PLACE_OR_COUNT = /嘎查|村|社区|分场|\d/

/** A village's name alone in a row, in a sheet that has no column for it. */
function headingIn(row: Row, { plan, run }: SheetContext): string | null {
  const { village, villageCode } = plan.single
  if (village !== undefined || villageCode !== undefined || plan.aggregate) return null
  const texts = row.cells.map((cell) => textOf(cell)).filter((text) => text !== '')
  return texts.length === 1 && run.places.mentioned(texts[0]!) !== null ? texts[0]! : null
}

/** A note, a signature or a heading: its first words. Null for anything else. */
function remarkIn(row: Row, name: string): string | null {
  const texts = row.cells.map((cell) => textOf(cell)).filter((text) => text !== '')
  const first = texts[0] ?? ''
  if (isFooter(first) && (texts.length <= 2 || /[:：]/.test(first) || name === '')) return first
  if (texts.length === 1)
    return name === '' || first.length > 12 || /[:：。；]/.test(first) ? first : null
  // Signatures: 制表人：… 审核人：… in a few cells of one row.
  return texts.every((text) => /[:：]/.test(text) || isFooter(text)) ? first : null
}

const SIGNED = /[:：]|盖章|公章|签字|签章|签名/
const DATED =
  /^(?:\d{2,4}|[〇○零一二三四五六七八九十]{2,4})?[年/.\-][\s\d一二三四五六七八九十]*[月/.\-][\s\d一二三四五六七八九十]*日?$/

/**
 * Signatures and dates below a list whose cells reach into the columns of money: 审核人：… 填表人：… 2025年3月1日. Each
 * cell is one, or the name behind one, and none is a number. Null for anything else.
 */
function signatureIn(row: Row): string | null {
  const cells = row.cells.filter((cell) => textOf(cell) !== '')
  let label = false
  let signed = false
  for (const cell of cells) {
    const text = textOf(cell)
    const date = cell!.kind === 'date' || DATED.test(text.normalize('NFKC'))
    const own = cell!.kind === 'text' && SIGNED.test(text)
    const behind = label && cell!.kind === 'text' && !/\d/.test(text) && text.length <= 12
    if (cell!.formula || !(date || own || behind)) return null
    signed ||= own || (date && cell!.kind === 'text' && (cells.length === 1 || !/\d/.test(text)))
    label = own && /[:：]$/.test(text)
  }
  return signed ? textOf(cells[0]) : null
}

/** A row of numbers without a word that are the sum of all before them. */
function isSum(row: Row, { plan, money, totals }: SheetContext): boolean {
  const column = plan.amount ?? money[0]
  if (column === undefined || totals.lines < 2) return false
  const read = readTotal(at(row, column.column), column)
  return read !== null && 'value' in read && read.value === totals.sumOf(column.column)
}
