/** A screen that is drawn at once with all that it shows is worth so long a wait, and no longer. */
const SOON_MS = 300

/** Waits for `work`, but not for long. Never throws: whoever needs the outcome asks `work` itself. */
export function soon(work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, SOON_MS)
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    work.then(end, end)
  })
}
