import workerUrl from '#device/worker.ts?worker&url'
import { connectDevice, watchDevice } from '#device/port.ts'
import type { Outside } from './outside.ts'
import { trusted } from './trusted.ts'

declare global {
  interface Window {
    /** The device's worker, woken by `start.js` before the app was here; absent in development. */
    sambarWorker?: Worker
  }
}

/** The device in its worker, and how to hear that boards have changed, in this tab or another. */
export function findDevice(): Pick<Outside, 'device' | 'watch'> {
  const worker =
    window.sambarWorker ??
    new Worker(trusted(workerUrl), import.meta.env.DEV ? { type: 'module' } : {})
  return {
    device: connectDevice(worker),
    watch: (changed) => watchDevice(worker, changed),
  }
}
