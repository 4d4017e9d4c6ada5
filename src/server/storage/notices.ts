import { insertMany } from './bulk.ts'
import type { DialectName } from './dialect.ts'
import type { Db } from './log.ts'
import { asNumber } from './dialect.ts'
import type { OfficeTables } from './tables.ts'

export type NoticeRow = OfficeTables['notices']
export type VersionRow = OfficeTables['notice_versions']
export type LinesRow = OfficeTables['version_lines']
export type ReviewRow = OfficeTables['reviews']

const ROWS_AT_ONCE = 500

/** Asks for so many at a time that no engine's limit on parameters is met. */
async function inSlices<T, R>(
  all: readonly T[],
  query: (some: readonly T[]) => Promise<R[]>,
): Promise<R[]> {
  const found: R[] = []
  for (let from = 0; from < all.length; from += ROWS_AT_ONCE)
    found.push(...(await query(all.slice(from, from + ROWS_AT_ONCE))))
  return found
}

/** The newest version of each notice, as `v`; the notice is `n`. */
const newest = (db: Db) =>
  db
    .selectFrom('notices as n')
    .innerJoin('notice_versions as v', (join) =>
      join.onRef('v.notice', '=', 'n.id').onRef('v.version', '=', 'n.version'),
    )
    .selectAll('v')

/** Newest version of the living notice in each place; places are regions with one slot of a program, year and batch. */
export const newestInSlot = (
  db: Db,
  slot: string,
  regions: readonly string[],
): Promise<VersionRow[]> =>
  inSlices(regions, (some) =>
    newest(db).where('n.slot', '=', slot).where('n.region', 'in', some).execute(),
  )

export async function insertNotices(
  tx: Db,
  dialect: DialectName,
  rows: readonly NoticeRow[],
): Promise<void> {
  await insertMany(
    tx,
    dialect,
    'notices',
    ['id', 'region', 'item', 'program', 'year', 'batch', 'slot', 'version', 'created_at'],
    rows,
  )
}

const VERSION_COLUMNS = [
  'notice',
  'version',
  'region',
  'state',
  'attribute',
  'attribute_basis',
  'item',
  'title',
  'text',
  'change',
  'program',
  'year',
  'batch',
  'planned_fen',
  'aggregate',
  'difference',
  'lines',
  'total_fen',
  'content_hash',
  'author',
  'importer',
  'import',
  'demo',
  'created_at',
  'published_on',
  'period_ends_on',
  'withdrawal',
] as const

/** Versions and their lines. The notice's row has to say that they are the newest: `setNewest`. */
export async function insertVersions(
  tx: Db,
  dialect: DialectName,
  versions: readonly VersionRow[],
  lines: readonly LinesRow[],
): Promise<void> {
  await insertMany(tx, dialect, 'notice_versions', VERSION_COLUMNS, versions)
  await insertMany(tx, dialect, 'version_lines', ['notice', 'version', 'part', 'lines'], lines)
}

export async function setNewest(tx: Db, notice: string, version: number): Promise<void> {
  await tx.updateTable('notices').set({ version }).where('id', '=', notice).execute()
}

/** Takes an unpublished version away, lines first: the database refuses it of a published one. */
export async function deleteVersion(tx: Db, notice: string, version: number): Promise<void> {
  for (const table of ['version_lines', 'notice_versions'] as const)
    await tx.deleteFrom(table).where('notice', '=', notice).where('version', '=', version).execute()
}

export async function findVersion(
  db: Db,
  notice: string,
  version?: number,
): Promise<VersionRow | null> {
  const query = db.selectFrom('notice_versions').selectAll().where('notice', '=', notice)
  const row = await (
    version === undefined
      ? query.orderBy('version', 'desc').limit(1)
      : query.where('version', '=', version)
  ).executeTakeFirst()
  return row ?? null
}

export function versionsOf(db: Db, notice: string): Promise<VersionRow[]> {
  return db
    .selectFrom('notice_versions')
    .selectAll()
    .where('notice', '=', notice)
    .orderBy('version')
    .execute()
}

export function versionsOfImport(db: Db, imported: string): Promise<VersionRow[]> {
  return db
    .selectFrom('notice_versions')
    .selectAll()
    .where('import', '=', imported)
    .orderBy('region')
    .orderBy('batch')
    .orderBy('notice')
    .execute()
}

export const newestVersions = (db: Db, notices: readonly string[]): Promise<VersionRow[]> =>
  inSlices(notices, (some) => newest(db).where('n.id', 'in', some).execute())

/** The versions that hang on a board now, of these notices. */
export const publishedVersions = (db: Db, notices: readonly string[]): Promise<VersionRow[]> =>
  inSlices(notices, (some) =>
    db
      .selectFrom('notice_versions')
      .selectAll()
      .where('notice', 'in', some)
      .where('state', '=', 'published')
      .execute(),
  )

