import workerUrl from '#device/worker.ts?worker&url'
import { connectDevice, watchDevice } from '#device/port.ts'
import type { Device } from '#device/api.ts'
import { trusted } from './trusted.ts'

/**
 * Runs before the app itself has arrived and before the page is read to its end: the device wakes in its worker and opens
 * its database in the time that the page takes to load what draws it.
 */
const worker = new Worker(trusted(workerUrl), import.meta.env.DEV ? { type: 'module' } : {})

export const device: Device = connectDevice(worker)

/** Calls when boards have changed, in this tab or another. Answers how to stop. */
export const watch = (changed: () => void): (() => void) => watchDevice(worker, changed)

// The browser opens its store while the worker's script is still being read.
void indexedDB.databases?.().catch(() => undefined)

/** The app wants the whole page, and the scripts that stand in its head. */
const start = () => void import('./main.ts')
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start)
else start()
