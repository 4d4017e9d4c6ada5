import { readOpening } from '#device/read-opening.ts'
import type { OpeningRows } from '#device/read-opening.ts'
import { allow } from './trusted.ts'

declare global {
  interface Window {
    /** Whether this browser can run the app at all; `start.js` has looked. */
    sambarRuns?: boolean
    /** What lies here for the first screen; null where nothing does. */
    sambarOpening?: Promise<OpeningRows | null>
    /** The device's worker, woken before the app was here; absent in development. */
    sambarWorker?: Worker
  }
}

/**
 * Stands in the page itself and runs before the app is here: what the first screen shows is read, and the device wakes in
 * its worker, in the time that the page takes to load what draws it.
 */
const worker = document.currentScript?.dataset['worker']
if (window.sambarRuns) {
  window.sambarOpening = readOpening(indexedDB, location.pathname)
  if (worker)
    window.sambarWorker = new Worker(allow('first', /^\/assets\/worker-[\w-]+\.js$/)(worker))
}
