import { readOpening } from '#device/read-opening.ts'
import type { OpeningRows } from '#device/read-opening.ts'

declare global {
  interface Window {
    /** Whether this browser can run the app at all; `start.js` has looked. */
    sambarRuns?: boolean
    /** What lies here for the first screen; null where nothing does. */
    sambarOpening?: Promise<OpeningRows | null>
  }
}

/** Stands in the page itself: what the first screen shows is read in the time that the page takes to load what draws it. */
if (window.sambarRuns) window.sambarOpening = readOpening(indexedDB, location.pathname)
