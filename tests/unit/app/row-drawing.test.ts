import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, watch } from 'vue'
import type { EffectScope } from 'vue'
import { useRowDrawing } from '#app/row-drawing.ts'
import { BLOCK } from '#app/row-pages.ts'

const frames: (() => void)[] = []
let clock = 0
let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(performance, 'now').mockImplementation(() => clock)
  vi.stubGlobal('window', {
    requestAnimationFrame: (draw: () => void) => frames.push(draw),
    cancelAnimationFrame: () => (frames.length = 0),
    setTimeout: (work: () => void, ms: number) => setTimeout(work, ms),
    clearTimeout: (id: number) => clearTimeout(id),
  })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  frames.length = 0
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** A list of which twenty blocks are seen, on a phone that needs `ms` to draw one. */
function list(ms: number) {
  const at = { from: 0, to: 20 * BLOCK }
  const unread = new Set<number>()
  const texts = new Map<number, string[]>()
  const on = { held: false }
  const lines = (block: number) => {
    if (unread.has(block)) return undefined
    if (!texts.has(block)) texts.set(block, [`row ${block}`])
    return texts.get(block)
  }
  const drawing = scope.run(() => {
    const one = useRowDrawing({
      range: () => at,
      lines,
      held: () => on.held,
      rested: () => undefined,
    })
    const rendered = (now: readonly object[], then: readonly object[]) =>
      (clock += ms * now.filter((slot) => !then.includes(slot)).length)
    watch(one.slots, rendered, { flush: 'post' })
    return one
  })!
  const blocks = () => drawing.slots.value.map(({ block }) => block)
  const seen = () => blocks().filter((n) => n * BLOCK >= at.from && n * BLOCK < at.to)
  async function frame(): Promise<number> {
    const then = drawing.slots.value
    frames.splice(0).forEach((draw) => draw())
    await nextTick()
    return drawing.slots.value.filter((slot) => !then.includes(slot)).length
  }
  async function still(): Promise<number[]> {
    const drawn: number[] = []
    while (frames.length > 0) drawn.push(await frame())
    return drawn
  }
  async function move(block: number): Promise<void> {
    at.from = block * BLOCK
    at.to = (block + 20) * BLOCK
    drawing.ask()
  }
  return { ...drawing, at, on, unread, texts, blocks, seen, frame, still, move }
}
const twenty = (from: number) => Array.from({ length: 20 }, (_, i) => from + i)

test('a slow phone draws a block a frame, a quick one a few, and both draw all in the end', async () => {
  for (const { ms, most } of [
    { ms: 6, most: 1 },
    { ms: 0.5, most: 4 },
  ]) {
    const { ask, still, blocks } = list(ms)
    ask()
    const drawn = await still()
    expect(Math.max(...drawn.slice(1))).toBe(most)
    expect(blocks()).toEqual(twenty(0))
  }
})

test('rows that come into view are written into elements that have gone out of it', async () => {
  const { ask, still, move, frame, slots, seen } = list(6)
  ask()
  await still()
  for (let block = 3; block < 900; block += 3) {
    await move(block)
    await frame()
  }
  await still()
  expect(seen().sort((a, b) => a - b)).toEqual(twenty(897))
  expect(slots.value.length).toBeLessThanOrEqual(21)
})

test('of a fling that which is looked at next is drawn first', async () => {
  const { ask, still, move, frame, seen } = list(6)
  ask()
  await still()
  await move(100)
  await frame()
  await move(105)
  await frame()
  expect(Math.min(...seen())).toBeGreaterThanOrEqual(115)
})

test('a list that stands has its rows in the order of the document, and no others', async () => {
  const { ask, still, move, blocks, on } = list(0.5)
  ask()
  await still()
  await move(7)
  await still()
  expect(blocks()).not.toEqual(twenty(7))
  on.held = true
  vi.advanceTimersByTime(400)
  expect(blocks()).not.toEqual(twenty(7))
  on.held = false
  ask()
  vi.advanceTimersByTime(400)
  expect(blocks()).toEqual(twenty(7))
})

test('what another answer has taken the place of is not seen again', async () => {
  const { ask, still, move, begin, frame, slots, texts, unread, seen } = list(0.5)
  ask()
  await still()
  await move(10)
  await frame()
  texts.clear()
  for (const block of twenty(15)) unread.add(block)
  begin()
  await frame()
  expect(seen().every((block) => block < 15)).toBe(true)
  for (const { block, lines } of slots.value) expect(lines).toBe(texts.get(block))
})

test('rows that are not read yet are empty paper, and say so only after a while', async () => {
  const { ask, still, unread, blocks, slots } = list(0.5)
  for (const block of [3, 4]) unread.add(block)
  ask()
  await still()
  expect(blocks()).toHaveLength(18)
  vi.advanceTimersByTime(2000)
  await still()
  expect(blocks()).toEqual(twenty(0))
  expect(slots.value[3]!.lines).toBeUndefined()
  unread.clear()
  ask()
  await still()
  expect(slots.value[3]!.lines).toEqual(['row 3'])
})
