import type { ErrorCode } from './report.ts'
import type { Field } from './label-kinds.ts'

/** What the office says a column is. `drop` keeps nothing of it. */
export interface ColumnChoice {
  field: Field
  what?: string
  unit?: string
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
  /** Money that came back. */
  returned: UnitColumn | null
  parts: PartPlan[]
  /** A column a month, or a quarter where `quarter` names one. */
  months: (UnitColumn & { month: number; quarter: string })[]
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
  /** How the columns were understood all the same: what the office corrects. */
  signature: string
  choices: Plan['choices']
}

/** Units that the lines above the header name: `单位：亩、元`. */
export interface TitleUnits {
  money: string | null
  area: string | null
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
