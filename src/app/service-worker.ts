import { trusted } from './trusted.ts'
import { keepTyped } from './typed-text.ts'
import type { useUpdate } from './stores/update.ts'

/** Registers the service worker; a new version waits until the reader lets it in. Without one the app works online. */
export async function registerServiceWorker(
  update: ReturnType<typeof useUpdate>,
  page: Window,
): Promise<void> {
  if (!('serviceWorker' in page.navigator)) return
  const container = page.navigator.serviceWorker
  // Taken over for the first time is no update; this page may be older than the first worker.
  let before = container.controller
  container.addEventListener('controllerchange', () => {
    const first = before === null
    before = container.controller
    // By our own hand or by the worker that ends all workers: this page goes soon.
    page.addEventListener('pagehide', () => keepTyped(page), { once: true })
    if (!first && update.taken()) page.location.reload()
  })
  // The worker that ends all workers (`sw/off.ts`) has every page fetched anew.
  container.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'RELOAD') {
      keepTyped(page)
      page.location.reload()
    }
  })
  try {
    if (page.document.readyState !== 'complete')
      await new Promise((loaded) => page.addEventListener('load', loaded, { once: true }))
    const registration = await container.register(trusted('/sw.js'))
    offerWaiting(registration, update)
    lookNowAndThen(registration, page)
  } catch {
    // Private windows and some in-app browsers refuse: then the app needs a network to open, and all else works.
  }
}

/** A version that nothing holds up takes over by itself within so long. */
const SETTLED_MS = 200

/** A new version is offered once it waits, in this visit or since an earlier one. */
function offerWaiting(
  registration: ServiceWorkerRegistration,
  update: ReturnType<typeof useUpdate>,
): void {
  const offer = () => {
    if (registration.waiting && registration.active)
      update.offer(() => registration.waiting?.postMessage({ type: 'SKIP_WAITING' }))
  }
  const follow = () => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed') setTimeout(offer, SETTLED_MS)
    })
  }
  offer()
  follow()
  registration.addEventListener('updatefound', follow)
}

const HOUR = 3_600_000

/** An app that lies open for days is never loaded anew, so it asks for a new version when it is taken up again. */
function lookNowAndThen(registration: ServiceWorkerRegistration, page: Window): void {
  let last = Date.now()
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.hidden || Math.abs(Date.now() - last) < HOUR) return
    last = Date.now()
    registration.update().catch(() => undefined)
  })
}
