import { CompiledQuery, type Kysely } from 'kysely'
import type { DialectName } from './dialect.ts'

/** Stays below the number of parameters that every engine takes in one statement, and below the text that is kept. */
const PARAMETERS_AT_ONCE = 3000

const texts = new Map<string, string>()

function textOf(
  dialect: DialectName,
  table: string,
  columns: readonly string[],
  rows: number,
): string {
  const key = `${dialect} ${table} ${columns.join()} ${rows}`
  const known = texts.get(key)
  if (known) return known
  let parameter = 0
  const place = () => (dialect === 'sqlite' ? '?' : `$${++parameter}`)
  const row = () => `(${columns.map(place).join()})`
  const values = Array.from({ length: rows }, row).join()
  const made = `insert into "${table}" (${columns.map((c) => `"${c}"`).join()}) values ${values}`
  if (texts.size < 200) texts.set(key, made)
  return made
}

/**
 * Inserts many rows of one shape: the same few statements again and again, which is what makes it fast. Table and
 * column names are ours, never from outside.
 */
export async function insertMany<DB, T extends keyof DB & string>(
  db: Kysely<DB>,
  dialect: DialectName,
  table: T,
  columns: readonly (keyof DB[T] & string)[],
  rows: readonly DB[T][],
): Promise<void> {
  const atOnce = Math.max(1, Math.floor(PARAMETERS_AT_ONCE / columns.length))
  for (let from = 0; from < rows.length; from += atOnce) {
    const some = rows.slice(from, from + atOnce)
    const values = some.flatMap((row) => columns.map((column): unknown => row[column]))
    await db.executeQuery(CompiledQuery.raw(textOf(dialect, table, columns, some.length), values))
  }
}
