import type { Way } from '../routing/router.ts'

interface Entry {
  address: string
  state: unknown
}

export interface OwnWay extends Way {
  /** Back to the start, and nothing is left of where one was. */
  forget(): void
}

/**
 * A way that lives in memory and ends with the page. On the tablet no address of anybody's page comes into the browser's
 * history: nothing for its back button, its list of pages or its disk.
 */
export function ownWay(origin: string, start: string): OwnWay {
  const first = (): Entry => ({ address: start, state: null })
  const entries: Entry[] = [first()]
  const listeners = new Set<() => void>()
  let at = 0
  const here = () => new URL(origin + entries[at]!.address)
  const go = (steps = 0) => {
    const to = at + steps
    if (steps === 0 || to < 0 || to >= entries.length) return
    at = to
    listeners.forEach((tell) => tell())
  }
  return {
    location: {
      origin,
      get pathname() {
        return here().pathname
      },
      get search() {
        return here().search
      },
      get hash() {
        return here().hash
      },
    },
    history: {
      get state() {
        return entries[at]!.state as unknown
      },
      pushState(state, _title, address) {
        entries.splice(++at, Infinity, { address: String(address), state })
      },
      replaceState(state, _title, address) {
        entries[at] = { address: String(address ?? entries[at]!.address), state }
      },
      back: () => go(-1),
      go,
    },
    forget() {
      entries.splice(0, Infinity, first())
      at = 0
    },
    addEventListener: (_step, tell) => void listeners.add(tell),
  }
}
