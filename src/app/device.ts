import workerUrl from '#device/worker.ts?worker&url'
import { answerFirst, openingAnswers } from '#device/opening.ts'
import { connectDevice, watchDevice } from '#device/port.ts'
import type { Port } from '#device/port.ts'
import type { Outside } from './outside.ts'
import { trusted } from './trusted.ts'

/**
 * The device in its worker, and how to hear that boards have changed, in this tab or another. `answersOf`: what it need not
 * be asked when the app opens.
 */
export function findDevice(answersOf = openingAnswers): Pick<Outside, 'device' | 'watch'> {
  const port = startedWhenAsked(
    () => new Worker(trusted(workerUrl), import.meta.env.DEV ? { type: 'module' } : {}),
  )
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  const opening = window.sambarOpening ?? Promise.resolve(null)
  // It holds keys: nobody else need find it.
  delete window.sambarOpening
  return {
    device: answerFirst(
      connectDevice(port),
      opening.then((rows) => rows && answersOf(rows, clock)),
    ),
    watch: (changed) => watchDevice(port, changed),
  }
}

/** A worker that begins with the first word to it: the first screen may need none, and an old phone has its hands full. */
function startedWhenAsked(start: () => Worker): Port {
  const listeners = new Set<(event: MessageEvent) => void>()
  let worker: Worker | null = null
  return {
    postMessage(message) {
      if (!worker) {
        worker = start()
        worker.addEventListener('message', (event) => listeners.forEach((tell) => tell(event)))
      }
      worker.postMessage(message)
    },
    addEventListener: (_type, listener) => void listeners.add(listener),
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  }
}
