import { disbursementsOf } from './disbursements.ts'
import { emptyReport } from './empty-report.ts'
import { namesakesIn } from './people.ts'
import type { ImportReport, SpotLine } from './report.ts'
import { SHOWN, type Log, type ReadLine, type Run } from './run.ts'
import { linesOf, onePerRow, printedTotals, sumUp, type TableRead } from './sums.ts'
import { safeLabel } from './texts.ts'
import { findProgramName, findYear } from './title.ts'

/** A sheet up to so many lines is shown whole in `spotLines`; of a longer one the first. */
const SHOWN_OF_LONG = 200

/** A report of errors: nothing of the file is taken, so nothing of it is told but how to find what is wrong. */
export function refusedReport(
  run: Run,
  log: Log,
  fileHash: string,
  tables: TableRead[],
): ImportReport {
  const several = tables.length > 1
  return {
    ...emptyReport(fileHash),
    ...aboutOf(run, tables),
    errors: log.errors.map((error) => (several ? error : withoutSheet(error))),
    errorCount: log.errorCount,
    warnings: log.warnings.map((warning) =>
      several || warning.code === 'hiddenSheet' ? warning : withoutSheet(warning),
    ),
    warningCount: log.warningCount,
    assumptions: log.assumptions,
    unknownVillages: [...run.places.unknown].slice(0, 200),
    mapping: mappingOf(tables),
  }
}

/** The report of a file of which everything is taken. */
export function acceptedReport(
  run: Run,
  log: Log,
  fileHash: string,
  found: { tables: TableRead[]; skipped: string[]; encoding: string | undefined },
): ImportReport {
  const { tables } = found
  const report = refusedReport(run, log, fileHash, tables)
  const first = tables.find(({ table }) => table.plan !== null)!.table.plan!
  Object.assign(report, {
    accepted: true,
    kind: first.aggregate ? 'aggregate' : 'list',
    unit:
      (first.amount ?? first.parts.find((part) => part.amount !== null)?.amount ?? first.months[0])
        ?.unit ?? '元',
    sheetsRead: tables.flatMap(({ name }) => (name === null ? [] : [name])),
    sheetsSkipped: found.skipped,
    droppedColumns: [...new Set(tables.flatMap(({ table }) => table.plan!.dropped))].map(safeLabel),
    villageVariants: Object.fromEntries(run.places.variants),
    unknownVillages: [],
    ...printedTotals(tables),
  } satisfies Partial<ImportReport>)
  if (found.encoding !== undefined) report.encoding = found.encoding
  sumUp(report, tables)
  for (const { table } of tables) {
    const namesakes = table.plan!.aggregate
      ? { groups: 0, lines: 0 }
      : namesakesIn(onePerRow(table.lines))
    report.namesakes.groups += namesakes.groups
    report.namesakes.lines += namesakes.lines
  }
  const shown = report.lines <= SHOWN ? SHOWN : SHOWN_OF_LONG
  for (const { line, sheet } of linesOf(tables)) {
    if (report.spotLines.length === shown) break
    report.spotLines.push(spotLine(line, sheet))
  }
  if (run.options.keep === 'all')
    report.disbursements = disbursementsOf(linesOf(tables), report.program ?? '', report.year)
  return report
}

function aboutOf(run: Run, tables: TableRead[]): { program: string | null; year: number | null } {
  const titles = tables.flatMap(({ table }) => table.titles)
  const named = tables.flatMap(({ table }) => (table.program === null ? [] : [table.program]))
  const texts = [...named, ...titles, run.fileName]
  const programs = run.options.programs ?? []
  const told = run.options.program ?? null
  const known = programs.find(
    (program) =>
      told !== null &&
      (program.code === told || program.name.zh === told || program.aliases.includes(told)),
  )
  const program =
    told === null
      ? findProgramName(texts.slice(0, 40), programs, run.places.names)
      : (known?.name.zh ?? told)
  return {
    program: program === null ? null : safeLabel(program),
    year: run.options.year ?? findYear(texts.slice(0, 40)),
  }
}

function spotLine(line: ReadLine, sheet: string | null): SpotLine {
  return {
    ...(sheet === null ? {} : { sheet }),
    row: line.row,
    village: line.region,
    ...(line.group === '' ? {} : { group: line.group }),
    ...(line.name === '' ? {} : { name: line.name }),
    ...(line.nameMn === '' ? {} : { nameMn: line.nameMn }),
    // As they were read; the list itself fills them up.
    parts: line.parts.map((part) => ({ ...part })),
    amountFen: line.amountFen,
    ...(line.status === 'paid' ? {} : { status: line.status }),
  }
}

function mappingOf(tables: TableRead[]): ImportReport['mapping'] {
  const mapping: ImportReport['mapping'] = {}
  for (const { table } of tables) {
    if (table.mapping === null) continue
    const { signature, choices } = table.mapping
    const told = Object.entries(choices).map(([label, choice]) => [safeLabel(label), choice])
    mapping[signature] = Object.fromEntries(told) as ImportReport['mapping'][string]
  }
  return mapping
}

function withoutSheet<T extends { sheet?: string }>(told: T): T {
  const copy = { ...told }
  delete copy.sheet
  return copy
}
