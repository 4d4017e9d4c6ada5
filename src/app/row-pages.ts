/** Rows drawn together: a window moves by so many, and what it keeps is not looked at again. */
export const BLOCK = 2
/** Rows asked for at once, questions under way at once, and pages kept. */
const PAGE = 12 * BLOCK
const AT_ONCE = 2
const KEPT = 120

/** How many rows `begin` is best given. */
export const FIRST_ROWS = PAGE

export interface RowPages<T> {
  /** Rows [n × BLOCK, (n + 1) × BLOCK), if they are here. The same rows are the same array. */
  block(n: number): T[] | undefined
  /** Fetches whatever of [from, to) and next to it is not here. While answers are under way only the latest call counts. */
  need(from: number, to: number): void
  /** Forgets all rows: what `load` answers has changed. `first`: rows that are known already. */
  begin(first: T[]): void
}

/** The `count` rows of a long list, fetched a page at a time where somebody looks; a fling does not ask for all it passes. */
export function createRowPages<T>(
  count: () => number,
  load: (from: number, to: number) => Promise<T[]>,
  arrived: () => void = () => undefined,
): RowPages<T> {
  const pages = new Map<number, T[][]>()
  const asked = new Set<number>()
  let turn = 0
  let wanted: [from: number, to: number] = [0, 0]

  async function fetch(page: number): Promise<void> {
    asked.add(page)
    const mine = turn
    const rows = await load(page * PAGE, (page + 1) * PAGE).catch(() => null)
    if (mine !== turn) return
    asked.delete(page)
    // Rows that could not be read wait for the next look; asking at once would ask for ever.
    if (rows === null) return
    pages.set(page, blocksOf(rows))
    drop(page)
    go()
    arrived()
  }

  /** What is looked at first; then its neighbours, so that rows are here before they come into view. */
  function go(): void {
    const [from, to] = wanted
    const first = Math.floor(from / PAGE)
    const last = Math.max(first, Math.ceil(to / PAGE) - 1)
    const near: number[] = []
    for (let page = first; page <= last; page++) near.push(page)
    for (const page of [...near, last + 1, first - 1]) {
      if (asked.size === AT_ONCE) return
      const known = pages.has(page) || asked.has(page)
      if (!known && page >= 0 && page * PAGE < count()) void fetch(page)
    }
  }

  /** The farthest go first. */
  function drop(near: number): void {
    if (pages.size <= KEPT) return
    const far = [...pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near))
    for (const page of far.slice(0, pages.size - KEPT)) pages.delete(page)
  }

  return {
    block: (n) => pages.get(Math.floor((n * BLOCK) / PAGE))?.[n % (PAGE / BLOCK)],
    need(from, to) {
      wanted = [from, to]
      go()
    },
    begin(first) {
      turn += 1
      asked.clear()
      pages.clear()
      for (let page = 0; page * PAGE < first.length; page++)
        pages.set(page, blocksOf(first.slice(page * PAGE, (page + 1) * PAGE)))
    },
  }
}

function blocksOf<T>(rows: T[]): T[][] {
  const blocks: T[][] = []
  for (let at = 0; at < rows.length; at += BLOCK) blocks.push(rows.slice(at, at + BLOCK))
  return blocks
}
