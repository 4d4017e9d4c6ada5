import { createHash } from 'node:crypto'
import type { SheetSource } from './cell.ts'
import { csvSource, headOf } from './csv.ts'
import { decodeText, looksMisread } from './decode-text.ts'
import { People } from './people.ts'
import { Places } from './places.ts'
import { FileRefusal } from './refusal.ts'
import type { ImportError, ImportReport } from './report.ts'
import { acceptedReport, refusedReport } from './result.ts'
import { Log, type ReadOptions, type Run } from './run.ts'
import { sniff } from './sniff.ts'
import { withoutRepetition, type FoundTables } from './repeated-sheets.ts'
import { SheetTable } from './table.ts'
import { numberIn } from './texts.ts'
import { findYear } from './title.ts'
import { workbookSources } from './workbook.ts'

export interface ReadContext {
  keyOf(canonical: string): string
  onProgress?(rows: number): void
}

/**
 * Reads one file from its bytes to a report: all of it, or errors and nothing. Runs in the child
 * process only; what it holds of persons never leaves it but as a keyed hash.
 */
export async function readFile(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
  context: ReadContext,
): Promise<ImportReport> {
  const fileHash = createHash('sha256').update(bytes).digest('hex')
  const fileName = (name.split(/[\\/]/).pop() ?? '').normalize('NFC')
  const log = new Log()
  const places = new Places(options.regions ?? null)
  const run: Run = { options, fileName, places, people: new People(), keyOf: context.keyOf }
  try {
    if (numberIn(fileName)) throw new FileRefusal('idInFileName')
    const tables = await readTables(bytes, run, log, context)
    const kept = withoutRepetition(tables, log)
    for (const { table } of kept.read) log.add(table.log)
    if (log.errorCount === 0 && kept.read.every(({ table }) => table.lines.length === 0))
      throw new FileRefusal('fileEmpty')
    if (log.errorCount > 0) return refusedReport(run, log, fileHash, kept.read)
    return acceptedReport(run, log, fileHash, {
      tables: kept.read,
      skipped: kept.skipped,
      encoding: tables.encoding,
    })
  } catch (refusal) {
    if (!(refusal instanceof FileRefusal)) throw refusal
    const fresh = new Log()
    const error: ImportError = { row: null, column: null, code: refusal.code }
    if (refusal.kind !== undefined) error.kind = refusal.kind
    fresh.error(error)
    return refusedReport(run, fresh, fileHash, [])
  }
}

interface Tables extends FoundTables {
  encoding: string | undefined
}

async function readTables(
  bytes: Uint8Array,
  run: Run,
  log: Log,
  context: ReadContext,
): Promise<Tables> {
  const kind = sniff(bytes, run.fileName)
  let text: string | null = null
  let encoding: string | undefined
  let sources: SheetSource[]
  if (kind === 'text') {
    const decoded = decodeText(bytes)
    text = headOf(decoded)
    encoding = decoded.encoding
    sources = [csvSource(decoded)]
    if (encoding === 'gbk' || encoding === 'gb18030') log.assume({ code: 'encoding' })
  } else sources = await workbookSources(bytes)
  // Before anything else is told of it: a sheet's name is repeated in errors and reports.
  if (sources.some((source) => source.name !== null && numberIn(source.name)))
    throw new FileRefusal('idInSheetName')
  const found: Tables = { read: [], skipped: [], encoding }
  const bookYear = run.options.year ?? findYear([run.fileName])
  let rows = 0
  let anything = false
  for (const source of sources) {
    if (source.hidden) {
      log.warn({
        ...(source.name === null ? {} : { sheet: source.name }),
        row: null,
        code: 'hiddenSheet',
      })
      if (source.name !== null) found.skipped.push(source.name)
      continue
    }
    const table = new SheetTable(run, source, bookYear)
    await source.read((row) => {
      anything = true
      table.row(row)
      if (++rows % 1000 === 0) context.onProgress?.(rows)
    })
    table.end()
    if (table.plan !== null || table.refused || table.looksLikeList) {
      if (table.looksLikeList)
        table.log.error({
          ...(source.name === null ? {} : { sheet: source.name }),
          row: null,
          column: null,
          code: 'headerMissing',
        })
      found.read.push({ table, name: source.name })
    } else if (source.name !== null) found.skipped.push(source.name)
  }
  context.onProgress?.(rows)
  const noHeader = found.read.every(({ table }) => table.plan === null && !table.refused)
  if (noHeader && text !== null && looksMisread(text)) throw new FileRefusal('fileEncoding')
  if (found.read.length === 0)
    throw new FileRefusal(anything && hasWords(sources, text) ? 'headerMissing' : 'fileEmpty')
  return found
}

/** Whether there is anything at all in a file in which no table was found. */
function hasWords(sources: SheetSource[], text: string | null): boolean {
  return text === null ? sources.some((source) => !source.hidden) : /[^\s,;\t|"\ufeff]/.test(text)
}
