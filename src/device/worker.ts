import { cacheCanary } from './canary.ts'
import { DeviceDb } from './db.ts'
import { createDevice } from './device.ts'
import { exposeDevice, type Port } from './port.ts'

/** A worker of its own: hashing, opening and searching never hold up a screen. */
const scope = globalThis as unknown as Port & {
  navigator: Navigator
  caches?: CacheStorage
}

exposeDevice(
  createDevice({
    base: '',
    fetch: (url, init) => fetch(url, init),
    db: new DeviceDb(),
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    locks: scope.navigator.locks ?? null,
    canary: scope.caches ? cacheCanary(scope.caches) : null,
    // Only a window may ask in some browsers; there the answer is no, and nothing is lost.
    persist: async () => (await scope.navigator.storage?.persist?.()) ?? false,
  }),
  scope,
)
