import { nextTick, onScopeDispose, shallowRef } from 'vue'
import type { Ref } from 'vue'
import { BLOCK } from './row-pages.ts'

/** How long a frame may write and lay out rows, which is about half of its work. */
const BUDGET_MS = 6
/** Blocks drawn in one frame, however quick the phone. */
const MOST = 4
/** How many frames ahead of the window. */
const AHEAD = 2
/** The list stands: what a fling left behind is tidied up. */
const REST_MS = 300
/** Somebody has been looking at empty paper for so long: its rows say that they are being read. */
const WAIT_MS = 1000

/** Elements of one block's rows, which a fling fills with one block after another. */
export interface Slot<T> {
  key: number
  block: number
  /** Absent while they are being read. */
  lines: T[] | undefined
}

export interface RowDrawing<T> {
  slots: Readonly<Ref<readonly Slot<T>[]>>
  /** The window has moved, or lines have come: draws in the next frame. */
  ask(): void
  /** All lines are others: nothing of the old ones may be seen again. */
  begin(): void
}

/**
 * Draws the blocks of a list's window. A fling that passes dozens of rows between two frames must not have to draw them
 * all at once: the slower the phone, the more there would be, and the slower it got. A frame draws what it has time for,
 * first where the reader will be looking next, into rows that are out of sight; the rest is empty paper until another
 * frame, and costs nothing.
 */
export function useRowDrawing<T>(options: {
  /** Rows [from, to) are to be in the page. */
  range: () => { from: number; to: number }
  lines: (block: number) => T[] | undefined
  /** Rows must stay where they are in the document: one of them has the focus. */
  held: () => boolean
  rested: () => void
}): RowDrawing<T> {
  const { range, lines, held, rested } = options
  const slots = shallowRef<readonly Slot<T>[]>([])
  let frame = 0
  let timer = 0
  let keys = 0
  /** Where the window began when something was drawn last. */
  let before = 0
  /** How long a block has taken of late. */
  let each = BUDGET_MS / 2
  let waited = false
  /** Whether slots stand in the order of their rows, as a screen reader reads them. */
  let inOrder = true

  function inside(block: number): boolean {
    const { from, to } = range()
    return block * BLOCK >= from && block * BLOCK < to
  }
  const due = (block: number) => inside(block) && (waited || lines(block) !== undefined)

  /** What this frame is to draw. A still list is looked at in its middle; what moves fast has gone by when it is drawn there. */
  function fresh(): number[] {
    const { from, to } = range()
    const half = (to - from) / 2
    const ahead = Math.max(-half, Math.min(half, (from - before) * AHEAD))
    before = from
    const looked = (from + half + ahead) / BLOCK
    const had = new Set(slots.value.map(({ block }) => block))
    const blocks: number[] = []
    for (let block = from / BLOCK; block * BLOCK < to; block++)
      if (!had.has(block) && due(block)) blocks.push(block)
    const most = Math.max(1, Math.min(MOST, Math.floor(BUDGET_MS / each)))
    return blocks.sort((a, b) => Math.abs(a - looked) - Math.abs(b - looked)).slice(0, most)
  }

  function draw(): void {
    frame = 0
    const blocks = fresh()
    const count = blocks.length
    const next: Slot<T>[] = []
    let changed = count > 0
    for (const slot of slots.value) {
      const known = due(slot.block)
      const block = known ? slot.block : blocks.shift()
      // Out of sight it may stay until it is needed; in sight it is not what stands there now.
      if (block === undefined && inside(slot.block)) changed = true
      else if (block === undefined) next.push(slot)
      else if (known && lines(block) === slot.lines) next.push(slot)
      else {
        next.push({ key: slot.key, block, lines: lines(block) })
        changed = true
        inOrder &&= known
      }
    }
    next.push(...blocks.map((block) => ({ key: keys++, block, lines: lines(block) })))
    if (!changed) return
    slots.value = inOrder ? next.sort((a, b) => a.block - b.block) : next
    const began = performance.now()
    if (count > 0)
      void nextTick(() => {
        const took = (performance.now() - began) / count
        // Slower is believed at once, quicker only after a while.
        each = Math.max(took, (each * 3 + took) / 4)
      })
    // For what is still missing.
    frame = window.requestAnimationFrame(draw)
  }

  function ask(): void {
    frame ||= window.requestAnimationFrame(draw)
    waited = false
    window.clearTimeout(timer)
    timer = window.setTimeout(rest, REST_MS)
  }
  function rest(): void {
    const all = slots.value.filter(({ block }) => inside(block))
    if (!held()) {
      all.sort((a, b) => a.block - b.block)
      inOrder = true
    }
    if (all.some((slot, i) => slot !== slots.value[i]) || all.length < slots.value.length)
      slots.value = all
    rested()
    timer = window.setTimeout(wait, WAIT_MS)
  }
  function wait(): void {
    waited = true
    frame ||= window.requestAnimationFrame(draw)
  }
  onScopeDispose(() => {
    window.cancelAnimationFrame(frame)
    window.clearTimeout(timer)
  })
  return {
    slots,
    ask,
    begin() {
      slots.value = slots.value.filter(({ block }) => inside(block))
      ask()
    },
  }
}
