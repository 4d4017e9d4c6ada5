import type { Device } from '../api.ts'
import type { SignedClock } from '../clock.ts'
import { DoorTrouble, type Door } from '../door/door.ts'
import type { Memory } from '../memory.ts'
import type { Store } from '../store.ts'
import type { BeatOutcome, EnrolRefusal } from './api.ts'
import type * as Part from './part.ts'

type OfTablet = 'enrol' | 'orders' | 'tablet' | 'beat'

/** What the device is to its tablet's part. */
export interface Host {
  store: Store
  memory: Memory
  door: Door
  clock: SignedClock
  awake: () => Promise<void>
  /** The device's other half, for boards that come and go. */
  device: Omit<Device, OfTablet>
}

/** What only tablets need is loaded where one asks for it: a phone never does. */
export function withTablet(host: Host): Device {
  let part: Promise<typeof Part> | null = null
  const load = () =>
    (part ??= import('./part.ts').catch((error: unknown) => {
      part = null
      throw error
    }))
  /** A phone is no tablet, and need not load anything to say so. */
  const kept = async () => {
    await host.awake()
    return host.store.read(() => host.store.db.tablet.get('tablet'))
  }
  return {
    ...host.device,
    enrol: async (code, root) =>
      load().then(
        ({ enrol }) => enrol(host, code, root),
        (error): EnrolRefusal => ({ refused: notLoaded(error) }),
      ),
    orders: async () => {
      const record = await kept()
      return record ? (await load()).settingsOf(host, record) : null
    },
    tablet: async () => {
      const record = await kept()
      return record ? (await load()).tabletOf(host, record) : null
    },
    beat: async (shown) =>
      load().then(
        ({ beat }) => beat(host, shown),
        (error): BeatOutcome => ({ kind: notLoaded(error) }),
      ),
  }
}

function notLoaded(error: unknown) {
  if (error instanceof DoorTrouble) return error.kind
  throw error
}
