import workerUrl from './watchdog-worker.ts?worker&url'
import { trusted } from '../trusted.ts'

/**
 * Has a page that hangs opened anew, by a worker that asks it every few seconds whether it is well. A page that does not
 * answer half a minute long, or says no, is led over another process by the service worker (`sw/rescue.ts`); without one
 * nobody can help it. Found in Chromium 156: a plain navigation of a page whose main thread hangs is never taken up. Answers how to stop.
 */
export function startWatchdog(well: () => boolean): () => void {
  const { serviceWorker } = window.navigator
  let worker: Worker
  const begin = () => {
    worker = new Worker(trusted(workerUrl), import.meta.env.DEV ? { type: 'module' } : {})
    worker.onmessage = () => {
      if (well()) worker.postMessage('well')
    }
  }
  // A worker stays under the service worker under which it began, or under none.
  const again = () => {
    worker.terminate()
    begin()
  }
  begin()
  serviceWorker?.addEventListener('controllerchange', again)
  return () => {
    serviceWorker?.removeEventListener('controllerchange', again)
    worker.terminate()
  }
}
