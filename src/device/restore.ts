import { parseRegionCode } from '#domain/region/region-code.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { fromHex } from '#protocol/encoding.ts'
import { parseHouseholds } from './canary-households.ts'
import type { Canary } from './canary.ts'
import { countyOfCode } from './county.ts'
import type { FollowRecord } from './db.ts'
import type { Store } from './store.ts'
import { firstUse } from './sync/keys.ts'

/** Puts back what the canary still knows: boards, keys, root, followed households. One sync brings the rest. */
export async function restore(store: Store, text: string): Promise<void> {
  const known = parseCanary(text)
  const { db } = store
  const county = known?.boards[0] ?? known?.households[0]
  if (!known || !county) return
  await store.write([db.follows, db.households, db.log], async () => {
    if ((await db.follows.count()) > 0) return
    await db.households.bulkPut(
      known.households.map((household, order) => ({ ...household, order, of: '' })),
    )
    await db.follows.bulkPut(
      known.boards.map(({ region, keys }, order): FollowRecord => ({
        region,
        order,
        keys: keys.map(({ epoch, key }) => ({ epoch, key: fromHex(key) })),
      })),
    )
    if (known.root)
      await db.log.put({
        ...firstUse(countyOfCode(county.region)),
        root: known.root,
        rootPinned: known.rootPinned,
      })
    if (known.home) await db.settings.put({ name: 'home', value: known.home })
    await db.settings.put({ name: 'evicted', value: true })
  })
}

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
