import type { AffairTable } from './affair.ts'

/** Headings of persons, whatever else stands beside them. */
const NAMES = /姓名|户主|户名|名单|ᠨᠡᠷ\u180E?ᠡ/u

/**
 * A table out of cells as they were typed or pasted: the first row that says anything is its heading, rows and columns
 * that say nothing fall away, short rows are filled up. Null where there is no row below the heading.
 */
export function tableFrom(
  cells: readonly (readonly string[])[],
): Pick<AffairTable, 'columns' | 'rows'> | null {
  const told = cells
    .map((row) => row.map((cell) => cell.replace(/\s+/gu, ' ').trim()))
    .filter((row) => row.some((cell) => cell !== ''))
  const width = Math.max(0, ...told.map((row) => row.length))
  const kept = Array.from({ length: width }, (_, at) => at).filter((at) =>
    told.some((row) => (row[at] ?? '') !== ''),
  )
  const [columns, ...rows] = told.map((row) => kept.map((at) => row[at] ?? ''))
  return columns === undefined || rows.length === 0 ? null : { columns, rows }
}

/**
 * Is this table read by whoever stands before the board, and by nobody else? Its writer says so, or a heading is one
 * under which offices write names (`aliases`, of the county's document). A writer cannot say that it is not.
 */
export function holdsNames(
  { names, columns }: Pick<AffairTable, 'names' | 'columns'>,
  aliases: readonly string[],
): boolean {
  const known = new Set(aliases.map(plain))
  return (
    names ||
    columns.some((heading) => {
      const label = plain(heading)
      return NAMES.test(label) || label.split(/[/、]/).some((word) => known.has(word))
    })
  )
}

/** Without blanks, and without what is explained in brackets at the end. */
const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replace(/\([^()]*\)$/u, '')
