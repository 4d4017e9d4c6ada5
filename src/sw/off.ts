export {}
declare const self: ServiceWorkerGlobalScope

/**
 * The worker that ends all workers: the county serves it as /sw.js while the app's own does harm. It takes over at once,
 * clears the app's files, leaves the browser, and has open pages loaded anew from the network. What the device holds in
 * its database it does not touch.
 */
async function leave(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.map((name) => caches.delete(name)))
  await self.registration.unregister()
  // A page that came from the network asks for /sw.js too, and gets this: it must not be loaded anew without end.
  if (names.length === 0) return
  for (const page of await self.clients.matchAll({ type: 'window' }))
    await page.navigate(page.url).catch(() => null)
}

self.addEventListener('install', () => void self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(leave()))
