import { nextTick } from 'vue'
import type { Router } from 'vue-router'

/** The one element that scrolls; the page itself never does. */
export const scroller = (): HTMLElement | null => document.getElementById('main')

/** Frames in which a screen may still be filling up before its old place is given up. */
const PATIENCE = 30

/** A screen left and come back to stands where it stood; a new one begins at its start, and focus goes to its heading. */
export function keepScroll(router: Router): void {
  const places = new Map<number, { x: number; y: number }>()
  const position = (): number =>
    Number((window.history.state as { position?: number } | null)?.position ?? 0)
  let left = position()

  router.beforeEach(() => {
    const main = scroller()
    if (main) places.set(left, { x: main.scrollLeft, y: main.scrollTop })
  })
  router.afterEach(async (to, from, failure) => {
    if (failure) return
    const now = position()
    const back = now < left
    left = now
    await nextTick()
    if (back) restore(places.get(now) ?? { x: 0, y: 0 }, PATIENCE)
    else scroller()?.scrollTo(0, 0)
    if (from.matched.length > 0 && to.name !== from.name) focusHeading(PATIENCE)
  })
}

function restore(place: { x: number; y: number }, frames: number): void {
  const main = scroller()
  if (!main) return
  main.scrollTo(place.x, place.y)
  const there = Math.abs(main.scrollLeft - place.x) < 2 && Math.abs(main.scrollTop - place.y) < 2
  if (!there && frames > 0) window.requestAnimationFrame(() => restore(place, frames - 1))
}

/** Screen readers learn from the focused heading that the screen has changed. */
function focusHeading(frames: number): void {
  const heading = scroller()?.querySelector<HTMLElement>('h1')
  if (heading) {
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  } else if (frames > 0) window.requestAnimationFrame(() => focusHeading(frames - 1))
}
