import { createHash } from 'node:crypto'
import type { Header, HeaderColumn } from './header.ts'
import { isMoney, isRate, normalizeLabel, type Field, type Meaning } from './label.ts'
import type { ErrorCode } from './report.ts'

/** What the office says a column is. `drop` keeps nothing of it. */
export interface ColumnChoice {
  field: Field
  what?: string
  unit?: string
}

/**
 * How the columns of a sender's sheets are understood: by the signature of a header, then by a
 * column's label. Plain JSON, to be kept per sender and given back with the next file.
 */
export interface SenderMapping {
  [signature: string]: { [label: string]: ColumnChoice }
}

export interface UnitColumn {
  column: number
  label: string
  unit: string
}

export interface PartPlan {
  what: string
  quantity: UnitColumn | null
  times: UnitColumn | null
  rate: UnitColumn | null
  amount: UnitColumn | null
}

/** Which column of a sheet gives which piece of a line. Columns by index; everything not named here is dropped. */
export interface Plan {
  signature: string
  labels: Map<number, string>
  single: Partial<Record<Field, number>>
  /** The line's own amount; null where the parts make it up. */
  amount: UnitColumn | null
  planned: UnitColumn | null
  parts: PartPlan[]
  months: (UnitColumn & { month: number })[]
  /** A table without persons. */
  aggregate: boolean
  dropped: string[]
  choices: { [label: string]: ColumnChoice }
  /** Only planned money stands in the sheet, and it was taken. */
  plannedOnly: boolean
}

export interface PlanRefusal {
  refused: ErrorCode
  label: string | null
}

interface Candidate {
  column: number
  label: string
  meaning: Meaning
}

