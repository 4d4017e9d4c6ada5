import { instantOf } from '#domain/calendar/day.ts'
import type { Program } from '#domain/program/program.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import type { Person } from '../auth/person.ts'
import { may } from '../auth/policy.ts'
import type { ImportedDisbursement, ImportReport } from '../import/report.ts'
import { readReference } from '../publishing/reference.ts'
import { writeAudit } from '../storage/audit.ts'
import {
  importsOfFile,
  insertImport,
  insertPayees,
  payeesOf,
  setPersonKey,
  updateImport,
} from '../storage/imports.ts'
import type { Db } from '../storage/log.ts'
import {
  deleteVersion,
  insertNotices,
  insertVersions,
  newestVersions,
  setNewest,
  versionsOfImport,
} from '../storage/notices.ts'
import { lineRows } from './content.ts'
import {
  draftOf,
  type DifferentLine,
  type Drafted,
  type DraftRefusal,
  type Scene,
} from './make-drafts.ts'
import { newId, type Office } from './office.ts'
import { PayeeNumbers } from './payee-numbers.ts'
import { scenesOf } from './scenes.ts'

export interface KeepRequest {
  /** An accepted report with its `disbursements`. */
  report: ImportReport
  program: Program
  importer: Person
  fileName: string
  /** Who sent the sheet, as the office calls them; mappings are remembered for them. */
  sender: string
  /** Name of the encrypted source file. */
  sealed: string | null
  /** What was asked beside the file. */
  options?: { batch?: string; mapping?: unknown }
  /** Why, where something published is corrected. For all to read. */
  why?: string
  demo: boolean
  /** Row of an import that was read before and is kept now. */
  import?: string
}

export interface KeptDraft {
  notice: string
  version: number
  region: string
  batch: string | null
  lines: number
  totalFen: number
  outcome: Drafted['outcome']
  contentHash: string
  /** Household by household, against the published version. */
  differences: DifferentLine[]
}

export interface KeptImport {
  import: string
  drafts: KeptDraft[]
}

export type KeepRefusal =
  | { refused: 'notAccepted' }
  | { refused: 'fileKnown'; import: string }
  | { refused: 'outOfScope'; region: string }
  | DraftRefusal

const NOTHING_THERE: Scene = { standing: null, published: null, hung: [] }

/** Thrown inside the transaction, so that all of it is undone, and caught outside. */
class Undone extends Error {
  readonly refusal: KeepRefusal
  constructor(refusal: KeepRefusal) {
    super(refusal.refused)
    this.name = 'Undone'
    this.refusal = refusal
  }
}

/**
 * Keeps a sheet: a draft for every village, year and batch, all of them or none. The same file for the same program and
 * year is recognised; a corrected one becomes the next version of what is published, with what changed and why.
 */
export async function keepImport(
  office: Office,
  request: KeepRequest,
): Promise<KeptImport | KeepRefusal> {
  const { report, importer } = request
  if (!report.accepted || report.year === null) return { refused: 'notAccepted' }
  for (const { region } of report.disbursements)
    if (!may(importer, 'import', region as RegionCode)) return { refused: 'outOfScope', region }
  const { year } = report
  const { settings } = await readReference(office.storage.db)
  try {
    return await office.storage.db
      .transaction()
      .execute((tx) => keepIn(tx, office, request, year, settings))
  } catch (fault) {
    if (fault instanceof Undone) return fault.refusal
    throw fault
  }
}

