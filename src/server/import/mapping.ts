import { createHash } from 'node:crypto'
import {
  amountUnclear,
  bestOf,
  onlySumIsTotal,
  partOf,
  totalColumn,
  unitAgainstTitle,
  unitColumn,
  whatsOf,
  type Candidate,
} from './plan-columns.ts'
import { withReissued } from './reissued-column.ts'
import type { Header } from './header.ts'
import type { HeaderColumn } from './header-columns.ts'
import { isField, type Field, type Meaning } from './label-kinds.ts'
import type { ColumnChoice, Plan, PlanRefusal, TitleUnits } from './plan.ts'
import type { ErrorCode } from './report.ts'
import { normalizeLabel } from './words.ts'

/**
 * How the columns of a sender's sheets are understood: by the signature of a header, then by a
 * column's label. Plain JSON, to be kept per sender and given back with the next file.
 */
export interface SenderMapping {
  [signature: string]: { [label: string]: ColumnChoice }
}

/** Reads what somebody kept as a mapping; null where it is none. */
export function parseMapping(value: unknown): SenderMapping | null {
  const isObject = (some: unknown): some is Record<string, unknown> =>
    typeof some === 'object' && some !== null && !Array.isArray(some)
  const isText = (some: unknown) => some === undefined || typeof some === 'string'
  const isChoice = (some: unknown) =>
    isObject(some) && isField(some['field']) && isText(some['what']) && isText(some['unit'])
  const sound =
    isObject(value) &&
    Object.values(value).every(
      (labels) => isObject(labels) && Object.values(labels).every(isChoice),
    )
  return sound ? (value as SenderMapping) : null
}

export function signatureOf(header: Header): string {
  const labels = header.columns.map(({ label }) => normalizeLabel(label)).join('\n')
  return createHash('sha256').update(labels).digest('hex').slice(0, 16)
}

/** Turns a header into a plan, with what the office corrected before, or says which column is not clear. */
export function planOf(
  header: Header,
  hidden: Set<number>,
  known: SenderMapping,
  title: TitleUnits,
): Plan | PlanRefusal {
  const signature = signatureOf(header)
  const told = known[signature] ?? {}
  const candidates: Candidate[] = []
  const choices: Plan['choices'] = {}
  const refused = (code: ErrorCode, label: string | null): PlanRefusal => ({
    refused: code,
    label,
    signature,
    choices,
  })
  let disagreeing: string | null = null
  for (const column of header.columns) {
    const meaning = chosen(
      column,
      Object.hasOwn(told, column.label) ? told[column.label] : undefined,
    )
    choices[column.label] = choiceOf(meaning)
    if (column.unitsDisagree && meaning === column.meaning) disagreeing ??= column.label
    // A hidden column is dropped, but an ID number in it still says who is who.
    if (hidden.has(column.index) && meaning.field !== 'id' && meaning.field !== 'birth') continue
    candidates.push({ column: column.index, label: column.label, meaning })
  }
  if (disagreeing !== null) return refused('headerConflict', disagreeing)
  const of = (field: Field) => candidates.filter(({ meaning }) => meaning.field === field)
  dropMeasures(candidates)
  const single: Plan['single'] = {}
  for (const field of [
    'township',
    'village',
    'villageCode',
    'group',
    'nameMn',
    'id',
    'birth',
    'age',
    'category',
    'note',
    'year',
    'batch',
    'program',
    'status',
    'households',
    'seq',
  ] as const) {
    const best = bestOf(of(field))
    if (best !== undefined) single[field] = best.column
  }
  const names = of('name')
  // 户主姓名 beside 姓名: the line is about the latter.
  const name = names.find(({ label }) => normalizeLabel(label) === '姓名') ?? bestOf(names)
  if (name !== undefined) {
    const twin = names.find(
      (other) => other !== name && normalizeLabel(other.label) === normalizeLabel(name.label),
    )
    if (twin !== undefined) return refused('headerConflict', twin.label)
    single.name = name.column
  }
  const aggregate = name === undefined
  // A list whose names are hidden, or that has ID numbers only, is no table without persons.
  const persons = [...choicesOf(choices, 'name'), ...choicesOf(choices, 'id')]
  if (aggregate && persons.length > 0) return refused('headerMissing', persons[0] ?? null)
  const amounts = withReissued(onlySumIsTotal(of('amount')), candidates)
  if ('unclear' in amounts) return refused('headerConflict', amounts.unclear)
  const kinds = {
    quantity: [...of('quantity'), ...(aggregate ? [] : of('persons'))],
    rate: of('rate'),
    amount: amounts,
  }
  if (aggregate) collectPersons(of('persons'), single)
  const whats = whatsOf(kinds)
  const money = title.money
  const unclear = amountUnclear(kinds.amount, whats)
  if (unclear !== null) return refused('headerConflict', unclear)
  const plannedColumns = of('planned')
  // Beside months a quarter is a sum of some of them.
  const monthly = of('month').some(({ meaning }) => meaning.month !== null)
  const months = of('month')
    .filter(({ meaning }) => !monthly || meaning.month !== null)
    .map((found) => ({
      ...unitColumn(found, money),
      month: found.meaning.month ?? 0,
      quarter: found.meaning.month === null ? found.meaning.what : '',
    }))
  // Beside months a part with an amount of its own (一季度合计) is a sum of some of them.
  const parts = whats
    .map((what) => partOf(what, kinds, whats, title))
    .filter((part) => months.length === 0 || part.amount === null)
  const returned = aggregate ? undefined : bestOf(of('returned'))
  let amount = totalColumn(kinds.amount, whats, money)
  let plannedOnly = false
  const planned = bestOf(plannedColumns)
  let plannedColumn = planned === undefined ? null : unitColumn(planned, money)
  if (amount === null && months.length === 0 && parts.every((part) => part.amount === null)) {
    if (plannedColumn === null) return refused('headerMissing', null)
    amount = plannedColumn
    plannedColumn = null
    plannedOnly = true
  }
  const against = unitAgainstTitle(
    [...parts.flatMap((part) => [part.amount, part.quantity]), amount, ...months],
    candidates,
    title,
  )
  if (against !== null) return refused('headerConflict', against)
  const plan: Plan = {
    signature,
    labels: new Map(header.columns.map(({ index, label }) => [index, label])),
    single,
    amount,
    planned: plannedColumn,
    returned: returned === undefined ? null : unitColumn(returned, money),
    parts,
    months,
    aggregate,
    dropped: [],
    choices,
    plannedOnly,
  }
  plan.dropped = droppedOf(header, plan)
  return plan
}