/** Units that the lines above the header name: `单位：亩、元`. */
export interface TitleUnits {
  money: string | null
  area: string | null
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
  for (const column of header.columns) {
    const meaning = chosen(column, told[column.label])
    choices[column.label] = choiceOf(meaning)
    if (column.unitsDisagree && told[column.label] === undefined)
      return { refused: 'headerConflict', label: column.label }
    // A hidden column is dropped, but an ID number in it still says who is who.
    if (hidden.has(column.index) && meaning.field !== 'id' && meaning.field !== 'birth') continue
    candidates.push({ column: column.index, label: column.label, meaning })
  }
  const of = (field: Field) => candidates.filter(({ meaning }) => meaning.field === field)
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
  const name = bestOf(names)
  if (name !== undefined) {
    const twin = names.find(
      (other) => other !== name && normalizeLabel(other.label) === normalizeLabel(name.label),
    )
    if (twin !== undefined) return { refused: 'headerConflict', label: twin.label }
    single.name = name.column
  }
  const aggregate = name === undefined
  const kinds = {
    quantity: [...of('quantity'), ...(aggregate ? [] : of('persons'))],
    rate: of('rate'),
    amount: of('amount'),
  }
  if (aggregate) collectPersons(of('persons'), single)
  const whats = whatsOf(kinds)
  const money = title.money
  const unclear = amountUnclear(kinds.amount, whats)
  if (unclear !== null) return { refused: 'headerConflict', label: unclear }
  const parts = whats.map((what) => partOf(what, kinds, whats, title))
  const plannedColumns = of('planned')
  const months = of('month').map((found) => ({
    ...unitColumn(found, money),
    month: found.meaning.month ?? 0,
  }))
  let amount = totalColumn(kinds.amount, whats, money)
  let plannedOnly = false
  const planned = bestOf(plannedColumns)
  let plannedColumn = planned === undefined ? null : unitColumn(planned, money)
  if (amount === null && months.length === 0 && parts.every((part) => part.amount === null)) {
    if (plannedColumn === null) return { refused: 'headerMissing', label: null }
    amount = plannedColumn
    plannedColumn = null
    plannedOnly = true
  }
  const disagreeing = unitAgainstTitle(
    [...parts.flatMap((part) => [part.amount, part.quantity]), amount, ...months],
    candidates,
    title,
  )
  if (disagreeing !== null) return { refused: 'headerConflict', label: disagreeing }
  const plan: Plan = {
    signature,
    labels: new Map(header.columns.map(({ index, label }) => [index, label])),
    single,
    amount,
    planned: plannedColumn,
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

function chosen(column: HeaderColumn, choice: ColumnChoice | undefined): Meaning {
  if (choice === undefined) return column.meaning
  return {
    field: choice.field,
    what: choice.what ?? (choice.field === column.meaning.field ? column.meaning.what : ''),
    unit: choice.unit ?? column.meaning.unit,
    // A person's word stands above every rule.
    rank:
      choice.field === column.meaning.field && choice.what === undefined ? column.meaning.rank : 9,
    month: column.meaning.month,
  }
}

function choiceOf(meaning: Meaning): ColumnChoice {
  return {
    field: meaning.field ?? 'drop',
    ...(meaning.what === '' ? {} : { what: meaning.what }),
    ...(meaning.unit === null ? {} : { unit: meaning.unit }),
  }
}

function bestOf(found: Candidate[]): Candidate | undefined {
  let best: Candidate | undefined
  for (const candidate of found) {
    if (best === undefined || weight(candidate) > weight(best)) best = candidate
  }
  return best
}

/** A header that names no thing of its own speaks of the whole; 人口 is how many live there, not what is paid for. */
function weight({ meaning }: Candidate): number {
  return meaning.rank - (meaning.what === '' ? 0 : 0.5) - (meaning.field === 'persons' ? 1 : 0)
}

function collectPersons(found: Candidate[], single: Plan['single']): void {
  const best = bestOf(found)
  if (best !== undefined) single.persons = best.column
}

/**
 * Several things paid for side by side: only where at least two of one kind bear different names.
 * One 耕地面积 beside one 补贴金额 is one thing, whatever the header calls it.
 */
function whatsOf(kinds: Record<'quantity' | 'rate' | 'amount', Candidate[]>): string[] {
  const several = Object.values(kinds).some(
    (found) =>
      new Set(found.map(({ meaning }) => meaning.what).filter((what) => what !== '')).size >= 2,
  )
  if (!several) return ['']
  const whats = new Set<string>()
  for (const found of [kinds.amount, kinds.quantity, kinds.rate]) {
    for (const { meaning } of found) if (meaning.what !== '') whats.add(meaning.what)
  }
  // In the order of the sheet.
  const place = (what: string) =>
    Math.min(
      ...Object.values(kinds).flatMap((found) =>
        found.filter(({ meaning }) => meaning.what === what).map(({ column }) => column),
      ),
    )
  return [...whats].sort((a, b) => place(a) - place(b))
}

/** Two columns that claim to be the same amount, or two amounts of which neither is the line's. */
function amountUnclear(amounts: Candidate[], whats: string[]): string | null {
  const groups =
    whats[0] === ''
      ? [amounts]
      : [
          ...whats.map((what) => amounts.filter(({ meaning }) => meaning.what === what)),
          amounts.filter(({ meaning }) => meaning.what === ''),
        ]
  for (const found of groups) {
    const best = bestOf(found)
    const rival = found.find(
      (other) => other !== best && best !== undefined && weight(other) === weight(best),
    )
    if (rival !== undefined) return rival.label
  }
  return null
}

function totalColumn(
  amounts: Candidate[],
  whats: string[],
  money: string | null,
): UnitColumn | null {
  const own = whats[0] === '' ? amounts : amounts.filter(({ meaning }) => meaning.what === '')
  const best = bestOf(own)
  return best === undefined ? null : unitColumn(best, money)
}

function partOf(
  what: string,
  kinds: Record<'quantity' | 'rate' | 'amount', Candidate[]>,
  whats: string[],
  title: TitleUnits,
): PartPlan {
  const mine = (found: Candidate[]) =>
    whats[0] === '' ? found : found.filter(({ meaning }) => meaning.what === what)
  const rates = mine(kinds.rate)
  // A rate without a name stands for all parts only where there is one part.
  const rate = bestOf(rates)
  const quantities = mine(kinds.quantity)
  const told = isRate(rate?.meaning.unit ?? null)
    ? rate!.meaning.unit!.split('/')[1]!.split('·')
    : null
  const fits = (found: Candidate) => told === null || told.includes(base(found.meaning.unit ?? ''))
  const quantity =
    bestOf(quantities.filter(fits)) ??
    (told === null ? undefined : bestOf(quantities.filter(({ meaning }) => meaning.unit === null)))
  const times =
    told === null || told.length < 2
      ? undefined
      : bestOf(
          quantities.filter(
            (found) => fits(found) && found.meaning.unit !== quantity?.meaning.unit,
          ),
        )
  const amount = whats[0] === '' ? undefined : bestOf(mine(kinds.amount))
  const quantityUnit = quantity === undefined ? '' : (quantity.meaning.unit ?? told?.[0] ?? '')
  const areaUnit =
    quantityUnit === '亩' && !/亩/.test(quantity?.label ?? '') ? (title.area ?? '亩') : quantityUnit
  return {
    what,
    quantity:
      quantity === undefined
        ? null
        : { column: quantity.column, label: quantity.label, unit: areaUnit },
    times:
      times === undefined
        ? null
        : { column: times.column, label: times.label, unit: times.meaning.unit ?? '' },
    rate:
      rate === undefined
        ? null
        : {
            column: rate.column,
            label: rate.label,
            unit: rateUnit(rate.meaning.unit, base(areaUnit)),
          },
    amount: amount === undefined ? null : unitColumn(amount, title.money),
  }
}

function rateUnit(unit: string | null, per: string): string {
  if (isRate(unit)) return unit!
  return per === '' ? (unit ?? '元') : `${unit ?? '元'}/${per}`
}

/** Every column that holds money, the line's own first. */
export function moneyColumns(plan: Plan): UnitColumn[] {
  const found = [
    plan.amount,
    ...plan.parts.map((part) => part.amount),
    ...plan.months,
    plan.planned,
  ]
  return found.filter((column) => column !== null)
}

export function quantityColumns(plan: Plan): UnitColumn[] {
  return plan.parts.map((part) => part.quantity).filter((column) => column !== null)
}

/** 万亩 → 亩 */
export function base(unit: string): string {
  return unit.length > 1 && unit.startsWith('万') ? unit.slice(1) : unit
}

function unitColumn(found: Candidate, money: string | null): UnitColumn {
  const unit = isMoney(found.meaning.unit) ? found.meaning.unit! : (money ?? '元')
  return { column: found.column, label: found.label, unit }
}

/** A column that names another unit than the line above the header does: one of them is wrong. */
function unitAgainstTitle(
  used: (UnitColumn | null)[],
  candidates: Candidate[],
  title: TitleUnits,
): string | null {
  for (const column of used) {
    if (column === null) continue
    const own =
      candidates.find((candidate) => candidate.column === column.column)?.meaning.unit ?? null
    if (title.money !== null && isMoney(own) && own !== title.money) return column.label
    if (
      title.area !== null &&
      /亩$/.test(own ?? '') &&
      own !== title.area &&
      /亩/.test(column.label)
    )
      return column.label
  }
  return null
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
  for (const column of [plan.amount, plan.planned, ...plan.months])
    if (column !== null) kept.add(column.column)
  return header.columns.filter(({ index }) => !kept.has(index)).map(({ label }) => label)
}
