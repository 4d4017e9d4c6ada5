import type { Fen } from '#domain/money/fen.ts'
import type { ComparedWith, Difference, ImportedLine, ImportReport } from './report.ts'

interface Household {
  village: string
  name: string
  fen: Fen
  /** Everything that a reader would see differently, in one text. */
  shown: string
}

/**
 * Holds a corrected file against the one before, household by household. Both must have been read
 * with `keep: 'all'` under the same key: the same keyed hash is the same person. Without ID numbers
 * village, group and name stand in, in the order of the lines.
 */
export function compareReports(
  before: ImportReport,
  after: ImportReport,
  file: string,
): ComparedWith {
  const old = households(before)
  const young = households(after)
  const compared: ComparedWith = { file, changed: [], removed: [], added: [] }
  for (const [key, now] of young) {
    const then = old.get(key)
    if (then === undefined) compared.added.push({ ...place(now), afterFen: now.fen })
    else if (then.shown !== now.shown)
      compared.changed.push({ ...place(now), beforeFen: then.fen, afterFen: now.fen })
  }
  for (const [key, then] of old) {
    if (!young.has(key)) compared.removed.push({ ...place(then), beforeFen: then.fen })
  }
  return compared
}

function place({ village, name }: Household): Pick<Difference, 'village' | 'name'> {
  return { village, name }
}

function households(report: ImportReport): Map<string, Household> {
  const found = new Map<string, Household>()
  for (const { region, year, batch, lines } of report.disbursements) {
    for (const line of lines) {
      const person = line.personKey ?? `${region}\n${line.group ?? ''}\n${line.name}`
      const base = `${year}\n${batch ?? ''}\n${person}`
      let key = base
      for (let again = 2; found.has(key); again++) key = `${base}\n${again}`
      found.set(key, {
        village: region,
        name: line.name,
        fen: line.amountFen,
        shown: shown(region, line),
      })
    }
  }
  return found
}

function shown(region: string, line: ImportedLine): string {
  const { name, nameMn, group, parts, amountFen, status, note } = line
  return JSON.stringify([region, name, nameMn, group, parts, amountFen, status, note])
}