async function keepIn(
  tx: Db,
  office: Office,
  request: KeepRequest,
  year: number,
  settings: PublicSettings,
): Promise<KeptImport> {
  const { report, program, importer } = request
  const at = instantOf(office.now())
  const earlier = await importsOfFile(tx, { hash: report.fileHash, program: program.code, year })
  const kept = earlier.filter(({ state }) => state === 'kept')
  const known = await standingImport(
    tx,
    kept.map((row) => row.id),
  )
  const id = request.import ?? newId(office)

  const lists = report.disbursements
  const scenes = await scenesOf(tx, program.code, lists)
  // Another sheet came between: only then is there anything that the same file could put right.
  const isOvertaken = scenes.some(
    ({ standing }) => standing && !kept.some((row) => row.id === standing.row.import),
  )
  if (known !== null && !isOvertaken) throw new Undone({ refused: 'fileKnown', import: known })
  const payees = await numbersFor(tx, office, lists)
  const context = {
    program,
    settings,
    importer: importer.id,
    import: id,
    why: request.why ?? '',
    demo: request.demo,
    at,
    newId: () => newId(office),
  }
  const drafted = lists.map((list, index) => {
    const numbers = payees.get(list.region)?.assign(list.lines) ?? []
    const made = draftOf(list, numbers, scenes[index] ?? NOTHING_THERE, context)
    if ('refused' in made) throw new Undone(made)
    return made
  })
  if (known !== null && drafted.every((made) => made.outcome === 'unchanged' && !made.dropped))
    throw new Undone({ refused: 'fileKnown', import: known })
  await write(tx, office, drafted, [...payees.values()])
  const { disbursements: _, spotLines: __, ...summary } = report
  const row = {
    report: JSON.stringify(summary),
    options: JSON.stringify(request.options ?? {}),
    state: 'kept',
    sealed: request.sealed,
  }
  if (request.import !== undefined) await updateImport(tx, id, row)
  else
    await insertImport(tx, {
      ...row,
      id,
      file_hash: report.fileHash,
      file_name: request.fileName,
      sender: request.sender,
      program: program.code,
      year,
      importer: importer.id,
      created_at: at,
    })
  await writeAudit(tx, {
    at,
    staff: importer.id,
    action: 'keepImport',
    subject: id,
    facts: { program: program.code, year, lists: lists.length, lines: report.lines },
  })
  return { import: id, drafts: drafted.map(keptOf) }
}

const keptOf = ({ version, outcome, differences }: Drafted): KeptDraft => ({
  notice: version.notice,
  version: version.version,
  region: version.region,
  batch: version.batch,
  lines: version.lines,
  totalFen: version.total_fen,
  outcome,
  contentHash: version.content_hash,
  differences,
})

/** The newest of these imports of which a version is still the newest in its place; null where all gave way. */
async function standingImport(tx: Db, imports: readonly string[]): Promise<string | null> {
  for (const id of imports) {
    const made = await versionsOfImport(tx, id)
    const newest = await newestVersions(
      tx,
      made.map(({ notice }) => notice),
    )
    if (newest.some((version) => version.import === id)) return id
  }
  return null
}

async function numbersFor(
  tx: Db,
  office: Office,
  lists: readonly ImportedDisbursement[],
): Promise<Map<string, PayeeNumbers>> {
  const regions = [...new Set(lists.map(({ region }) => region))]
  const known = new Map(
    regions.map((region) => [region, [] as Awaited<ReturnType<typeof payeesOf>>]),
  )
  for (const row of await payeesOf(tx, regions)) known.get(row.region)?.push(row)
  return new Map(
    regions.map((region) => [
      region,
      new PayeeNumbers(region, known.get(region) ?? [], office.random),
    ]),
  )
}

async function write(
  tx: Db,
  office: Office,
  drafted: readonly Drafted[],
  payees: readonly PayeeNumbers[],
): Promise<void> {
  const { dialect } = office.storage
  for (const { version } of drafted.filter(({ outcome }) => outcome === 'replaced'))
    await deleteVersion(tx, version.notice, version.version)
  for (const { version, dropped } of drafted) {
    if (!dropped) continue
    await setNewest(tx, version.notice, version.version)
    await deleteVersion(tx, dropped.notice, dropped.version)
  }
  await insertNotices(
    tx,
    dialect,
    drafted.flatMap(({ notice }) => (notice ? [notice] : [])),
  )
  const fresh = drafted.filter(({ outcome }) => outcome !== 'unchanged')
  await insertVersions(
    tx,
    dialect,
    fresh.map(({ version }) => version),
    fresh.flatMap(({ version, texts }) => lineRows(version.notice, version.version, texts)),
  )
  for (const { version } of drafted.filter(({ outcome }) => outcome === 'corrected'))
    await setNewest(tx, version.notice, version.version)
  await insertPayees(
    tx,
    dialect,
    payees.flatMap((numbers) => [...numbers.fresh]),
  )
  for (const row of payees.flatMap((numbers) => numbers.recognised)) await setPersonKey(tx, row)
}
