import { Workbox } from 'workbox-window'
import { trusted } from './trusted.ts'
import type { useUpdate } from './stores/update.ts'

/** Registers the service worker; a new version waits until the reader lets it in. Without one the app works online. */
export async function registerServiceWorker(
  update: ReturnType<typeof useUpdate>,
  page: Window,
): Promise<void> {
  if (!('serviceWorker' in page.navigator)) return
  const worker = new Workbox(trusted('/sw.js'))
  worker.addEventListener('waiting', () => update.offer(() => void worker.messageSkipWaiting()))
  // Workbox calls it an update only where the page was opened under a worker; this page may be older than the first one.
  let before = page.navigator.serviceWorker.controller
  page.navigator.serviceWorker.addEventListener('controllerchange', () => {
    const first = before === null
    before = page.navigator.serviceWorker.controller
    if (!first && update.taken()) page.location.reload()
  })
  try {
    await worker.register()
  } catch {
    // Private windows and some in-app browsers refuse: then the app needs a network to open, and all else works.
  }
}
