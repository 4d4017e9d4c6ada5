import { createHash } from 'node:crypto'
import { dayOf, instantOf } from '#domain/calendar/day.ts'
import { findProgram } from '#domain/program/parse-programs.ts'
import type { Program } from '#domain/program/program.ts'
import { inScope } from '#domain/region/region-code.ts'
import type { RegionList } from '#domain/region/region.ts'
import type { Person } from '../auth/person.ts'
import { scopesFor } from '../auth/policy.ts'
import type { SenderMapping } from '../import/mapping.ts'
import type { ImportReport } from '../import/report.ts'
import { readReference } from '../publishing/reference.ts'
import { findImport, importsOfFile, insertImport, updateImport } from '../storage/imports.ts'
import { findLog } from '../storage/log.ts'
import type { ImportRow } from '../storage/imports.ts'
import { keepImport, type KeepRefusal, type KeptImport } from './drafts.ts'
import { knownMapping, rememberMapping } from './mappings.ts'
import { newId, type Office } from './office.ts'
import type { Sheets } from './sheets.ts'

export interface TakingIn extends Office {
  sheets: Sheets
}

export interface SheetSent {
  bytes: Uint8Array
  fileName: string
  sender: string
  /** Code or name. */
  program: string
  year?: number | undefined
  batch?: string | undefined
  /** What the office corrects of how the columns are understood; remembered for the sender where the sheet is then accepted. */
  mapping?: SenderMapping | undefined
}

interface Asked {
  year: number | null
  batch: string | null
}

export type TakeInRefusal =
  | { refused: 'programUnknown' }
  | { refused: 'notFound' }
  | { refused: 'sourceGone' }
  /** Read once more, the sheet says something else than was shown. */
  | { refused: 'reportChanged' }
  | KeepRefusal

/** A sheet that was read: its report, and the import under which it can be kept, null where it was not accepted. */
export interface Read {
  import: string | null
  /** An earlier import of the very same file that was kept. */
  keptBefore: string | null
  report: Omit<ImportReport, 'disbursements'>
  /** Stands for all that was read, every line of it; whoever keeps the import says by it what they saw. */
  reportHash: string
}

interface Scene {
  program: Program
  programs: Program[]
  /** Only what the person may import for: villages of others are unknown villages. */
  regions: RegionList
}

async function lookAround(office: Office, who: Person, program: string): Promise<Scene | null> {
  const { programs, regions } = await readReference(office.storage.db)
  const found = findProgram(programs, program)
  if (!found) return null
  const scopes = scopesFor(who, 'import')
  // Ancestors stay, so that names of townships can be understood.
  const parents = new Set<string>()
  const mine = regions.regions.filter(({ code }) => inScope(code, scopes))
  for (const { parent } of mine) if (parent) parents.add(parent)
  const county = regions.regions.find(({ level }) => level === 'county')
  if (county) parents.add(county.code)
  return {
    program: found,
    programs,
    regions: {
      ...regions,
      regions: regions.regions.filter(({ code }) => inScope(code, scopes) || parents.has(code)),
    },
  }
}

function read(
  office: TakingIn,
  scene: Scene,
  sent: { bytes: Uint8Array; fileName: string } & Asked,
  mapping: SenderMapping,
): Promise<ImportReport> {
  return office.sheets.read(sent.bytes, sent.fileName, {
    program: scene.program.code,
    year: sent.year,
    batch: sent.batch,
    today: dayOf(office.now()),
    regions: scene.regions,
    programs: scene.programs,
    mapping,
    keep: 'all',
  })
}

/** File names come from the office's own folders; what the reader finds personal in one, it refuses. */
const withoutLines = ({ disbursements: _, ...report }: ImportReport): Read['report'] => report

/** The report as it lies in the database: no lines, not even the few that were shown. */
const storedReport = (report: ImportReport): string =>
  JSON.stringify({ ...withoutLines(report), spotLines: [] })

/** The reader is exact: the same bytes, regions, programs and mapping give the same text. */
const reportHashOf = (report: ImportReport): string =>
  createHash('sha256').update(JSON.stringify(report)).digest('hex')

const shown = (
  report: ImportReport,
  as: Pick<Read, 'import' | 'keptBefore'> = { import: null, keptBefore: null },
): Read => ({ ...as, report: withoutLines(report), reportHash: reportHashOf(report) })

