import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { Part } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
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
    if (line.name === '') disbursement.aggregate = joined(disbursement.aggregate, line, parts)
    else disbursement.lines.push(importedLine(line, sheet, parts))
  }
  return [...found.values()]
}

/** Several rows of a table without persons may speak of one place: one for each thing paid for. */
function joined(before: Aggregate | null, line: ReadLine, parts: Part[]): Aggregate {
  if (before === null) return { households: line.households, parts, amountFen: line.amountFen }
  const households =
    before.households === null ? line.households : before.households + (line.households ?? 0)
  const amountFen = (before.amountFen + line.amountFen) as Fen
  return { households, parts: [...before.parts, ...parts], amountFen }
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

/** A line that names no thing of its own was paid for what the program is about. */
function partsOf(line: ReadLine, program: string): Part[] {
  const single = line.parts.length <= 1
  const parts: SpotPart[] = line.parts.length === 0 ? [{}] : line.parts
  return parts.map((part) => {
    const made = { ...part, what: part.what ?? program } as Part
    if (single && made.amountFen === undefined) made.amountFen = line.amountFen
    return made
  })
}
