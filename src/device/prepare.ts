import type { Device } from './api.ts'
import type { Timers } from './door/door.ts'
import type { Prepared } from './port.ts'

/** What nobody has asked for by then is not kept: it grows old. */
const KEPT_MS = 3000

const keyOf = (method: keyof Device, args: unknown[]): string => JSON.stringify([method, ...args])

/**
 * Reads what the app's first screen shows, the board that opens first, before it is asked: a page that is still being
 * drawn asks late. A sync, which may change all of it, ends it.
 */
export function prepareOpening(device: Device, timers: Timers): Prepared {
  const ready = new Map<string, Promise<unknown>>()
  const keep = (answer: Promise<unknown>, method: keyof Device, ...args: unknown[]) => {
    ready.set(keyOf(method, args), answer)
    // Whoever asks hears of a fault; nobody else does.
    answer.catch(() => undefined)
  }
  const home = device.homeBoard()
  keep(device.boards(), 'boards')
  keep(home, 'homeBoard')
  keep(device.ages(), 'ages')
  keep(device.condition(), 'condition')
  keep(device.households(), 'households')
  keep(device.fields(), 'fields')
  void home
    .then((region) => {
      if (region === null) return
      keep(device.notices(region), 'notices', region)
      keep(device.news(region), 'news', region)
    })
    .catch(() => undefined)
  timers.after(KEPT_MS, () => ready.clear())
  return {
    take(method, args) {
      if (method === 'sync') ready.clear()
      const key = keyOf(method, args)
      const answer = ready.get(key) ?? null
      ready.delete(key)
      return answer
    },
  }
}
