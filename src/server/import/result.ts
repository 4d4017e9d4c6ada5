import type { Part } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import { namesakesIn } from './people.ts'
import type {
  ImportedDisbursement,
  ImportedLine,
  ImportReport,
  SpotLine,
  SpotPart,
} from './report.ts'
import { SHOWN, type Log, type ReadLine, type Run } from './run.ts'
import type { SheetTable } from './table.ts'
import { safeLabel } from './texts.ts'
import { findProgramName, findYear } from './title.ts'

export interface TableRead {
  table: SheetTable
  name: string | null
}

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
  const about = aboutOf(run, tables)
  return {
    accepted: false,
    ...about,
    kind: 'list',
    unit: '元',
    fileHash,
    sheetsRead: [],
    sheetsSkipped: [],
    villages: {},
    lines: 0,
    totalFen: 0 as Fen,
    droppedColumns: [],
    errors: log.errors.map((error) => (several ? error : withoutSheet(error))),
    errorCount: log.errorCount,
    warnings: log.warnings.map((warning) =>
      several || warning.code === 'hiddenSheet' ? warning : withoutSheet(warning),
    ),
    warningCount: log.warningCount,
    assumptions: log.assumptions,
    namesakes: { groups: 0, lines: 0 },
    villageVariants: {},
    unknownVillages: [...run.places.unknown].slice(0, 200),
    printedTotalFen: null,
    printedTotalRow: null,
    mapping: mappingOf(tables),
    spotLines: [],
    disbursements: [],
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
  const several = tables.length > 1
  const report = refusedReport(run, log, fileHash, tables)
  const first = tables.find(({ table }) => table.plan !== null)!.table.plan!
  const entries = tables.flatMap(({ table, name }) =>
    table.lines.map((line) => ({ line, sheet: several ? name : null })),
  )
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
  sumUp(report, entries, tables)
  for (const { table } of tables) {
    const namesakes = table.plan!.aggregate
      ? { groups: 0, lines: 0 }
      : namesakesIn(onePerRow(table.lines))
    report.namesakes.groups += namesakes.groups
    report.namesakes.lines += namesakes.lines
  }
  const shown = entries.length <= SHOWN ? entries : entries.slice(0, SHOWN_OF_LONG)
  report.spotLines = shown.map(({ line, sheet }) => spotLine(line, sheet))
  if (run.options.keep === 'all')
    report.disbursements = disbursementsOf(entries, report.program ?? '', report.year)
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

function sumUp(
  report: ImportReport,
  entries: { line: ReadLine; sheet: string | null }[],
  tables: TableRead[],
): void {
  const batches: NonNullable<ImportReport['batches']> = {}
  const households: { [region: string]: number } = {}
  let batched = false
  for (const { line } of entries) {
    const paid = line.status === 'paid' || line.status === 'reissued' ? line.amountFen : 0
    const village = (report.villages[line.region] ??= { lines: 0, totalFen: 0 as Fen })
    village.lines++
    village.totalFen = (village.totalFen + paid) as Fen
    report.lines++
    report.totalFen = (report.totalFen + paid) as Fen
    if (line.households !== null)
      households[line.region] = (households[line.region] ?? 0) + line.households
    if (line.batch !== null) batched = true
    const batch = (batches[line.batch ?? ''] ??= { lines: 0, totalFen: 0 as Fen })
    batch.lines++
    batch.totalFen = (batch.totalFen + paid) as Fen
  }
  if (Object.keys(households).length > 0) report.households = households
  if (!batched) return
  // A batch that is one sheet is called by its name.
  for (const [key, batch] of Object.entries(batches)) {
    const sheets = tables.filter(({ table }) =>
      table.lines.some((line) => (line.batch ?? '') === key),
    )
    if (sheets.length === 1 && sheets[0]!.name !== null)
      batches[key] = { sheet: sheets[0]!.name, ...batch }
  }
  report.batches = batches
}

function printedTotals(tables: TableRead[]): {
  printedTotalFen: Fen | null
  printedTotalRow: number | null
} {
  let sum = 0
  let row: number | null = null
  for (const { table } of tables) {
    const plan = table.plan!
    const parts = plan.parts.filter((part) => part.amount !== null)
    const columns =
      plan.amount !== null
        ? [plan.amount]
        : plan.months.length > 0
          ? plan.months
          : parts.map((part) => part.amount!)
    const totals = columns.map((column) => table.context!.totals.grandTotal(column.column))
    if (totals.length === 0 || totals.some((total) => total === null))
      return { printedTotalFen: null, printedTotalRow: null }
    for (const total of totals) sum += total!.fen
    row = totals[0]!.row
  }
  return { printedTotalFen: sum as Fen, printedTotalRow: tables.length === 1 ? row : null }
}

function spotLine(line: ReadLine, sheet: string | null): SpotLine {
  return {
    ...(sheet === null ? {} : { sheet }),
    row: line.row,
    village: line.region,
    ...(line.group === '' ? {} : { group: line.group }),
    ...(line.name === '' ? {} : { name: line.name }),
    ...(line.nameMn === '' ? {} : { nameMn: line.nameMn }),
    parts: line.parts,
    amountFen: line.amountFen,
    ...(line.status === 'paid' ? {} : { status: line.status }),
  }
}

function disbursementsOf(
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
    if (line.name === '')
      disbursement.aggregate = { households: line.households, parts, amountFen: line.amountFen }
    else disbursement.lines.push(importedLine(line, sheet, parts))
  }
  return [...found.values()]
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

function* onePerRow(lines: ReadLine[]): Generator<ReadLine> {
  let row = 0
  for (const line of lines) {
    if (line.row !== row) yield line
    row = line.row
  }
}

function mappingOf(tables: TableRead[]): ImportReport['mapping'] {
  const mapping: ImportReport['mapping'] = {}
  for (const { table } of tables) {
    if (table.plan === null) continue
    const choices = Object.entries(table.plan.choices).map(
      ([label, choice]) => [safeLabel(label), choice] as const,
    )
    mapping[table.plan.signature] = Object.fromEntries(choices)
  }
  return mapping
}

function withoutSheet<T extends { sheet?: string }>(told: T): T {
  const copy = { ...told }
  delete copy.sheet
  return copy
}
