import { Workbox } from 'workbox-window'
import { trusted } from './trusted.ts'
import { keepTyped } from './typed-text.ts'
import type { useUpdate } from './stores/update.ts'

/** Registers the service worker; a new version waits until the reader lets it in. Without one the app works online. */
export async function registerServiceWorker(
  update: ReturnType<typeof useUpdate>,
  page: Window,
  /** The first screen stands. */
  arrived: Promise<void>,
): Promise<void> {
  if (!('serviceWorker' in page.navigator)) return
  const say = () => void sayPainted(page, arrived).catch(() => undefined)
  say()
  const worker = new Workbox(trusted('/sw.js'))
  worker.addEventListener('waiting', () => update.offer(() => void worker.messageSkipWaiting()))
  // Workbox calls it an update only where the page was opened under a worker; this page may be older than the first one.
  let before = page.navigator.serviceWorker.controller
  page.navigator.serviceWorker.addEventListener('controllerchange', () => {
    const first = before === null
    before = page.navigator.serviceWorker.controller
    // By our own hand or by the worker that ends all workers: this page goes soon.
    page.addEventListener('pagehide', () => keepTyped(page), { once: true })
    say()
    if (!first && update.taken()) page.location.reload()
  })
  // The worker that ends all workers (`sw/off.ts`) has every page fetched anew.
  page.navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'RELOAD') {
      keepTyped(page)
      page.location.reload()
    }
  })
  try {
    await worker.register()
    lookNowAndThen(worker, page)
  } catch {
    // Private windows and some in-app browsers refuse: then the app needs a network to open, and all else works.
  }
}

/** How often, and how many times, a page that does not stand yet is looked at. */
const LOOK_MS = 1000
const LOOKS = 120

/**
 * Tells the service worker that this version stands: a screen is there, and nothing went wrong on the way to it. A new
 * version that does not say so is replaced by the one before (`sw/boots.ts`).
 */
async function sayPainted(page: Window, arrived: Promise<void>): Promise<void> {
  await arrived
  for (let i = 0; i < LOOKS && !page.document.querySelector('main:not([data-fault])'); i++)
    await new Promise((resolve) => page.setTimeout(resolve, LOOK_MS))
  if (!page.document.querySelector('main:not([data-fault])')) return
  const { version } = page.document.documentElement.dataset
  page.navigator.serviceWorker.controller?.postMessage({ type: 'PAINTED', version })
}

const HOUR = 3_600_000

/** An app that lies open for days is never loaded anew, so it asks for a new version when it is taken up again. */
function lookNowAndThen(worker: Workbox, page: Window): void {
  let last = Date.now()
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.hidden || Math.abs(Date.now() - last) < HOUR) return
    last = Date.now()
    worker.update().catch(() => undefined)
  })
}
