import type { LineStatus, Part } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { Day, Instant } from '#domain/calendar/day.ts'
import type { CheckName } from '#domain/notice/notice.ts'
import type { PublicHeader } from '#domain/privacy/public-notice.ts'
import type { Both } from '#domain/region/region.ts'

/** What the office's routes answer (`/api/openapi.json`); an own county is believed, as the villager's device need not. */

export interface Person {
  id: string
  login: string
  name: string
  grants: { role: string; region: string }[]
}

export interface OfficeVersion {
  notice: string
  version: number
  region: string
  state: string
  title: Both
  program: string | null
  year: number
  batch: string | null
  lines: number
  totalFen: Fen
  contentHash: string
  author: string
  importer: string | null
  createdAt: Instant
  publishedOn: Day | null
  change: { what: string[]; why: string } | null
}

export interface OfficeReview {
  version: number
  reviewer: string
  role: string
  at: Instant
  decision: string
  checks: Partial<Record<CheckName, boolean>>
  reasons: string
}

export interface Difference {
  payee: string
  name: string
  beforeFen: Fen | null
  afterFen: Fen | null
  what: string[]
}

/** The notice as villagers would read it if it were published now, or why it would not be. */
export type Preview = { header: PublicHeader; off: number } | { refused: string }

export interface OfficeNotice {
  versions: OfficeVersion[]
  reviews: OfficeReview[]
  differences: Difference[]
  /** Null once it hangs. */
  preview: Preview | null
}

export interface OfficeLine {
  row: number
  payee: string
  name: string
  group?: string
  parts: Part[]
  amountFen: Fen
  status: LineStatus
  note?: string
}

/** How a column is understood. */
export interface ColumnChoice {
  field: string
  what?: string
  unit?: string
}

export interface Mapping {
  [signature: string]: { [label: string]: ColumnChoice }
}

export interface Spot {
  sheet?: string
  row: number | null
  column?: string | null
  code: string
  firstRow?: number
  kind?: string
}

/** Of a sheet's report, what is shown. */
export interface Report {
  accepted: boolean
  program: string | null
  year: number | null
  encoding?: string
  villages: { [region: string]: { lines: number; totalFen: Fen } }
  lines: number
  totalFen: Fen
  droppedColumns: string[]
  errors: Spot[]
  errorCount: number
  warnings: Spot[]
  warningCount: number
  assumptions: { code: string; sheet?: string }[]
  villageVariants: { [spelling: string]: string }
  unknownVillages: string[]
  printedTotalFen: Fen | null
  mapping: Mapping
  spotLines: { row: number; village: string; name?: string; amountFen: Fen }[]
}

export interface ReadSheet {
  import: string | null
  keptBefore: string | null
  report: Report
  reportHash: string
}

export interface KeptDraft {
  notice: string
  version: number
  region: string
  batch: string | null
  lines: number
  totalFen: Fen
  outcome: 'new' | 'replaced' | 'corrected' | 'unchanged'
  contentHash: string
  differences: Difference[]
}
