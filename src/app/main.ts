import workerUrl from '#device/worker.ts?worker&url'
import { connectDevice, watchDevice } from '#device/port.ts'
import { createSambar } from './create-app.ts'
import { speak } from './i18n.ts'
import { registerServiceWorker } from './service-worker.ts'
import { useSettings } from './stores/settings.ts'
import { useUpdate } from './stores/update.ts'
import { trusted } from './trusted.ts'
import { markFlatControls } from './vertical.ts'

/** Here, and nowhere else in the app, real clocks, workers and stores are made. */
async function start(): Promise<void> {
  const worker = new Worker(trusted(workerUrl), import.meta.env.DEV ? { type: 'module' } : {})
  markFlatControls(document)
  const app = createSambar({
    device: connectDevice(worker),
    watch: (changed) => watchDevice(worker, changed),
    now: () => Date.now(),
    random: () => Math.random(),
    storage: openStorage(),
    secure: window.isSecureContext,
    version: import.meta.env['VITE_SAMBAR_VERSION'] ?? '0.1.0',
  })
  const update = app.runWithContext(() => useUpdate())
  const { language } = app.runWithContext(() => useSettings())
  // A page without its words is worse than a page in the other language.
  if (language) await speak(language).catch(() => speak('zh-Hans'))
  app.mount('#app')
  if (import.meta.env.PROD) await registerServiceWorker(update, window)
}

/** Some browsers forbid it by a setting; then nothing is remembered. */
function openStorage(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

void start()
