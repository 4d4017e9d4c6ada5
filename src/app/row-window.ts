import { nextTick, onBeforeUnmount, onMounted, ref } from 'vue'
import type { Ref } from 'vue'
import { BLOCK } from './row-pages.ts'
import { scroller } from './scroll.ts'

/** Rows kept ready before and behind what is seen. */
export const MARGIN = 8
/** A row of two lines of text, in rem: only until the first rows have been measured. */
const GUESS_REM = 3.8

/** How tall rows turned out to be, so that a list come back to stands at once where it stood. */
const known = new Map<string, number>()

export interface RowWindow {
  /** Rows [from, to) are to be in the page; `from` begins a block. */
  range(): { from: number; to: number }
  /** Px that every row takes along the block axis. */
  size: Ref<number>
  /** Looks again at what is seen: after rows have become more, fewer or others. */
  look(): void
  /** Looks how large the rows of blocks are that have just been drawn. */
  measure(blocks: Iterable<Element>): void
  /** Brings a row into view, clear of `under` px of sticky head. */
  reveal(row: number, under: number): Promise<void>
  /** First row seen, and how many are. */
  seen(): { first: number; count: number }
}

/**
 * Which rows of a list of any length are in the page. All rows have one size, the largest that has been needed: so a
 * place is a product, twenty thousand rows cost nothing, and still nothing is cut off. The body's
 * children are blocks of rows, each at least of that size.
 */
export function useRowWindow(options: {
  body: Ref<HTMLElement | null>
  count: () => number
  vertical: () => boolean
  /** What the size depends on beside the text's own size: the list. */
  name: string
  /** Other rows are to be in the page than before. */
  moved: () => void
}): RowWindow {
  const { body, count, vertical, name, moved } = options
  const size = ref(64)
  let range = { from: 0, to: 0 }
  let print = ''
  let resized: ResizeObserver | null = null

  /** Px of the list that have gone by above the view, and px of the view. */
  function place(): { gone: number; extent: number } {
    const main = scroller()
    if (!main || !body.value) return { gone: 0, extent: 0 }
    const outer = main.getBoundingClientRect()
    const inner = body.value.getBoundingClientRect()
    return vertical()
      ? { gone: outer.left - inner.left, extent: outer.width }
      : { gone: outer.top - inner.top, extent: outer.height }
  }

  function look(): void {
    const { gone, extent } = place()
    const first = Math.floor(Math.max(0, gone) / size.value) - MARGIN
    const last = Math.ceil(Math.max(0, gone + extent) / size.value) + MARGIN
    const from = Math.max(0, Math.min(count(), Math.floor(first / BLOCK) * BLOCK))
    const to = Math.min(count(), Math.ceil(last / BLOCK) * BLOCK)
    if (from === range.from && to === range.to) return
    range = { from, to }
    moved()
  }

  function extent(el: Element): number {
    const { width, height } = el.getBoundingClientRect()
    return vertical() ? width : height
  }

  /** Rows that need more than they have make all rows larger; what was seen stays in its place. */
  function measure(blocks: Iterable<Element> = body.value?.children ?? []): void {
    let most = size.value
    for (const block of blocks)
      for (const row of block.children) most = Math.max(most, Math.ceil(extent(row)))
    if (most > size.value) grow(most)
  }

  function grow(next: number): void {
    const { gone } = place()
    const rows = Math.max(0, gone) / size.value
    const by = Math.floor(rows) * (next - size.value)
    size.value = next
    known.set(print, next)
    if (by > 0) void nextTick(() => scrollBy(by))
    look()
  }

  function scrollBy(px: number): void {
    const main = scroller()
    if (vertical()) main?.scrollBy({ left: px })
    else main?.scrollBy({ top: px })
  }

  /** Another language, text size or width: what was measured counts no more. */
  function begin(): void {
    if (!body.value) return
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
    const line = vertical() ? body.value.clientHeight : body.value.clientWidth
    const now = `${name} ${vertical()} ${rem} ${line}`
    if (now === print) return
    print = now
    size.value = known.get(print) ?? Math.round(GUESS_REM * rem)
    look()
    void nextTick(() => measure())
  }

  onMounted(() => {
    begin()
    look()
    scroller()?.addEventListener('scroll', look, { passive: true })
    window.addEventListener('resize', look)
    resized = new ResizeObserver(begin)
    if (body.value) resized.observe(body.value)
  })
  onBeforeUnmount(() => {
    scroller()?.removeEventListener('scroll', look)
    window.removeEventListener('resize', look)
    resized?.disconnect()
  })

  return {
    range: () => range,
    size,
    look,
    measure,
    async reveal(row, under) {
      const { gone, extent } = place()
      const start = row * size.value
      if (start - under < gone) scrollBy(start - under - gone)
      else if (start + size.value > gone + extent) scrollBy(start + size.value - gone - extent)
      look()
      await nextTick()
    },
    seen: () => {
      const { gone, extent } = place()
      const first = Math.max(0, Math.ceil(gone / size.value))
      return { first, count: Math.max(1, Math.floor(extent / size.value)) }
    },
  }
}
