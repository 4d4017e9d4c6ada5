import type { Kysely } from 'kysely'
import { bytesType, forbid, type DialectName } from '../dialect.ts'

/** The published side: log, tree, boards, objects. See `storage/log-tables.ts`. */
export async function up(db: Kysely<unknown>, dialect: DialectName): Promise<void> {
  await db.schema
    .createTable('log')
    .addColumn('id', 'bigint', (c) => c.primaryKey())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('county', 'text', (c) => c.notNull())
    .addColumn('demo', 'bigint', (c) => c.notNull())
    .addColumn('size', 'bigint', (c) => c.notNull())
    .addColumn('root', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
  await tree(db)
  await bodies(db, dialect)
  await db.schema
    .createTable('boards')
    .addColumn('region', 'text', (c) => c.primaryKey())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('entry', 'bigint', (c) => c.notNull())
    .addColumn('leaf', 'text', (c) => c.notNull())
    .addColumn('manifest', 'text', (c) => c.notNull())
    .addColumn('epoch', 'bigint', (c) => c.notNull())
    .addColumn('head', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('key_lists')
    .addColumn('version', 'bigint', (c) => c.primaryKey())
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()
  // The log is append-only, by whatever hand.
  for (const table of ['entries', 'tree_nodes', 'key_lists']) {
    await forbid(db, dialect, table, 'update')
    await forbid(db, dialect, table, 'delete')
  }
  await forbid(db, dialect, 'objects', 'update')
  await forbid(db, dialect, 'log', 'delete')
}

async function tree(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('entries')
    .addColumn('index', 'bigint', (c) => c.primaryKey())
    .addColumn('region', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('manifest', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('leaf', 'text', (c) => c.notNull())
    .addUniqueConstraint('entries_seq', ['region', 'seq'])
    .execute()
  await db.schema
    .createTable('tree_nodes')
    .addColumn('level', 'bigint', (c) => c.notNull())
    .addColumn('index', 'bigint', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('tree_nodes_key', ['level', 'index'])
    .execute()
  await db.schema
    .createTable('checkpoints')
    .addColumn('size', 'bigint', (c) => c.primaryKey())
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('cosigned_at', 'text', (c) => c.notNull())
    .execute()
}

async function bodies(db: Kysely<unknown>, dialect: DialectName): Promise<void> {
  await db.schema
    .createTable('objects')
    .addColumn('address', 'text', (c) => c.primaryKey())
    .addColumn('length', 'bigint', (c) => c.notNull())
    .addColumn('bytes', bytesType(dialect) as never, (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('packs')
    .addColumn('address', 'text', (c) => c.primaryKey())
    .addColumn('length', 'bigint', (c) => c.notNull())
    .addColumn('parts', 'text', (c) => c.notNull())
    .execute()
}
