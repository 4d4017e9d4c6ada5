import type { Fen } from '../money/fen.ts'
import type { RegionCode } from '../region/region.ts'
import type { Line, Part } from './line.ts'

/** A township's total without persons (a 汇总表). */
export interface Aggregate {
  households: number | null
  parts: Part[]
  amountFen: Fen
}

/** 发放结果: what one program paid in one village (or township, as aggregate) in one year and batch. */
export interface Disbursement {
  region: RegionCode
  program: string
  year: number
  /** `2025-03` for a month, any short text else; null when the year is one batch. */
  batch: string | null
  /** Planned amount where the county gave one. */
  plannedFen: Fen | null
  lines: Line[]
  aggregate: Aggregate | null
}
