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

function* slices<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += ROWS_AT_ONCE)
    yield all.slice(from, from + ROWS_AT_ONCE)
}

/** Newest version of the living notice in each place; places are regions with one slot of a program, year and batch. */
export async function newestInSlot(
  db: Db,
  slot: string,
  regions: readonly string[],
): Promise<VersionRow[]> {
  const found: VersionRow[] = []
  for (const some of slices(regions))
    found.push(
      ...(await db
        .selectFrom('notices as n')
        .innerJoin('notice_versions as v', (join) =>
          join.onRef('v.notice', '=', 'n.id').onRef('v.version', '=', 'n.version'),
        )
        .selectAll('v')
        .where('n.slot', '=', slot)
        .where('n.region', 'in', some)
        .execute()),
    )
  return found
}

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

export async function newestVersions(db: Db, notices: readonly string[]): Promise<VersionRow[]> {
  const found: VersionRow[] = []
  for (const some of slices(notices))
    found.push(
      ...(await db
        .selectFrom('notices as n')
        .innerJoin('notice_versions as v', (join) =>
          join.onRef('v.notice', '=', 'n.id').onRef('v.version', '=', 'n.version'),
        )
        .selectAll('v')
        .where('n.id', 'in', some)
        .execute()),
    )
  return found
}

/** The versions that hang on a board now, of these notices. */
export async function publishedVersions(db: Db, notices: readonly string[]): Promise<VersionRow[]> {
  const found: VersionRow[] = []
  for (const some of slices(notices))
    found.push(
      ...(await db
        .selectFrom('notice_versions')
        .selectAll()
        .where('notice', 'in', some)
        .where('state', '=', 'published')
        .execute()),
    )
  return found
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
  let query = db
    .selectFrom('notices as n')
    .innerJoin('notice_versions as v', (join) =>
      join.onRef('v.notice', '=', 'n.id').onRef('v.version', '=', 'n.version'),
    )
    .selectAll('v')
    .where((eb) => eb.or(filter.prefixes.map((prefix) => eb('v.region', 'like', `${prefix}%`))))
  if (filter.state !== undefined) query = query.where('v.state', '=', filter.state)
  if (filter.region !== undefined) query = query.where('v.region', '=', filter.region)
  return query
    .orderBy('v.created_at', 'desc')
    .orderBy('v.notice')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
}

/** JSON texts of the lines of these versions, in order, by notice. All of one call are of one version each. */
export async function linesOf(
  db: Db,
  versions: readonly { notice: string; version: number }[],
): Promise<Map<string, string[]>> {
  const wanted = new Map(versions.map(({ notice, version }) => [notice, version]))
  const found = new Map<string, string[]>()
  for (const some of slices([...wanted.keys()])) {
    const rows = await db
      .selectFrom('version_lines')
      .select(['notice', 'version', 'lines'])
      .where('notice', 'in', some)
      .orderBy('notice')
      .orderBy('version')
      .orderBy('part')
      .execute()
    for (const row of rows)
      if (wanted.get(row.notice) === row.version)
        found.set(row.notice, [...(found.get(row.notice) ?? []), row.lines])
  }
  return found
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

export function reviewsOf(db: Db, notice: string): Promise<ReviewRow[]> {
  return db
    .selectFrom('reviews')
    .selectAll()
    .where('notice', '=', notice)
    .orderBy('version')
    .orderBy('number')
    .execute()
}

export async function reviewsOfAll(db: Db, notices: readonly string[]): Promise<ReviewRow[]> {
  const found: ReviewRow[] = []
  for (const some of slices(notices))
    found.push(
      ...(await db
        .selectFrom('reviews')
        .selectAll()
        .where('notice', 'in', some)
        .orderBy('version')
        .orderBy('number')
        .execute()),
    )
  return found
}

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
