import { parseRegionCode } from '#domain/region/region-code.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { parseHouseholds, type CanaryHousehold } from './canary-households.ts'

/** A little text kept where a loss of IndexedDB does not reach: localStorage on a page, the Cache API in a worker. */
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

export const storageCanary = (storage: Storage): CanaryStore => ({
  read: () => Promise.resolve(storage.getItem(CACHE)),
  write: (text) => Promise.resolve(storage.setItem(CACHE, text)),
})

export const formatCanary = (canary: Canary): string => JSON.stringify({ v: 1, ...canary })

/** Null for whatever is no canary of ours: then nothing is known, which is no loss. */
export function parseCanary(text: string | null): Canary | null {
  if (text === null) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!isRecord(value) || value['v'] !== 1 || !Array.isArray(value['boards'])) return null
  const boards: Canary['boards'] = []
  for (const board of value['boards'] as unknown[]) {
    if (!isRecord(board) || !Array.isArray(board['keys'])) return null
    const region = readRegion(board['region'])
    if (region === null) return null
    const keys = []
    for (const one of board['keys'] as unknown[]) {
      if (!isRecord(one) || !Number.isSafeInteger(one['epoch'])) return null
      if (typeof one['key'] !== 'string' || !/^[0-9a-f]{32}$/.test(one['key'])) return null
      keys.push({ epoch: one['epoch'] as number, key: one['key'] })
    }
    boards.push({ region, keys })
  }
  const root = value['root']
  return {
    root: typeof root === 'string' && /^[0-9a-f]{32}$/.test(root) ? root : null,
    rootPinned: value['rootPinned'] === 'link' ? 'link' : 'firstUse',
    home: readRegion(value['home']),
    boards,
    households: parseHouseholds(value['households']),
  }
}

const readRegion = (value: unknown): RegionCode | null =>
  typeof value === 'string' ? parseRegionCode(value) : null

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
