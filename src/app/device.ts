import workerUrl from '#device/worker.ts?worker&url'
import { answerFirst, openingAnswers } from '#device/opening.ts'
import { connectDevice, watchDevice } from '#device/port.ts'
import type { Outside } from './outside.ts'
import { trusted } from './trusted.ts'

/** The device in its worker, and how to hear that boards have changed, in this tab or another. */
export function findDevice(): Pick<Outside, 'device' | 'watch'> {
  const worker =
    window.sambarWorker ??
    new Worker(trusted(workerUrl), import.meta.env.DEV ? { type: 'module' } : {})
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  const opening = window.sambarOpening ?? Promise.resolve(null)
  // It holds keys: nobody else need find it.
  delete window.sambarOpening
  return {
    device: answerFirst(
      connectDevice(worker),
      opening.then((rows) => rows && openingAnswers(rows, clock)),
    ),
    watch: (changed) => watchDevice(worker, changed),
  }
}
