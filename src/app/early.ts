import workerUrl from '#device/worker.ts?worker&url'
import { connectDevice, watchDevice } from '#device/port.ts'
import type { Device } from '#device/api.ts'
import { trusted } from './trusted.ts'

/**
 * Runs before the app itself has arrived: the device wakes in its worker and opens its database in the time that the
 * page takes to load what draws it.
 */
const worker = new Worker(trusted(workerUrl), import.meta.env.DEV ? { type: 'module' } : {})

export const device: Device = connectDevice(worker)

/** Calls when boards have changed, in this tab or another. Answers how to stop. */
export const watch = (changed: () => void): (() => void) => watchDevice(worker, changed)

// Whatever is shown first asks for this; what is answered by then is not waited for.
device.boards().catch(() => undefined)
// The screen that most openings lead to.
if (/^\/(board\/\d+)?$/.test(location.pathname)) void import('./villager/BoardView.vue')
void import('./main.ts')
