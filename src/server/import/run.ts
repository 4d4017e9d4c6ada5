import type { Day } from '#domain/calendar/day.ts'
import type { RegionList } from '#domain/region/region.ts'
import type { LineStatus } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import { People } from './people.ts'
import { Places } from './places.ts'
import { REPORTED } from './limits.ts'
import type { Assumption, ImportError, ImportWarning, SpotPart } from './report.ts'
import { safeLabel } from './texts.ts'
import type { NamedProgram } from './title.ts'
import type { SenderMapping } from './mapping.ts'

/** What the caller knows and asks for. Plain JSON but for the key: it crosses a process border. */
export interface ReadOptions {
  /** Code or name; found in title or file name where not given. */
  program?: string | null
  year?: number | null
  /** For sheets that name no month or instalment of their own. */
  batch?: string | null
  /** The day of reading. Where no year is known, ages are held against the year before: it is the stricter one. */
  today: Day
  /** Null: a dry run without a county, villages are kept as written. */
  regions?: RegionList | null
  programs?: NamedProgram[]
  /** What the office corrected for this sender before. */
  mapping?: SenderMapping
  /** `all` gives every line; `some` only a few in `spotLines`. */
  keep?: 'all' | 'some'
}

/** A line before it is known whether the file is accepted. */
export interface ReadLine {
  row: number
  region: string
  year: number | null
  batch: string | null
  name: string
  nameMn: string
  group: string
  parts: SpotPart[]
  amountFen: Fen
  plannedFen: Fen | null
  status: LineStatus
  note: string
  personKey: string | null
  households: number | null
}

/** Lines up to which every line of a file is shown, and kept whole even where only some are asked for. */
export const SHOWN = 2000

/** Errors and warnings of one sheet, or of the file; a sheet that turns out to be a summary takes its own with it. */
export class Log {
  readonly errors: ImportError[] = []
  errorCount = 0
  readonly warnings: ImportWarning[] = []
  warningCount = 0
  readonly assumptions: Assumption[] = []

  error(error: ImportError): void {
    this.errorCount++
    if (this.errors.length >= REPORTED) return
    this.errors.push({ ...error, column: error.column === null ? null : safeLabel(error.column) })
  }

  warn(warning: ImportWarning): void {
    this.warningCount++
    if (this.warnings.length >= WARNINGS) return
    const column = typeof warning.column === 'string' ? safeLabel(warning.column) : warning.column
    this.warnings.push(column === warning.column ? warning : { ...warning, column })
  }

  assume(assumption: Assumption): void {
    this.assumptions.push(assumption)
  }

  /** Takes back that an ID number was met before where that was in one of these sheets. */
  forgetSheets(names: ReadonlySet<string | null>): void {
    const met = ({ code, firstSheet }: ImportError | ImportWarning) =>
      code === 'idDuplicate' && names.has(firstSheet ?? null)
    for (const told of [this.errors, this.warnings]) {
      const kept = (told as (ImportError | ImportWarning)[]).filter((one) => !met(one))
      const gone = told.length - kept.length
      if (gone === 0) continue
      told.splice(0, told.length, ...(kept as never[]))
      if (told === this.errors) this.errorCount -= gone
      else this.warningCount -= gone
    }
  }

  add(other: Log): void {
    this.errorCount += other.errorCount
    this.warningCount += other.warningCount
    this.errors.push(...other.errors.slice(0, REPORTED - this.errors.length))
    this.warnings.push(...other.warnings.slice(0, WARNINGS - this.warnings.length))
    this.assumptions.push(...other.assumptions)
  }
}

const WARNINGS = REPORTED * 5

/** What all sheets of one file share while they are read. */
export interface Run {
  options: ReadOptions
  fileName: string
  places: Places
  people: People
  /** HMAC-SHA256 of a canonical ID number under the county's key, hex. */
  keyOf(canonical: string): string
}
