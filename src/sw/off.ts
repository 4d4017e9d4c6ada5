export {}
declare const self: ServiceWorkerGlobalScope

/** The app's files. What else lies beside them is the device's, which remembers there what it may have lost. */
const OURS = /^(sambar-app|workbox)-/

/** A page that works answers sooner; one that does not is taken by the hand. */
const ANSWER_MS = 2000

/**
 * The worker that ends all workers: the county serves it as /sw.js while the app's own does harm. It takes over at once,
 * clears the app's files, leaves the browser, and has open pages loaded anew from the network. What the device holds in
 * its database it does not touch.
 */
async function leave(): Promise<void> {
  const names = (await caches.keys()).filter((name) => OURS.test(name))
  await Promise.all(names.map((name) => caches.delete(name)))
  await self.registration.unregister()
  // A page that came from the network asks for /sw.js too, and gets this: it must not be loaded anew without end.
  if (names.length === 0) return
  const pages = await self.clients.matchAll({ type: 'window' })
  for (const page of pages) page.postMessage({ type: 'RELOAD' })
  await new Promise((resolve) => setTimeout(resolve, ANSWER_MS))
  // Loaded anew, a page is another client. From here only the address is known at which one was first opened.
  const asked = new Set(pages.map(({ id }) => id))
  for (const page of await self.clients.matchAll({ type: 'window' }))
    if (asked.has(page.id)) await page.navigate(page.url).catch(() => null)
}

self.addEventListener('install', () => void self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(leave()))
