import { DatabaseSync } from '@photostructure/sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastest } from './figure.ts'

export type Row = (string | number | null)[]

/** A table as an office would keep rows in it: its columns, what makes a row one, and by what else rows are found. */
export interface Plain {
  columns: string[]
  key: string[]
  indexes: string[]
  rows: Row[]
}

/**
 * Milliseconds of the plainest way to keep rows for good: one table, one prepared statement, one transaction, a
 * database as careful with the disk as ours.
 */
export async function bulkInsert(
  { columns, key, indexes, rows }: Plain,
  times = 3,
): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'sambar-bulk-'))
  let turn = 0
  try {
    return await fastest(times, () => {
      const database = new DatabaseSync(join(dir, `${turn++}.db`))
      database.exec('pragma journal_mode = wal; pragma synchronous = full')
      database.exec(
        `create table t (${columns.join(', ')}, primary key (${key.join(', ')})) without rowid`,
      )
      for (const column of indexes) database.exec(`create index t_${column} on t (${column})`)
      const places = columns.map(() => '?').join(', ')
      const insert = database.prepare(`insert into t (${columns.join(', ')}) values (${places})`)
      database.exec('begin')
      for (const row of rows) insert.run(...row)
      database.exec('commit')
      database.close()
    })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
