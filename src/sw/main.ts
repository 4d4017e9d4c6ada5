import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  matchPrecache,
  precache,
} from 'workbox-precaching'
import { registerRoute } from 'workbox-routing'
import { planOf } from './cache-plan.ts'
import type { Plan } from './cache-plan.ts'

interface File {
  url: string
  /** Null where the name already carries the hash. */
  revision: string | null
  integrity: string
}

declare const self: ServiceWorkerGlobalScope

/** Every file of this version with the hash of its bytes; written in by the build. */
const files = self.__WB_MANIFEST as File[]
const paths = new Set(files.map((file) => file.url))

const planFor = (url: URL, request: Request): Plan =>
  planOf(
    { url: url.href, navigation: request.mode === 'navigate', method: request.method },
    self.location.origin,
    paths,
  )

// A captive portal answers 200 with its own page. `integrity` on every entry refuses that, and the install fails as a
// whole: the version that works stays.
precache(files)
addPlugins([
  {
    cacheWillUpdate: ({ response }) => Promise.resolve(response.status === 200 ? response : null),
  },
])
cleanupOutdatedCaches()

registerRoute(
  ({ url, request }) => planFor(url, request) === 'shell',
  createHandlerBoundToURL('/index.html'),
)
registerRoute(
  ({ url, request }) => planFor(url, request) === 'precached',
  async ({ url, request }) => (await matchPrecache(url.pathname)) ?? fetch(request),
)

// A new version waits until a reader says yes; the page asks.
self.addEventListener('message', (event) => {
  const said: unknown = event.data
  if (typeof said === 'object' && said !== null && 'type' in said && said.type === 'SKIP_WAITING')
    void self.skipWaiting()
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
