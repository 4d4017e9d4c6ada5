import type { Table } from 'dexie'
import { DATA_VERSION } from './data-version.ts'
import type { DeviceDb } from './db.ts'

/** Data of a newer app lies here: this code reads what it can and writes nothing. */
export class NewerData extends Error {
  constructor() {
    super('the data was written by a newer version of the app')
    this.name = 'NewerData'
  }
}

/** The disk, or what the browser allows us of it, is full. Nothing of the transaction was kept. */
export class DiskFull extends Error {
  /** How much was still to come; 0 where nobody knows. */
  neededBytes = 0

  constructor(cause: unknown) {
    super('no room left', { cause })
    this.name = 'DiskFull'
  }
}

/** Another tab changed what a swap was computed from: compute again. */
export class Moved extends Error {
  constructor() {
    super('another tab was faster')
    this.name = 'Moved'
  }
}

/** The database with its three sorrows: a newer app's data, a full disk, a connection that the browser lost. */
export class Store {
  readonly db: DeviceDb
  private newer = false

  constructor(db: DeviceDb) {
    this.db = db
  }

  get readOnly(): boolean {
    return this.newer
  }

  /** Reads, and once more on a new connection where the browser has lost the old one. */
  async read<T>(work: () => PromiseLike<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!isLost(error)) throw error
      this.db.close({ disableAutoOpen: false })
      return await work()
    }
  }

  /**
   * One transaction over `tables`. `work` may await Dexie alone: anything else closes the transaction. Throws NewerData
   * and DiskFull, and whatever `work` throws, with nothing kept.
   */
  async write<T>(tables: Table[], work: () => PromiseLike<T>): Promise<T> {
    const { db } = this
    const isThere = tables.some(({ name }) => name === db.settings.name)
    const all = isThere ? tables : [...tables, db.settings]
    try {
      return await this.read(() =>
        db.transaction('rw', all, async () => {
          // Asked inside: another tab may run a newer app by now.
          const kept = await db.settings.get('dataVersion')
          if (kept !== undefined && Number(kept.value) > DATA_VERSION) throw new NewerData()
          if (kept === undefined)
            await db.settings.put({ name: 'dataVersion', value: DATA_VERSION })
          return work()
        }),
      )
    } catch (error) {
      const newer = find(error, (it) => it instanceof NewerData)
      if (newer) {
        this.newer = true
        throw newer
      }
      if (find(error, (it) => it.name === 'QuotaExceededError')) throw new DiskFull(error)
      throw error
    }
  }

  /** Looks at the data version without writing. */
  async look(): Promise<void> {
    const kept = await this.read(() => this.db.settings.get('dataVersion'))
    this.newer = kept !== undefined && Number(kept.value) > DATA_VERSION
  }
}

const LOST = ['UnknownError', 'InvalidStateError', 'DatabaseClosedError']
const isLost = (error: unknown): boolean => Boolean(find(error, ({ name }) => LOST.includes(name)))

/** Dexie wraps what the engine threw, sometimes twice; bulk writes carry a list. */
function find(error: unknown, is: (error: Error) => boolean, depth = 0): Error | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null
  const it = error as Error & { inner?: unknown; failures?: unknown[] }
  if (is(it)) return it
  return (
    find(it.inner, is, depth + 1) ??
    find(it.cause, is, depth + 1) ??
    (Array.isArray(it.failures) ? find(it.failures[0], is, depth + 1) : null)
  )
}
