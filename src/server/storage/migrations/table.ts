import type { CreateTableBuilder, Kysely } from 'kysely'

export type Columns = { [name: string]: 'text' | 'text?' | 'bigint' | 'bigint?' }

/** A table of texts and whole numbers; `?` marks what may be null. */
export function table(db: Kysely<unknown>, name: string, key: string[], columns: Columns) {
  let builder: CreateTableBuilder<string, never> = db.schema.createTable(name)
  for (const [column, kind] of Object.entries(columns)) {
    const type = kind.startsWith('text') ? 'text' : 'bigint'
    builder = builder.addColumn(column, type, (c) => (kind.endsWith('?') ? c : c.notNull()))
  }
  return builder.addPrimaryKeyConstraint(`${name}_key`, key as never[])
}
