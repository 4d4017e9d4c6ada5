/** So often the page is asked, and so many questions in a row may stay without an answer. */
export const ASK_MS = 5000
export const PATIENCE = 6

export interface Asking {
  ask: () => void
  hung: () => void
}

/**
 * Counts questions that nobody answered. Questions, not time: a tablet that slept asks once when it wakes, and is answered.
 * After having told it, it begins anew, for the page may still not be there the next time.
 */
export function countUnanswered({ ask, hung }: Asking): { tick: () => void; answered: () => void } {
  let open = 0
  return {
    tick() {
      if (open >= PATIENCE) {
        open = 0
        hung()
      }
      open++
      ask()
    },
    answered() {
      open = 0
    },
  }
}
