import { registerRoute } from 'workbox-routing'
import { bootOf, kept } from './boot-plan.ts'
import { boots, heardPainted, rereadBoots, trial } from './boots.ts'
import { PARTS, planOf } from './cache-plan.ts'
import type { Plan } from './cache-plan.ts'
import { beginReading, handOver } from './opening.ts'
import { clear, fileOf, install, keepDesk, ownFile } from './precache.ts'
import { openAllAnew, rescuePage } from './rescue.ts'
import { FILES, VERSION } from './version.ts'

declare const self: ServiceWorkerGlobalScope

const SHELL = '/index.html'
const paths = new Set(FILES.map((file) => file.url))

const planFor = (url: URL, request: Request): Plan =>
  planOf(
    { url: url.href, navigation: request.mode === 'navigate', method: request.method },
    self.location.origin,
    paths,
  )

registerRoute(
  ({ url, request }) => planFor(url, request) === 'shell',
  async ({ event, request, url }) => {
    if (event instanceof FetchEvent) beginReading(event.resultingClientId, url.pathname)
    // Both at once: who opens the app waits for neither.
    const [known, own] = await Promise.all([boots(), ownFile(SHELL)])
    const boot = bootOf(known, VERSION)
    const former = boot === 'former' && known.proven ? await fileOf(known.proven, SHELL) : undefined
    if (boot === 'trial' && event instanceof FetchEvent)
      event.waitUntil(trial(event.resultingClientId))
    return former ?? own ?? fetch(request)
  },
)
registerRoute(
  ({ url, request }) => planFor(url, request) === 'precached',
  async ({ url: { pathname }, request }) => {
    const known = await boots()
    const former = bootOf(known, VERSION) === 'former' ? known.proven : null
    const theirs = former !== null && !PARTS.test(pathname)
    return (
      (theirs ? await fileOf(former, pathname) : undefined) ??
      (await ownFile(pathname)) ??
      // A page of the version before asks for one of its parts.
      (await caches.match(pathname)) ??
      fetch(request)
    )
  },
)
registerRoute(
  ({ url, request }) => planFor(url, request) === 'rescue',
  ({ url }) => Promise.resolve(rescuePage(url)),
)
registerRoute(({ url, request }) => planFor(url, request) === 'hung', openAllAnew)

self.addEventListener('install', (event) => event.waitUntil(install(event)))

// A new version waits until a reader says yes, or a tablet is idle; the page asks.
self.addEventListener('message', (event) => {
  const said: unknown = event.data
  if (typeof said !== 'object' || said === null || !('type' in said)) return
  if (said.type === 'OPENING') event.waitUntil(handOver(event))
  // Without a network now, the next version brings them.
  if (said.type === 'KEEP_DESK') event.waitUntil(keepDesk().catch(() => undefined))
  if (said.type === 'SKIP_WAITING') void self.skipWaiting()
  if (said.type === 'PAINTED' && 'version' in said) event.waitUntil(heardPainted(said.version))
})

self.addEventListener('activate', (event) =>
  event.waitUntil(
    rereadBoots()
      .then((known) => clear(kept(known, VERSION)))
      .then(() => self.clients.claim()),
  ),
)
