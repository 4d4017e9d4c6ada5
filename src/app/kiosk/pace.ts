/** How fast pages follow each other while nobody touches: as usual, at half the speed, at a quarter. */
export type Pace = 1 | 2 | 4

export const PACES: readonly Pace[] = [1, 2, 4]

/** Calm readers of Chinese take in so many characters a second, standing before a board. */
const CHARACTERS_A_SECOND = 4
const LEAST_MS = 8_000
const MOST_MS = 60_000

/** How long a page with so many characters stays. */
export function pageMs(characters: number, pace: Pace): number {
  const reading = (characters / CHARACTERS_A_SECOND) * 1000
  return Math.min(MOST_MS, Math.max(LEAST_MS, reading)) * pace
}

/** The next slower pace; after the slowest the usual one again. */
export const slower = (pace: Pace): Pace => PACES[(PACES.indexOf(pace) + 1) % PACES.length]!

/**
 * Is a finger on the glass? As long as one is, no time runs out for who it belongs to. `changed`: a first finger came, or
 * the last one left. Answers how to stop.
 */
export function watchFingers(target: EventTarget, changed: (touched: boolean) => void): () => void {
  const fingers = new Set<number>()
  const come = (event: Event) => {
    fingers.add((event as PointerEvent).pointerId)
    if (fingers.size === 1) changed(true)
  }
  const leave = (event: Event) => {
    if (fingers.delete((event as PointerEvent).pointerId) && fingers.size === 0) changed(false)
  }
  const lost = () => {
    if (fingers.size === 0) return
    fingers.clear()
    changed(false)
  }
  // A page that scrolls takes the finger over and says "cancel"; touch events say when it really leaves.
  const touch = (event: Event) => {
    const count = (event as TouchEvent).touches.length
    if (count === 0) lost()
  }
  const how = { passive: true, capture: true } as const
  const heard: [string, (event: Event) => void][] = [
    ['pointerdown', come],
    ['pointerup', leave],
    ['touchend', touch],
    ['touchcancel', touch],
  ]
  for (const [type, listener] of heard) target.addEventListener(type, listener, how)
  // A mouse that is cancelled has no touch events behind it.
  const cancelled = (event: Event) => {
    if ((event as PointerEvent).pointerType !== 'touch') leave(event)
  }
  target.addEventListener('pointercancel', cancelled, how)
  return () => {
    for (const [type, listener] of heard) target.removeEventListener(type, listener, how)
    target.removeEventListener('pointercancel', cancelled, how)
  }
}
