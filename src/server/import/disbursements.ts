import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { Part } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import { LEAST_PAYEES } from '#domain/privacy/suppress.ts'
import type { ImportedDisbursement, ImportedLine, SpotPart } from './report.ts'
import type { ReadLine } from './run.ts'
import type { LineOfSheet } from './sums.ts'

/** Lines by village (or township), year and batch, as they become drafts. */
export function disbursementsOf(
  entries: Iterable<LineOfSheet>,
  program: string,
  year: number | null,
): ImportedDisbursement[] {
  const found = new Map<string, ImportedDisbursement>()
  const places = new Map<string, PlaceRows>()
  for (const { line, sheet } of entries) {
    const of = line.year ?? year ?? 0
    const key = `${line.region}\n${of}\n${line.batch ?? ''}`
    let disbursement = found.get(key)
    if (disbursement === undefined) {
      disbursement = {
        region: line.region,
        program,
        year: of,
        batch: line.batch,
        plannedFen: null,
        lines: [],
        aggregate: null,
      }
      found.set(key, disbursement)
    }
    if (line.plannedFen !== null)
      disbursement.plannedFen = ((disbursement.plannedFen ?? 0) + line.plannedFen) as Fen
    const parts = partsOf(line, program)
    if (line.name === '') {
      const rows = places.get(key) ?? new PlaceRows()
      places.set(key, rows)
      rows.add(line, parts)
    } else disbursement.lines.push(importedLine(line, sheet, parts))
  }
  for (const [key, rows] of places) {
    const disbursement = found.get(key)
    if (disbursement !== undefined) disbursement.aggregate = rows.aggregate()
  }
  return [...found.values()]
}

/** Rows of a table without persons that speak of one place: one for each thing paid for, or several. */
class PlaceRows {
  private readonly households = new Map<string, number>()
  private readonly parts: Part[] = []
  private amountFen = 0
  private rows = 0
  private unknown = false
  private small = false

  add(line: ReadLine, parts: Part[]): void {
    this.rows += 1
    this.amountFen += line.amountFen
    this.parts.push(...parts)
    if (line.households === null) this.unknown = true
    else {
      if (line.households < LEAST_PAYEES && line.amountFen !== 0) this.small = true
      const thing = JSON.stringify(parts.map(({ what }) => what))
      this.households.set(thing, (this.households.get(thing) ?? 0) + line.households)
    }
  }

  /**
   * One sum. The households of different things may be the same ones, so the most that one thing has are all that are
   * sure; null where a row has no number. Where a row is of fewer than three or nobody knows how many, no part is left:
   * the others and the sum would tell it.
   */
  aggregate(): Aggregate {
    const tells = this.rows > 1 && (this.small || this.unknown)
    return {
      households: this.unknown ? null : Math.max(...this.households.values()),
      parts: tells ? [] : this.parts,
      amountFen: this.amountFen as Fen,
    }
  }
}

function importedLine(line: ReadLine, sheet: string | null, parts: Part[]): ImportedLine {
  const { row, name, amountFen, status, personKey } = line
  const made: ImportedLine = { row, name, parts, amountFen, status, personKey }
  if (sheet !== null) made.sheet = sheet
  if (line.nameMn !== '') made.nameMn = line.nameMn
  if (line.group !== '') made.group = line.group
  if (line.note !== '') made.note = line.note
  return made
}

/**
 * A line that names no thing of its own was paid for what the program is about. Its parts are its own, and are filled
 * where they stand: there are a hundred thousand of them.
 */
function partsOf(line: ReadLine, program: string): Part[] {
  const parts: SpotPart[] = line.parts.length === 0 ? [{}] : line.parts
  for (const part of parts) part.what ??= program
  const [only] = parts
  if (only && parts.length === 1 && only.amountFen === undefined) only.amountFen = line.amountFen
  return parts as Part[]
}
