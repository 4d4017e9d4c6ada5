/** A small round of places, each near the one before. */
const PLACES = [
  [0, 0],
  [2, 0],
  [2, 2],
  [0, 2],
  [-2, 2],
  [-2, 0],
  [-2, -2],
  [0, -2],
  [2, -2],
] as const

/** Where the whole picture stands in this minute, in pixels of the glass. */
export function shiftAt(minute: number): string {
  const [x, y] = PLACES[minute % PLACES.length]!
  return `translate(${x}px, ${y}px)`
}
