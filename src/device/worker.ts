import { cacheCanary } from './canary.ts'
import { DeviceDb } from './db.ts'
import { createDevice, realTimers } from './device.ts'
import { announceChanges, exposeDevice, persistByPage, type Port } from './port.ts'
import { watchBoards } from './watch.ts'

/** A worker of its own: hashing, opening and searching never hold up a screen. */
const scope = globalThis as unknown as Port & {
  navigator: Navigator
  caches?: CacheStorage
}

const db = new DeviceDb()
const device = createDevice({
  base: '',
  fetch: (url, init) => fetch(url, init),
  db,
  clock: { now: () => Date.now(), monotonic: () => performance.now() },
  locks: scope.navigator.locks ?? null,
  canary: scope.caches ? cacheCanary(scope.caches) : null,
  persist: persistByPage(scope, realTimers),
})
exposeDevice(device, scope)
announceChanges(scope, (changed) => watchBoards(db, changed))