/**
 * 姓名, 数量, 单位: behind whom and how much it is the measure (亩, 台), and no village; beside a 嘎查 it is an office.
 */
function dropMeasures(candidates: Candidate[]): void {
  const columnsOf = (field: Field) =>
    candidates.filter(({ meaning, label }) => meaning.field === field && !isUnit(label))
  const first = Math.min(...columnsOf('name').map(({ column }) => column))
  const places = columnsOf('village').length + columnsOf('villageCode').length
  for (const one of candidates.filter(({ label }) => isUnit(label)))
    if (one.column > first || places > 0) candidates.splice(candidates.indexOf(one), 1)
}

const isUnit = (label: string): boolean =>
  /^(?:所属|所在)?单位(?:名称)?$/.test(normalizeLabel(label))

function choicesOf(choices: Plan['choices'], field: Field): string[] {
  return Object.keys(choices).filter((label) => choices[label]!.field === field)
}

/** What is remembered is all columns of a header; only where the office said otherwise does it stand above every rule. */
function chosen(column: HeaderColumn, choice: ColumnChoice | undefined): Meaning {
  const { meaning } = column
  if (choice === undefined || isSame(choice, choiceOf(meaning))) return meaning
  const { field, what = '', unit = meaning.unit } = choice
  return { field, what, unit, rank: 9, month: meaning.month }
}

function isSame(one: ColumnChoice, other: ColumnChoice): boolean {
  return one.field === other.field && one.what === other.what && one.unit === other.unit
}

function choiceOf(meaning: Meaning): ColumnChoice {
  return {
    field: meaning.field ?? 'drop',
    ...(meaning.what === '' ? {} : { what: meaning.what }),
    ...(meaning.unit === null ? {} : { unit: meaning.unit }),
  }
}

function collectPersons(found: Candidate[], single: Plan['single']): void {
  const best = bestOf(found)
  if (best !== undefined) single.persons = best.column
}

function droppedOf(header: Header, plan: Plan): string[] {
  const kept = new Set<number>()
  for (const [field, column] of Object.entries(plan.single)) {
    if (!['id', 'birth', 'age', 'seq'].includes(field)) kept.add(column)
  }
  for (const part of plan.parts) {
    for (const column of [part.quantity, part.times, part.rate, part.amount])
      if (column !== null) kept.add(column.column)
  }
  for (const column of [plan.amount, plan.planned, plan.returned, ...plan.months])
    if (column !== null) kept.add(column.column)
  return header.columns.filter(({ index }) => !kept.has(index)).map(({ label }) => label)
}
