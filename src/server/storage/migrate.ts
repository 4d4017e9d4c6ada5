import { Migrator, type Kysely } from 'kysely'
import type { DialectName } from './dialect.ts'
import { migrationsFor } from './migrations/index.ts'
import type { Database } from './tables.ts'
import { StorageTrouble } from './trouble.ts'

/** Brings the tables up to date, in one transaction. Older code refuses a newer database. */
export async function migrate(
  db: Kysely<Database>,
  dialect: DialectName,
  file: string,
): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrationsFor(dialect) },
  })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  // Kysely: a migration was executed that this code does not have. Its tables are not ours to touch.
  if (error instanceof Error && /corrupted migrations/.test(error.message))
    throw new StorageTrouble('databaseNewer', file, { cause: error })
  throw error
}
