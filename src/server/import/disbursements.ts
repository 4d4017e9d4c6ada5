import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { Part } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { ImportedDisbursement, ImportedLine, SpotPart } from './report.ts'
import type { ReadLine } from './run.ts'

export function disbursementsOf(
  entries: { line: ReadLine; sheet: string | null }[],
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
  return {
    row: line.row,
    ...(sheet === null ? {} : { sheet }),
    name: line.name,
    ...(line.nameMn === '' ? {} : { nameMn: line.nameMn }),
    ...(line.group === '' ? {} : { group: line.group }),
    parts,
    amountFen: line.amountFen,
    status: line.status,
    ...(line.note === '' ? {} : { note: line.note }),
    personKey: line.personKey,
  }
}

/** A line that names no thing of its own was paid for what the program is about. */
function partsOf(line: ReadLine, program: string): Part[] {
  const single = line.parts.length <= 1
  const parts: SpotPart[] = line.parts.length === 0 ? [{}] : line.parts
  return parts.map((part) => ({
    ...part,
    what: part.what ?? program,
    ...(single && part.amountFen === undefined ? { amountFen: line.amountFen } : {}),
  })) as Part[]
}
