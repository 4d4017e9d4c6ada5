import { parseDecimal, multiply, type Decimal } from '#domain/money/decimal.ts'
import { parseFen, type Fen } from '#domain/money/fen.ts'
import { textOf, type Cell } from './cell.ts'
import type { ErrorCode } from './report.ts'
import { base, type UnitColumn } from './plan.ts'

export type Read<T> = { value: T } | { refused: ErrorCode } | null

const TEN_THOUSAND = '10000' as Decimal
const THOUSAND = '1000' as Decimal

/** An amount in its column's unit. Null where nobody wrote one: blank, or a dash. */
export function readAmount(cell: Cell | undefined, column: UnitColumn): Read<Fen> {
  if (cell === undefined) return null
  if (cell.kind === 'empty') return { refused: 'amountFormula' }
  if (cell.kind !== 'text' && cell.kind !== 'number') return { refused: 'amountNotNumber' }
  // What nearly every cell is; `parseFen` gives the same, a good deal slower.
  const usual = column.unit === '元' ? /^(\d{1,8})(?:\.(\d\d?))?$/.exec(cell.text) : null
  if (usual !== null) {
    const [, yuan, parts = ''] = usual
    return { value: (Number(yuan) * 100 + Number(parts.padEnd(2, '0'))) as Fen }
  }
  let text = unquoted(cell).replace(/元整$/, '元')
  let unit = column.unit
  if (unit === '千元') {
    const decimal = parseDecimal(text)
    if (decimal !== null) text = multiply(decimal, THOUSAND)
    unit = '元'
  }
  const fen = parseFen(text, unit as '元' | '万元' | '分')
  if (typeof fen === 'number') return { value: fen }
  return fen.refused === 'amountMissing' ? null : { refused: fen.refused }
}

/** A printed total. The sum of rounded numbers may carry the dust of binary arithmetic: half a fen is forgiven. */
export function readTotal(cell: Cell | undefined, column: UnitColumn): Read<Fen> {
  // 3万元, 999元: the cell's own unit is what it says.
  const told = /^[¥￥]?\s*([\d,，.]+)\s*(万元|千元|元)$/.exec(
    cell?.kind === 'text' ? cell.text.trim() : '',
  )
  if (told !== null) return readAmount({ ...cell!, text: told[1]! }, { ...column, unit: told[2]! })
  const read = readAmount(cell, column)
  if (
    read === null ||
    !('refused' in read) ||
    read.refused !== 'amountDecimals' ||
    cell?.kind !== 'number'
  )
    return read
  const factor = column.unit === '万元' ? 1_000_000 : column.unit === '千元' ? 100_000 : 100
  const fen = Number(cell.text) * factor
  return Math.abs(fen - Math.round(fen)) < 0.01 ? { value: Math.round(fen) as Fen } : read
}

/** A quantity in the unit it is shown in (万亩 becomes 亩). Null where none stands. */
export function readQuantity(
  cell: Cell | undefined,
  unit: string,
): Read<{ value: Decimal; unit: string }> {
  if (cell === undefined) return null
  if (cell.kind === 'empty') return { refused: 'amountFormula' }
  if (cell.kind !== 'text' && cell.kind !== 'number') return { refused: 'amountNotNumber' }
  const text = unquoted(cell)
  if (/^[-—–/\\\s]*$/.test(text)) return null
  const bare =
    unit !== '' && text.endsWith(base(unit)) && !text.endsWith(`万${base(unit)}`)
      ? text.slice(0, -base(unit).length)
      : text
  const decimal = decimalIn(bare)
  if (decimal === null)
    return {
      refused: /^[\d.,]+e[+-]?\d+$/i.test(bare.normalize('NFKC'))
        ? 'amountNotation'
        : 'amountNotNumber',
    }
  if (decimal.startsWith('-')) return { refused: 'amountNegative' }
  if (tooLong(decimal)) return { refused: 'amountTooLarge' }
  const large = base(unit) !== unit
  return { value: { value: large ? multiply(decimal, TEN_THOUSAND) : decimal, unit: base(unit) } }
}

/** A rate in yuan (万元/户 becomes 元/户); `11.9235元/亩` in a cell is read without its unit. */
export function readRate(
  cell: Cell | undefined,
  unit: string,
): Read<{ value: Decimal; unit: string }> {
  if (cell === undefined) return null
  if (cell.kind === 'empty') return { refused: 'amountFormula' }
  if (cell.kind !== 'text' && cell.kind !== 'number') return { refused: 'amountNotNumber' }
  const text = unquoted(cell)
    .replace(/^[¥￥]\s*/, '')
    .replace(/\s*元(\/.*)?$/, '')
  if (/^[-—–/\\\s]*$/.test(text)) return null
  const decimal = decimalIn(text)
  if (decimal === null) return { refused: 'amountNotNumber' }
  if (decimal.startsWith('-')) return { refused: 'amountNegative' }
  if (tooLong(decimal)) return { refused: 'amountTooLarge' }
  const thousands = unit.startsWith('万元')
    ? TEN_THOUSAND
    : unit.startsWith('千元')
      ? THOUSAND
      : null
  return {
    value:
      thousands === null
        ? { value: decimal, unit }
        : { value: multiply(decimal, thousands), unit: unit.slice(1) },
  }
}

/** Areas and heads stay far below; a telephone or account number in a wrong column does not. */
function tooLong(decimal: Decimal): boolean {
  if (decimal.length <= 9) return false
  return decimal.replace(/\..*/, '').length > 9 || decimal.length > 20
}

/** Most decimals stand in their canonical form already. */
function decimalIn(text: string): Decimal | null {
  if (/^(?:0|[1-9]\d{0,11})(?:\.\d{0,8}[1-9])?$/.test(text)) return text as Decimal
  return parseDecimal(text.trim())
}

/** What protects a number from a spreadsheet is no part of it: `'123`, `="123"`. */
export function unquoted(cell: Cell): string {
  const text = textOf(cell)
  const first = text.charCodeAt(0)
  if (first >= 0x30 && first <= 0x39) return text
  const wrapped = /^="(.*)"$/.exec(text)
  return (wrapped === null ? text : wrapped[1]!).replace(/^['‘’`]/, '')
}

/** Beyond four decimals a sum of areas is not held against its printed total. */
const QUANTITY_SCALE = 10_000

/** A quantity as a whole number, to be added up exactly; null where it is too fine for that. */
export function scaledQuantity(value: string): Fen | null {
  const point = value.indexOf('.')
  if (point !== -1 && value.length - point > 5) return null
  return Math.round(Number(value) * QUANTITY_SCALE) as Fen
}
