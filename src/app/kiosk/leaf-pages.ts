/** A part of a leaf, along the way that its blocks follow. */
export interface Stretch {
  from: number
  to: number
}

/** What lies over each other is one. */
function merge(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = []
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = merged[merged.length - 1]
    if (last && from < last.to) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  return merged
}

/** As few pages as there can be. What is longer than a page goes on over the next. */
function fill(rows: readonly Stretch[], room: number): Stretch[] {
  const pages: Stretch[] = []
  let page: Stretch | null = null
  for (const { from, to } of rows) {
    if (page && to - page.from <= room) {
      page.to = to
      continue
    }
    page = { from, to }
    pages.push(page)
    while (page.to - page.from > room) {
      const rest: Stretch = { from: page.from + room, to: page.to }
      page.to = rest.from
      pages.push((page = rest))
    }
  }
  return pages
}

/**
 * The pages of a leaf that hangs in `room`: each ends where none of `whole` is cut, there are as few as there can be, and
 * all are about as long, so that none has one line alone.
 */
export function breakLeaf(whole: readonly Stretch[], length: number, room: number): Stretch[] {
  const rows = merge(whole)
  if (length <= room || rows.length === 0) return [{ from: 0, to: length }]
  const fewest = fill(rows, room).length
  const uncut = rows.map(({ from, to }) => to - from).filter((high) => high <= room)
  let [short, long] = [Math.max(room / 2, ...uncut), room]
  for (let n = 0; n < 8; n++) {
    const middle = (short + long) / 2
    if (fill(rows, middle).length > fewest) short = middle
    else long = middle
  }
  const pages = fill(rows, long)
  // The air before the first row and after the last.
  const [first, last] = [pages[0]!, pages[pages.length - 1]!]
  first.from = Math.max(0, first.to - room)
  last.to = Math.min(length, last.from + room)
  return pages
}

/** Rows that are read at one look; a heading stands with what it is of. */
const ROWS = 'li, .statement > div, .said, .badge, svg'
const HEADINGS = 'h2, h3'
/** A row of more than this share of a page may be cut between its lines. */
const MOST_OF_A_PAGE = 0.4
/** Letters may reach out of their line a little. */
const HAIR = 2

/** What must not be cut of a leaf that is painted: its lines, its rows, its headings from what follows. */
export function wholeOn(leaf: HTMLElement, vertical: boolean, room: number): Stretch[] {
  const edge = leaf.getBoundingClientRect()
  const start = vertical ? edge.left - leaf.scrollLeft : edge.top - leaf.scrollTop
  const along = ({ left, right, top, bottom }: DOMRect): Stretch =>
    vertical ? { from: left - start, to: right - start } : { from: top - start, to: bottom - start }
  const boxes = (which: string) =>
    [...leaf.querySelectorAll(which)].map((el) => along(el.getBoundingClientRect()))

  const lines: Stretch[] = []
  const range = leaf.ownerDocument.createRange()
  const words = leaf.ownerDocument.createTreeWalker(leaf, NodeFilter.SHOW_TEXT)
  while (words.nextNode()) {
    range.selectNodeContents(words.currentNode)
    for (const box of range.getClientRects()) {
      const { from, to } = along(box)
      if (to > from) lines.push({ from: from - HAIR, to: to + HAIR })
    }
  }
  const rows = boxes(ROWS).filter(({ from, to }) => to > from && to - from < room * MOST_OF_A_PAGE)
  // As far as into the line that follows.
  const headings = boxes(HEADINGS).map(({ from, to }) => ({ from, to: to + (to - from) }))
  return [...lines, ...rows, ...headings]
}
