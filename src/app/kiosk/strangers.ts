import type { Device, News } from '#device/api.ts'

const NO_NEWS: News = { since: null, seq: null, items: [] }

/**
 * The device as a stranger before the board has it: everything can be read, nothing of the reader be written. No household is
 * followed, no visit noted, no board taken or given away, whatever a screen may ask.
 */
export const forStrangers = (device: Device): Device => ({
  ...device,
  households: () => Promise.resolve([]),
  followHousehold: () => Promise.resolve({ refused: 'notListed' }),
  unfollowHousehold: () => Promise.resolve(),
  news: () => Promise.resolve(NO_NEWS),
  markSeen: () => Promise.resolve(),
  homeBoard: () => Promise.resolve(null),
  setHomeBoard: () => Promise.resolve(),
  openLink: () => Promise.resolve({ refused: 'notALink' }),
  openCode: () => Promise.resolve({ refused: 'notALink' }),
  openPublic: () => Promise.resolve({ refused: 'notALink' }),
  removeBoard: () => Promise.resolve(),
  removeEverything: () => Promise.resolve(),
})

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Settings as they are kept, changed in memory alone: what a reader chooses goes with the reader. */
export function forgetful(storage: Kept | null): Kept {
  const chosen = new Map<string, string | null>()
  return {
    getItem: (key) => (chosen.has(key) ? chosen.get(key)! : (storage?.getItem(key) ?? null)),
    setItem: (key, value) => void chosen.set(key, value),
    removeItem: (key) => void chosen.set(key, null),
  }
}
