import { nextTick } from 'vue'
import type { Router } from './routing/router.ts'

/** The one element that scrolls; the page itself never does. */
export const scroller = (): HTMLElement | null => document.getElementById('main')

/** How often, and for how long, a screen that is still filling up is looked at again. */
const EVERY_MS = 50
const TIMES = 100

/** A screen left and come back to stands where it stood; a new one begins at its start, and focus goes to its heading. */
export function keepScroll(router: Router): void {
  const places = new Map<number, Place>()
  let here = router.position()
  /** A reader who takes hold of the page is not pulled back. */
  let held = false
  for (const touch of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
    window.addEventListener(touch, () => (held = true), { passive: true, capture: true })

  router.beforeEach(() => {
    // The first screen stands at its start already; to ask would have it laid out before it is whole.
    if (router.route.name === null) return undefined
    const main = scroller()
    if (main) places.set(here, { x: main.scrollLeft, y: main.scrollTop })
    return undefined
  })
  router.afterEach(async (to, from, stayed) => {
    if (stayed || from.name === null) return
    const now = router.position()
    const back = now < here
    here = now
    await nextTick()
    held = false
    const still = () => router.position() === now
    if (back) until(() => held || stand(places.get(now) ?? { x: 0, y: 0 }), still)
    else scroller()?.scrollTo(0, 0)
    if (to.name !== from.name) until(focusHeading, still)
  })
}

interface Place {
  x: number
  y: number
}

/** Tries until it is done, the reader has gone elsewhere, or it has been long enough. */
function until(done: () => boolean, still: () => boolean, times = TIMES): void {
  if (!still() || done() || times === 0) return
  window.setTimeout(() => until(done, still, times - 1), EVERY_MS)
}

/** False while the screen is still too short for the place. */
function stand({ x, y }: Place): boolean {
  const main = scroller()
  if (!main) return false
  main.scrollTo(x, y)
  return Math.abs(main.scrollLeft - x) < 2 && Math.abs(main.scrollTop - y) < 2
}

/** Screen readers learn from the focused heading that the screen has changed. Never takes focus from a field. */
function focusHeading(): boolean {
  if (document.activeElement?.matches('input, select, textarea')) return true
  const heading = scroller()?.querySelector<HTMLElement>('h1')
  if (!heading) return false
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
  return true
}
