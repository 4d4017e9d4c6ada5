import type { SignedClock } from '../clock.ts'
import type { Door } from '../door/door.ts'
import type { Store } from '../store.ts'

/** What a sync works with. */
export interface Env {
  store: Store
  door: Door
  clock: SignedClock
  /** Downloads and checks under way at once. */
  parallel: number
  /** Test only: a step left out on purpose, to see that the simulator catches it. Empty in every build. */
  planted: ReadonlySet<PlantedBug>
}

export type PlantedBug = 'swapBeforeVerify' | 'noSeqCheck' | 'noObjectHash'
