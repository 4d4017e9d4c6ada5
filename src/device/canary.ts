import type { RegionCode } from '#domain/region/region.ts'
import type { CanaryHousehold } from './canary-households.ts'

/** A little text kept where a loss of IndexedDB does not reach. */
export interface CanaryStore {
  read(): Promise<string | null>
  write(text: string): Promise<void>
}

/** What a device must know to get everything back by one sync. The same secrecy as IndexedDB beside it: same origin only. */
export interface Canary {
  root: string | null
  rootPinned: 'link' | 'firstUse'
  home: RegionCode | null
  boards: { region: RegionCode; keys: { epoch: number; key: string }[] }[]
  households: CanaryHousehold[]
}

const CACHE = 'sambar-canary'
const PLACE = '/canary'

/** For workers, which have no localStorage. */
export const cacheCanary = (caches: CacheStorage): CanaryStore => ({
  async read() {
    const kept = await (await caches.open(CACHE)).match(PLACE)
    return kept ? kept.text() : null
  },
  async write(text) {
    await (await caches.open(CACHE)).put(PLACE, new Response(text))
  },
})

export const formatCanary = (canary: Canary): string => JSON.stringify({ v: 1, ...canary })
