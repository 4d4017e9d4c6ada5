import type { Kysely } from 'kysely'
import type { LogTables } from './log-tables.ts'
import type { Database } from './tables.ts'

/** A connection or a transaction; the functions here do not care which. */
export type Db = Kysely<Database>

export type LogRow = Omit<LogTables['log'], 'id'>
export type BoardRow = LogTables['boards']
export type EntryRow = LogTables['entries']
export type NodeRow = LogTables['tree_nodes']
export type CheckpointRow = LogTables['checkpoints']
export type ObjectRow = LogTables['objects']
export type PackRow = LogTables['packs']
export type KeyListRow = LogTables['key_lists']

const THE_LOG = 1
/** Stays below the number of parameters that every engine takes in one statement. */
const ROWS_AT_ONCE = 200

function* slices<T>(all: readonly T[], size = ROWS_AT_ONCE): Generator<T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size)
}

export async function findLog(db: Db): Promise<LogRow | null> {
  const row = await db
    .selectFrom('log')
    .select(['origin', 'county', 'demo', 'size', 'root', 'at'])
    .where('id', '=', THE_LOG)
    .executeTakeFirst()
  return row ?? null
}

export async function createLog(db: Db, row: LogRow): Promise<void> {
  await db
    .insertInto('log')
    .values({ id: THE_LOG, ...row })
    .execute()
}

/**
 * Moves the log on by compare-and-swap, first thing in a publishing transaction: the row stays locked until it ends, and
 * whoever reckoned from another size gets false.
 */
export async function advanceLog(db: Db, from: LogRow, to: LogRow): Promise<boolean> {
  const done = await db
    .updateTable('log')
    .set({ size: to.size, root: to.root, at: to.at })
    .where('id', '=', THE_LOG)
    .where('origin', '=', from.origin)
    .where('size', '=', from.size)
    .where('root', '=', from.root)
    .executeTakeFirst()
  return Number(done.numUpdatedRows) === 1
}

export async function boardRows(db: Db, regions: readonly string[]): Promise<BoardRow[]> {
  const rows: BoardRow[] = []
  for (const some of slices(regions))
    rows.push(...(await db.selectFrom('boards').selectAll().where('region', 'in', some).execute()))
  return rows
}

export const allBoardRows = (db: Db): Promise<BoardRow[]> =>
  db.selectFrom('boards').selectAll().orderBy('region').execute()

export async function findBoardRow(db: Db, region: string): Promise<BoardRow | null> {
  const row = await db
    .selectFrom('boards')
    .selectAll()
    .where('region', '=', region)
    .executeTakeFirst()
  return row ?? null
}

/** Replaces the boards' rows: delete and insert, which every engine can. */
export async function putBoards(db: Db, rows: readonly BoardRow[]): Promise<void> {
  for (const some of slices(rows)) {
    await db
      .deleteFrom('boards')
      .where(
        'region',
        'in',
        some.map((row) => row.region),
      )
      .execute()
    await db.insertInto('boards').values(some).execute()
  }
}

export async function putEntries(db: Db, rows: readonly EntryRow[]): Promise<void> {
  for (const some of slices(rows)) await db.insertInto('entries').values(some).execute()
}

export async function entryRows(db: Db, from: number, to: number): Promise<EntryRow[]> {
  return db
    .selectFrom('entries')
    .selectAll()
    .where('index', '>=', from)
    .where('index', '<', to)
    .orderBy('index')
    .execute()
}

/** What was published of a board at one seq. */
export async function findEntryOf(
  db: Db,
  region: string,
  seq: number,
): Promise<Pick<EntryRow, 'manifest' | 'at'> | null> {
  const row = await db
    .selectFrom('entries')
    .select(['manifest', 'at'])
    .where('region', '=', region)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row ?? null
}

export async function putNodes(db: Db, rows: readonly NodeRow[]): Promise<void> {
  for (const some of slices(rows)) await db.insertInto('tree_nodes').values(some).execute()
}

/** Hashes of one level, [from, to), in order; shorter where the tree does not have them yet. */
export async function nodeRow(db: Db, level: number, from: number, to: number): Promise<string[]> {
  const rows = await db
    .selectFrom('tree_nodes')
    .select('hash')
    .where('level', '=', level)
    .where('index', '>=', from)
    .where('index', '<', to)
    .orderBy('index')
    .execute()
  return rows.map((row) => row.hash)
}

/** A checkpoint replaces the one of the same size: the same root, a younger cosignature. */
export async function putCheckpoint(db: Db, row: CheckpointRow): Promise<void> {
  await db.deleteFrom('checkpoints').where('size', '=', row.size).execute()
  await db.insertInto('checkpoints').values(row).execute()
}

export async function newestCheckpoint(db: Db): Promise<CheckpointRow | null> {
  const row = await db
    .selectFrom('checkpoints')
    .selectAll()
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export async function putObjects(db: Db, rows: readonly ObjectRow[]): Promise<void> {
  for (const some of slices(rows)) await db.insertInto('objects').values(some).execute()
}

export async function findObject(db: Db, address: string): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom('objects')
    .select('bytes')
    .where('address', '=', address)
    .executeTakeFirst()
  return row?.bytes ?? null
}

export async function objectBytes(
  db: Db,
  addresses: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  for (const some of slices(addresses)) {
    const rows = await db
      .selectFrom('objects')
      .select(['address', 'bytes'])
      .where('address', 'in', some)
      .execute()
    for (const row of rows) found.set(row.address, row.bytes)
  }
  return found
}

/** A shelf with one notice has the notice's own pack, and one that is there already stays as it is. */
export async function putPacks(db: Db, rows: readonly PackRow[]): Promise<void> {
  const once = new Map(rows.map((row) => [row.address, row]))
  for (const some of slices([...once.values()])) {
    const there = await db
      .selectFrom('packs')
      .select('address')
      .where(
        'address',
        'in',
        some.map((row) => row.address),
      )
      .execute()
    const known = new Set(there.map((row) => row.address))
    const fresh = some.filter((row) => !known.has(row.address))
    if (fresh.length > 0) await db.insertInto('packs').values(fresh).execute()
  }
}

export async function findPack(db: Db, address: string): Promise<PackRow | null> {
  const row = await db
    .selectFrom('packs')
    .selectAll()
    .where('address', '=', address)
    .executeTakeFirst()
  return row ?? null
}

export const keyListRows = (db: Db): Promise<KeyListRow[]> =>
  db.selectFrom('key_lists').selectAll().orderBy('version').execute()

export async function putKeyList(db: Db, row: KeyListRow): Promise<void> {
  await db.insertInto('key_lists').values(row).execute()
}
