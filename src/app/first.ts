import { readOpening } from '#device/read-opening.ts'
import type { OpeningRows } from '#device/read-opening.ts'

declare global {
  interface Window {
    /** Whether this browser can run the app at all; `start.js` has looked. */
    sambarRuns?: boolean
    /** Whether this device hangs on a wall, or is to; `start.js` has looked. */
    sambarTablet?: boolean
    /** What lies here for the first screen; null where nothing does. */
    sambarOpening?: Promise<OpeningRows | null>
  }
}

/** A worker that has not answered by then is not waited for. */
const ANSWER_MS = 500

/** The worker that opened this page began to read before there was a page. Null without one. */
function askWorker(): Promise<OpeningRows | null> | null {
  const worker = (navigator.serviceWorker as ServiceWorkerContainer | undefined)?.controller
  if (!worker) return null
  const { port1, port2 } = new MessageChannel()
  worker.postMessage({ type: 'OPENING' }, [port2])
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<OpeningRows | null>) => {
      port1.close()
      resolve(data)
    }
    setTimeout(resolve, ANSWER_MS, null)
  })
}

/** Stands in the page itself: what the first screen shows is here by the time that what draws it is. */
if (window.sambarRuns)
  window.sambarOpening = askWorker() ?? readOpening(indexedDB, location.pathname)
