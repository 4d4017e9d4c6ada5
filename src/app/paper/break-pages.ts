/** Rows [from, to) of one printed page. */
export interface PageOfRows {
  from: number
  to: number
}

/** Room for rows, in one measure: on the first page, on each other, and how much of the last one its end takes. */
export interface Room {
  first: number
  other: number
  tail: number
}

/** So many rows come along when the end needs a page of its own: a sum under no row says little. */
const COMPANY = 2

/**
 * Breaks rows of given sizes into pages that hold them. A browser would break them too, but does not tell where, and a
 * sum of each page can only stand under rows that are known.
 */
export function breakPages(sizes: readonly number[], { first, other, tail }: Room): PageOfRows[] {
  const pages: PageOfRows[] = []
  let from = 0
  let used = 0
  const room = () => (pages.length === 0 ? first : other)
  sizes.forEach((size, row) => {
    // A row larger than a page stands alone on one; the first page may go without, where its head fills it.
    const must = row === from && (pages.length > 0 || first >= other)
    if (used + size > room() && !must) {
      pages.push({ from, to: row })
      from = row
      used = 0
    }
    used += size
  })
  if (used + tail <= room()) return [...pages, { from, to: sizes.length }]
  const along = sizes.slice(-COMPANY).reduce((sum, size) => sum + size, tail)
  const cut = sizes.length - (sizes.length - from > COMPANY && along <= other ? COMPANY : 0)
  return [...pages, { from, to: cut }, { from: cut, to: sizes.length }]
}