/** Reads a sheet that somebody sent, and keeps the sealed source where it was accepted; drafts come with `keep`. */
export async function takeIn(
  office: TakingIn,
  who: Person,
  sent: SheetSent,
): Promise<Read | TakeInRefusal> {
  const scene = await lookAround(office, who, sent.program)
  if (!scene) return { refused: 'programUnknown' }
  const asked = { year: sent.year ?? null, batch: sent.batch ?? null }
  const known = await knownMapping(office.storage.db, sent.sender, scene.program.code)
  const report = await read(office, scene, { ...sent, ...asked }, { ...known, ...sent.mapping })
  if (!report.accepted || report.year === null) return shown(report)
  if (sent.mapping)
    await rememberMapping(office.storage.db, {
      sender: sent.sender,
      program: scene.program.code,
      mapping: sent.mapping,
      now: office.now(),
    })
  const { db } = office.storage
  const earlier = await importsOfFile(db, {
    hash: report.fileHash,
    program: scene.program.code,
    year: report.year,
  })
  const kept = earlier.find(({ state }) => state === 'kept')
  const waiting = earlier.find(
    ({ state, importer, sender, options }) =>
      state === 'read' &&
      importer === who.id &&
      sender === sent.sender &&
      options === JSON.stringify(asked),
  )
  const id = waiting?.id ?? newId(office)
  if (waiting) await updateImport(db, id, { report: storedReport(report) })
  else
    await insertImport(db, {
      id,
      file_hash: report.fileHash,
      file_name: sent.fileName,
      sender: sent.sender,
      program: scene.program.code,
      year: report.year,
      options: JSON.stringify(asked),
      importer: who.id,
      state: 'read',
      report: storedReport(report),
      sealed: await office.sheets.keep(sent.bytes),
      created_at: instantOf(office.now()),
    })
  return shown(report, { import: id, keptBefore: kept?.id ?? null })
}

async function own(office: Office, who: Person, id: string): Promise<ImportRow | null> {
  const row = await findImport(office.storage.db, id)
  return row?.importer === who.id ? row : null
}

async function readAgain(
  office: TakingIn,
  who: Person,
  row: ImportRow,
  mapping: SenderMapping,
): Promise<{ scene: Scene; report: ImportReport } | TakeInRefusal> {
  const scene = await lookAround(office, who, row.program)
  if (!scene) return { refused: 'programUnknown' }
  if (row.sealed === null) return { refused: 'sourceGone' }
  const bytes = await office.sheets.open(row.sealed)
  const asked = JSON.parse(row.options) as Asked
  const report = await read(office, scene, { bytes, fileName: row.file_name, ...asked }, mapping)
  return { scene, report }
}

/** Corrects how this sender's columns are understood, and reads the sheet again. Remembered where it is then accepted. */
export async function correctMapping(
  office: TakingIn,
  who: Person,
  id: string,
  mapping: SenderMapping,
): Promise<Read | TakeInRefusal> {
  const row = await own(office, who, id)
  if (!row || row.state !== 'read') return { refused: 'notFound' }
  const merged = { ...(await knownMapping(office.storage.db, row.sender, row.program)), ...mapping }
  const again = await readAgain(office, who, row, merged)
  if ('refused' in again) return again
  const { report } = again
  if (report.accepted)
    await office.storage.db.transaction().execute(async (tx) => {
      const { sender, program } = row
      await rememberMapping(tx, { sender, program, mapping, now: office.now() })
      await updateImport(tx, id, { report: storedReport(report) })
    })
  return shown(report, { import: id, keptBefore: null })
}

/**
 * Makes drafts of a sheet that was read: read once more from the sealed source, so that nothing lies about between. Only
 * what the person saw becomes drafts; where regions, programs or a mapping have changed since, they look again.
 */
export async function keepRead(
  office: TakingIn,
  who: Person,
  id: string,
  { report: seen, why }: { report: string; why?: string | undefined },
): Promise<KeptImport | TakeInRefusal> {
  const row = await own(office, who, id)
  if (!row) return { refused: 'notFound' }
  if (row.state === 'kept') return { refused: 'fileKnown', import: id }
  const mapping = await knownMapping(office.storage.db, row.sender, row.program)
  const again = await readAgain(office, who, row, mapping)
  if ('refused' in again) return again
  if (reportHashOf(again.report) !== seen) return { refused: 'reportChanged' }
  const log = await findLog(office.storage.db)
  return keepImport(office, {
    report: again.report,
    program: again.scene.program,
    importer: who,
    fileName: row.file_name,
    sender: row.sender,
    sealed: row.sealed,
    options: JSON.parse(row.options) as { batch?: string },
    ...(why === undefined ? {} : { why }),
    demo: log?.demo === 1,
    import: id,
  })
}
