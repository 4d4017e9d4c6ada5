import aliases from './aliases.json' with { type: 'json' }
import { textOf, type Row } from './cell.ts'
import { isMoney, splitUnit, unitOf } from './units.ts'
import { containsAny, isOtherPerson, isTotalWord, normalizeLabel } from './words.ts'
import { meaningOf } from './label.ts'
import { cleanWhat, NOTHING, type Field, type Meaning } from './label-kinds.ts'

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

/** Columns of a header of one row, or of up to three that belong together. */
export function columnsOf(row: Row, next: Row | null, third: Row | null = null): HeaderColumn[] {
  const rows = [row, next, third].filter((one) => one !== null)
  const width = Math.max(...rows.map(({ cells }) => cells.length))
  const columns: HeaderColumn[] = []
  let over: string[] = []
  for (let index = 0; index < width; index++) {
    const own = rows.map(({ cells }) => clean(textOf(cells[index])))
    if (own.every((text) => text === '')) continue
    over = standingOver(own, over)
    const texts = own.map((text, level) => (text !== '' ? text : over[level]!))
    const said = texts.filter((text) => text !== '')
    columns.push({ index, label: said.join('/'), ...meaningOfAll(texts) })
  }
  return columns
}

/**
 * Upper texts that stand over this column. A merged upper cell stands over the columns to its right as long as these
 * have a lower one, and as long as nothing above it begins anew.
 */
function standingOver(own: string[], before: string[]): string[] {
  const over: string[] = []
  own.forEach((text, level) => {
    const below = own.slice(level + 1).some((lower) => lower !== '')
    const anew = own.slice(0, level).some((upper) => upper !== '')
    over.push(!below ? '' : text !== '' ? text : anew ? '' : (before[level] ?? ''))
  })
  return over
}

type Both = { meaning: Meaning; unitsDisagree: boolean }

/** Of three texts the two that say most: what was paid for may stand in the first or in the second, a unit in the third. */
function meaningOfAll(texts: string[]): Both {
  const [top = '', middle = '', low = ''] = texts
  if (top === '' || middle === '') return meaningOfBoth(top === '' ? middle : top, low)
  if (low === '') return meaningOfBoth(top, middle)
  if (isOtherPerson(top)) return { meaning: NOTHING, unitsDisagree: false }
  const unit = unitOf(stripParens(low))
  if (unit !== null && meaningOf(middle).field !== null) {
    const { base, unit: own } = splitUnit(normalizeLabel(middle))
    const both = meaningOfBoth(top, `${base}(${unit})`)
    const against = isMoney(own) && isMoney(unit) && own !== unit
    return { ...both, unitsDisagree: both.unitsDisagree || against }
  }
  const inner = meaningOfBoth(cleanWhat(middle) === '' ? top : middle, low)
  const both = inner.meaning.field === null ? meaningOfBoth(top, low) : inner
  return withUnitOf(top, both)
}

/** 补贴资金(万元) over 禁牧 over 小计: the unit at the very top holds for all below it. */
function withUnitOf(top: string, both: Both): Both {
  const { unit } = splitUnit(normalizeLabel(top))
  const { meaning } = both
  const money =
    meaning.field === 'amount' || meaning.field === 'planned' || meaning.field === 'month'
  if (!isMoney(unit) || !money) return both
  return isMoney(meaning.unit)
    ? { meaning, unitsDisagree: both.unitsDisagree || meaning.unit !== unit }
    : { ...both, meaning: { ...meaning, unit } }
}

function clean(text: string): string {
  return text.replace(/[\r\n\t]+/g, '')
}

function meaningOfBoth(upper: string, lower: string): Both {
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
