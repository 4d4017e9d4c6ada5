import { Dexie } from 'dexie'
import type { DeviceDb } from '#device/db.ts'

/** The app was killed here. */
export class PowerCut extends Error {
  constructor() {
    super('power cut')
    this.name = 'PowerCut'
  }
}

/**
 * The life of one started app. Every boundary at which something could have happened outside of it — a request, a piece
 * of a body, a read or write of the disk — is a step. At the step where it is cut, and ever after, nothing works any more.
 */
export class Power {
  #left: number
  /** Writes of objects that find the disk full. */
  fullDisk = false
  steps = 0

  constructor(steps = Infinity) {
    this.#left = steps
  }

  get dead(): boolean {
    return this.#left <= 0
  }

  step(): void {
    this.steps++
    this.#left--
    if (this.dead) throw new PowerCut()
  }

  cut(): void {
    this.#left = 0
  }
}

/** Makes every read and write of a database a step. */
export function wire(db: DeviceDb, power: Power): void {
  const before = <T>(work: () => T): T => {
    power.step()
    return work()
  }
  db.use({
    stack: 'dbcore',
    name: 'power',
    create: (down) => ({
      ...down,
      transaction: (...args) => before(() => down.transaction(...args)),
      table: (name) => {
        const table = down.table(name)
        return {
          ...table,
          mutate: (request) => {
            try {
              power.step()
            } catch (cut) {
              return Dexie.Promise.reject(cut)
            }
            if (power.fullDisk && name === 'objects' && request.type === 'put')
              return Dexie.Promise.reject(new DOMException('full', 'QuotaExceededError'))
            return table.mutate(request).then((answer) => before(() => answer))
          },
          get: (request) => guarded(power, () => table.get(request)),
          getMany: (request) => guarded(power, () => table.getMany(request)),
          query: (request) => guarded(power, () => table.query(request)),
          count: (request) => guarded(power, () => table.count(request)),
        }
      },
    }),
  })
}

function guarded<T>(power: Power, work: () => Promise<T>): Promise<T> {
  try {
    power.step()
  } catch (cut) {
    return Dexie.Promise.reject(cut)
  }
  return work()
}
