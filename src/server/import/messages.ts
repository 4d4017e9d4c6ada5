import type { ImportedDisbursement, ImportReport } from './report.ts'
import type { ReadOptions } from './run.ts'

/** What goes into the child: everything but the file, which comes by path or over its stdin. */
export interface Order {
  name: string
  path: string | null
  options: ReadOptions
  /** Key of the hashes over ID numbers, hex. */
  personKey: string
}

/** What comes back. Lines follow the report in pieces, so that neither side ever holds one giant text. */
export type Answer =
  | { kind: 'progress'; rows: number }
  | { kind: 'report'; report: ImportReport }
  | { kind: 'lines'; index: number; lines: ImportedDisbursement['lines'] }
  | { kind: 'end' }

export const PIECE = 2000
