import aliases from './aliases.json' with { type: 'json' }
import { textOf, type Row } from './cell.ts'
import { isMoney, splitUnit, unitOf } from './units.ts'
import { containsAny, isOtherPerson, isTotalWord, normalizeLabel } from './words.ts'
import { meaningOf } from './label.ts'
import { cleanWhat, type Field, type Meaning } from './label-kinds.ts'

/** One column of a found header. */
export interface HeaderColumn {
  index: number
  /** As the sheet has it; under two rows `upper/lower`. */
  label: string
  meaning: Meaning
  /** Upper and lower header name two units of money. */
  unitsDisagree: boolean
}

export function stripParens(text: string): string {
  return normalizeLabel(text).replace(/^\((.*)\)$/, '$1')
}

export function columnsOf(row: Row, next: Row | null): HeaderColumn[] {
  const width = Math.max(row.cells.length, next?.cells.length ?? 0)
  const columns: HeaderColumn[] = []
  let group = ''
  for (let index = 0; index < width; index++) {
    const own = clean(textOf(row.cells[index]))
    const lower = next === null ? '' : clean(textOf(next.cells[index]))
    // A merged upper cell stands over the columns to its right as long as these have a lower one.
    if (own !== '') group = lower === '' ? '' : own
    const upper = own !== '' ? own : lower === '' ? '' : group
    if (upper === '' && lower === '') continue
    const label = upper === '' ? lower : lower === '' ? upper : `${upper}/${lower}`
    columns.push({ index, label, ...meaningOfBoth(upper, lower) })
  }
  return columns
}

function clean(text: string): string {
  return text.replace(/[\r\n\t]+/g, '')
}

function meaningOfBoth(upper: string, lower: string): { meaning: Meaning; unitsDisagree: boolean } {
  const top = meaningOf(upper)
  if (lower === '') return { meaning: top, unitsDisagree: false }
  const low = meaningOf(lower)
  if (upper === '') return { meaning: low, unitsDisagree: false }
  const lowerUnit = unitOf(stripParens(lower))
  if (lowerUnit !== null && top.field !== null)
    return {
      meaning: { ...top, unit: lowerUnit },
      unitsDisagree: isMoney(top.unit) && isMoney(lowerUnit) && top.unit !== lowerUnit,
    }
  if (isOtherPerson(upper)) return { meaning: { ...low, field: 'drop' }, unitsDisagree: false }
  const upperUnit = splitUnit(normalizeLabel(upper)).unit
  const counted: (Field | null)[] = ['quantity', 'rate', 'amount', 'planned', 'month']
  const lowBase = splitUnit(normalizeLabel(lower)).base
  if (counted.includes(low.field) && !(isTotalWord(lowBase) && counted.includes(top.field))) {
    const what = low.what !== '' ? low.what : cleanWhat(upper)
    const money = low.field === 'amount' || low.field === 'planned' || low.field === 'month'
    const unit = low.unit ?? (money && isMoney(upperUnit) ? upperUnit : null)
    const paid = top.field === 'planned' && low.field === 'amount'
    return {
      meaning: { ...low, field: paid ? 'planned' : low.field, what, unit },
      unitsDisagree: money && isMoney(low.unit) && isMoney(upperUnit) && low.unit !== upperUnit,
    }
  }
  if (counted.includes(top.field)) {
    if (containsAny(lowBase, aliases.amount.other))
      return { meaning: { ...top, field: 'drop' }, unitsDisagree: false }
    const total = isTotalWord(lowBase)
    const disagree = isMoney(low.unit) && isMoney(top.unit) && low.unit !== top.unit
    const part = cleanWhat(lowBase)
    const what = total ? top.what : part === '' ? lowBase : part
    return {
      meaning: { ...top, what, unit: low.unit ?? top.unit, rank: total ? 4 : top.rank },
      unitsDisagree: disagree,
    }
  }
  if (low.field !== null) return { meaning: low, unitsDisagree: false }
  const joined = meaningOf(upper + lower)
  return {
    meaning:
      joined.field !== null ? joined : top.field === 'note' || top.field === 'drop' ? top : low,
    unitsDisagree: false,
  }
}