/** A version that hangs or hung: which one, and what it was about. */
export interface HungVersion {
  notice: string
  version: number
  region: string
  program: string | null
  year: number
  batch: string | null
  /** JSON, null where there are lines. */
  aggregate: string | null
  /** True where its notice was withdrawn. */
  withdrawn: boolean
}

/** Every version that ever hung on these boards, of these programs. */
export async function hungVersions(
  db: Db,
  regions: readonly string[],
  programs: readonly string[],
): Promise<HungVersion[]> {
  if (programs.length === 0) return []
  const rows = await inSlices(regions, (some) =>
    db
      .selectFrom('notices as n')
      .innerJoin('notice_versions as v', 'v.notice', 'n.id')
      .select(['v.notice', 'v.version', 'v.region', 'v.program', 'v.year', 'v.batch'])
      .select(['v.aggregate', 'n.slot'])
      .where('n.region', 'in', some)
      .where('n.program', 'in', programs)
      .where('v.published_on', 'is not', null)
      .orderBy('v.notice')
      .orderBy('v.version')
      .execute(),
  )
  return rows.map(({ slot, ...row }) => ({ ...row, withdrawn: slot === null }))
}

/** Newest versions of all notices below these region prefixes, newest first. */
export function listVersions(
  db: Db,
  filter: {
    prefixes: readonly string[]
    state?: string | undefined
    region?: string | undefined
    limit: number
    offset: number
  },
): Promise<VersionRow[]> {
  let query = newest(db).where((eb) =>
    eb.or(filter.prefixes.map((prefix) => eb('v.region', 'like', `${prefix}%`))),
  )
  if (filter.state !== undefined) query = query.where('v.state', '=', filter.state)
  if (filter.region !== undefined) query = query.where('v.region', '=', filter.region)
  return query
    .orderBy('v.created_at', 'desc')
    .orderBy('v.notice')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
}

/** JSON texts of the lines of all versions of these notices, in order: by notice, then by version. */
export async function allLinesOf(
  db: Db,
  notices: readonly string[],
): Promise<Map<string, Map<number, string[]>>> {
  const found = new Map<string, Map<number, string[]>>()
  const rows = await inSlices(notices, (some) =>
    db
      .selectFrom('version_lines')
      .select(['notice', 'version', 'lines'])
      .where('notice', 'in', some)
      .orderBy('notice')
      .orderBy('version')
      .orderBy('part')
      .execute(),
  )
  for (const { notice, version, lines } of rows) {
    const versions = found.get(notice) ?? new Map<number, string[]>()
    found.set(notice, versions)
    const texts = versions.get(version) ?? []
    versions.set(version, texts)
    texts.push(lines)
  }
  return found
}

/** JSON texts of the lines of these versions, in order, by notice. All of one call are of one version each. */
export async function linesOf(
  db: Db,
  versions: readonly { notice: string; version: number }[],
): Promise<Map<string, string[]>> {
  const all = await allLinesOf(db, [...new Set(versions.map(({ notice }) => notice))])
  return new Map(
    versions.map(({ notice, version }) => [notice, all.get(notice)?.get(version) ?? []]),
  )
}

/**
 * Moves a version from one state to another, if it still stands where the caller saw it: same state, same content.
 * False where somebody was faster.
 */
export async function moveVersion(
  tx: Db,
  seen: Pick<VersionRow, 'notice' | 'version' | 'state' | 'content_hash'>,
  to: Partial<Pick<VersionRow, 'state' | 'published_on' | 'period_ends_on' | 'withdrawal'>>,
): Promise<boolean> {
  const done = await tx
    .updateTable('notice_versions')
    .set(to)
    .where('notice', '=', seen.notice)
    .where('version', '=', seen.version)
    .where('state', '=', seen.state)
    .where('content_hash', '=', seen.content_hash)
    .executeTakeFirst()
  return Number(done.numUpdatedRows) === 1
}

/** A withdrawn notice gives its place free, so that the program's result can be published anew. */
export async function freeSlot(tx: Db, notice: string): Promise<void> {
  await tx.updateTable('notices').set({ slot: null }).where('id', '=', notice).execute()
}

export const reviewsOf = (db: Db, notices: readonly string[]): Promise<ReviewRow[]> =>
  inSlices(notices, (some) =>
    db
      .selectFrom('reviews')
      .selectAll()
      .where('notice', 'in', some)
      .orderBy('notice')
      .orderBy('version')
      .orderBy('number')
      .execute(),
  )

export async function insertReview(tx: Db, row: Omit<ReviewRow, 'number'>): Promise<void> {
  const { count } = await tx
    .selectFrom('reviews')
    .select((eb) => asNumber(eb.fn.countAll()).as('count'))
    .where('notice', '=', row.notice)
    .where('version', '=', row.version)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('reviews')
    .values({ ...row, number: count + 1 })
    .execute()
}
