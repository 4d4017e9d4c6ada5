import type { Timers } from '../door/door.ts'

/** The part of Web Locks that is used. */
export interface Locks {
  request<T>(name: string, options: { signal?: AbortSignal }, work: () => Promise<T>): Promise<T>
}

const NAME = 'sambar-sync'
/** A frozen tab may hold the lock for ever. After this long we go without: every transaction is right by itself. */
const PATIENCE_MS = 60_000

/**
 * One sync at a time in this tab, and among tabs where Web Locks exist. Only a courtesy to the network and the battery:
 * correctness never rests on it.
 */
export function inTurn(
  locks: Locks | null,
  timers: Timers,
): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(
      () => among(locks, timers, work),
      () => among(locks, timers, work),
    )
    last = mine
    return mine
  }
}

async function among<T>(locks: Locks | null, timers: Timers, work: () => Promise<T>): Promise<T> {
  if (!locks) return work()
  const abort = new AbortController()
  let begun = false
  const cancel = timers.after(PATIENCE_MS, () => {
    if (!begun) abort.abort()
  })
  try {
    return await locks.request(NAME, { signal: abort.signal }, () => {
      begun = true
      return work()
    })
  } catch (error) {
    if (begun || !abort.signal.aborted) throw error
    return work()
  } finally {
    cancel()
  }
}
