import { PrecacheController } from 'workbox-precaching'
import { DESK_MARK, outdated, storeOf } from './stores.ts'
import { DESK_FILES, FILES, VERSION } from './version.ts'

declare const self: ServiceWorkerGlobalScope

const own = storeOf(VERSION)

/** What another version has already, checked then, need not be fetched again. The key names the content. */
async function fromBefore(key: Request): Promise<Response | undefined> {
  const held = await caches.match(key)
  if (!held) return undefined
  const store = await caches.open(own)
  await store.put(key, held)
  return store.match(key)
}

const controller = new PrecacheController({
  cacheName: own,
  plugins: [
    {
      // A captive portal answers 200 with its own page. `integrity` on every entry refuses that, and the install fails as a
      // whole: the version that works stays.
      cacheWillUpdate: ({ response }) => Promise.resolve(response.status === 200 ? response : null),
      cachedResponseWillBeUsed: ({ cachedResponse, event, request }) =>
        cachedResponse || event.type !== 'install'
          ? Promise.resolve(cachedResponse)
          : fromBefore(request),
    },
  ],
})
controller.addToCacheList(FILES)

/** Fetches what is missing of this version. Throws where it does not become whole. */
export async function install(event: ExtendableEvent): Promise<void> {
  if (await caches.has(DESK_MARK)) controller.addToCacheList(DESK_FILES)
  try {
    await controller.install(event)
  } catch (fault) {
    // What came so far waits for the next try, but not where it takes the room that boards need.
    if (fault instanceof Error && fault.name === 'QuotaExceededError') await caches.delete(own)
    throw fault
  }
  // A worker that took over meanwhile may have cleared away what it did not know.
  const there = new Set((await (await caches.open(own)).keys()).map(({ url }) => url))
  for (const key of controller.getURLsToCacheKeys().values())
    if (!there.has(key)) throw new Error('this version is not whole')
}

/** From now on the desk opens without a network, too: its files are fetched, and each version to come brings them. */
export async function keepDesk(): Promise<void> {
  await caches.open(DESK_MARK)
  const store = await caches.open(own)
  for (const { url, integrity } of DESK_FILES) {
    if (await store.match(url)) continue
    const answer = await fetch(url, { integrity })
    if (answer.status === 200) await store.put(url, answer)
  }
}

/** Lets go of the files of all versions but `versions`. */
export async function clear(versions: readonly string[]): Promise<void> {
  // Another version is coming in: its files are nobody's yet.
  if (self.registration.installing ?? self.registration.waiting) return
  for (const name of outdated(await caches.keys(), versions)) await caches.delete(name)
}

/** A file of this version. */
export const ownFile = (path: string): Promise<Response | undefined> =>
  caches.match(controller.getCacheKeyForURL(path) ?? path, { cacheName: own })

/** A file of another version; its keys are not known here. */
export const fileOf = (version: string, path: string): Promise<Response | undefined> =>
  caches.match(path, { cacheName: storeOf(version), ignoreSearch: true })
