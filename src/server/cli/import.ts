import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { dayOf } from '#domain/calendar/day.ts'
import type { RegionList } from '#domain/region/region.ts'
import { parseRegionList } from '#domain/region/region-list.ts'
import { compareReports } from '../import/compare.ts'
import { parseMapping, type SenderMapping } from '../import/mapping.ts'
import { readSheet, type ReadSheetOptions } from '../import/read-sheet.ts'
import type { ImportReport } from '../import/report.ts'
import type { NamedProgram } from '../import/title.ts'
import type { Context } from './context.ts'
import { tellReport } from './import-words.ts'
import { drawProgress } from './progress.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'

/** `sambar import FILE …` as it was called. */
export interface ImportCall {
  file: string
  program: string | null
  year: number | null
  batch: string | null
  regions: string | null
  mapping: string | null
  compare: string | null
  dryRun: boolean
  user: string | null
  sender: string | null
  why: string | null
}

/** Keeps a file for a county, as a named person; knows the database. Returns the exit code. */
export type ImportForReal = (context: Context, call: ImportCall) => Promise<number>

interface Options {
  program?: string
  year?: string
  batch?: string
  regions?: string
  mapping?: string
  compare?: string
  dryRun?: boolean
  user?: string
  sender?: string
  why?: string
}

/** Adds `sambar import`. A dry run needs nothing but the file; without it `forReal` takes over. */
export function addImportCommand(program: Command, run: RunCommand, forReal: ImportForReal): void {
  program
    .command('import')
    .description('import')
    .argument('<file>', 'import.file')
    .option('--program <program>', 'import.program')
    .option('--year <year>', 'import.year')
    .option('--batch <batch>', 'import.batch')
    .option('--dry-run', 'import.dryRun')
    .option('--regions <file>', 'import.regions')
    .option('--mapping <file>', 'import.mapping')
    .option('--compare <file>', 'import.compare')
    .option('--user <name>', 'import.user')
    .option('--sender <sender>', 'import.sender')
    .option('--why <reason>', 'import.why')
    .action((file: string, options: Options) =>
      run(async (context) => {
        const call = callOf(file, options)
        return call.dryRun ? dryRun(context, call) : forReal(context, call)
      }),
    )
}

function callOf(file: string, options: Options): ImportCall {
  if (options.year !== undefined && !/^(19|20)\d{2}$/.test(options.year))
    throw new CliTrouble('yearMalformed', {}, 2)
  return {
    file,
    program: options.program?.trim() || null,
    year: options.year === undefined ? null : Number(options.year),
    batch: options.batch?.trim() || null,
    regions: options.regions ?? null,
    mapping: options.mapping ?? null,
    compare: options.compare ?? null,
    dryRun: options.dryRun === true,
    user: options.user ?? null,
    sender: options.sender ?? null,
    why: options.why ?? null,
  }
}

/** Looks at a file without a county: nothing is kept, and persons are hashed under a key that is forgotten. */
async function dryRun(context: Context, call: ImportCall): Promise<number> {
  const regions = call.regions === null ? null : await regionsIn(call.regions)
  const personKey = context.random(32)
  const keep = call.compare === null ? 'some' : 'all'
  const report = await readCalled(context, call, { regions, personKey, keep })
  if (call.compare !== null && report.accepted) {
    const before = await readCalled(
      context,
      { ...call, file: call.compare },
      { regions, personKey, keep },
    )
    if (before.accepted)
      report.comparedWith = compareReports(before, report, basename(call.compare))
  }
  return answerReport(context, report)
}

/** Reads the file of a call, with a line of progress on stderr. */
export async function readCalled(
  context: Context,
  call: ImportCall,
  county: {
    regions: RegionList | null
    programs?: NamedProgram[]
    mapping?: SenderMapping
    personKey: Uint8Array
    keep: 'all' | 'some'
  },
): Promise<ImportReport> {
  await mustBeFile(call.file)
  const mapping = call.mapping === null ? {} : await mappingIn(call.mapping)
  const progress = drawProgress(context.streams.stderr, context.speaker.words, context.now)
  const options: ReadSheetOptions = {
    ...county,
    mapping: { ...county.mapping, ...mapping },
    program: call.program,
    year: call.year,
    batch: call.batch,
    today: dayOf(context.now()),
    onProgress: progress.rows,
  }
  try {
    return await readSheet({ path: call.file }, basename(call.file), options)
  } finally {
    progress.end()
  }
}

/** Tells a report, in words or as the one JSON object, and gives the exit code: 0 accepted, 1 refused. */
export function answerReport(context: Context, report: ImportReport, more: object = {}): number {
  const { disbursements: _lines, ...told } = report
  context.speaker.answer({ ...told, ...more })
  if (!context.speaker.json) tellReport(context.speaker, report)
  return report.accepted ? 0 : 1
}

export async function regionsIn(file: string): Promise<RegionList> {
  try {
    return parseRegionList(await jsonIn(file, 'regionsUnreadable'))
  } catch (cause) {
    throw cause instanceof CliTrouble
      ? cause
      : new CliTrouble('regionsUnreadable', {}, 2, { cause })
  }
}

export async function mappingIn(file: string): Promise<SenderMapping> {
  const mapping = parseMapping(await jsonIn(file, 'mappingUnreadable'))
  if (mapping === null) throw new CliTrouble('mappingUnreadable', {}, 2)
  return mapping
}

async function jsonIn(file: string, trouble: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown
  } catch (cause) {
    throw new CliTrouble(trouble, {}, 2, { cause })
  }
}

// The name is not repeated in the answer: it may be what is wrong with the file.
async function mustBeFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null)
  if (found === null || !found.isFile()) throw new CliTrouble('fileMissing', {}, 2)
  await new Promise<void>((resolve, reject) => {
    const stream = createReadStream(file, { start: 0, end: 0 })
    stream.once('error', (cause) => reject(new CliTrouble('fileMissing', {}, 2, { cause })))
    stream.once('close', resolve)
    stream.resume()
  })
}
