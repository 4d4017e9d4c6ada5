import { createSambar } from './create-app.ts'
import { findDevice } from './device.ts'
import { atRest, drawFrame } from './frame.ts'
import { speak } from './i18n.ts'
import type { Outside } from './outside.ts'
import { soon } from './soon.ts'
import { useInstall } from './stores/install.ts'
import { useSettings } from './stores/settings.ts'
import { useUpdate } from './stores/update.ts'
import { restoreTyped } from './typed-text.ts'

/** Here, and in `device.ts`, real clocks, workers and stores are made; nowhere else in the app. */
async function start(): Promise<void> {
  const kiosk = window.sambarTablet ? (await import('./kiosk/open-tablet.ts')).KIOSK : undefined
  const outside: Outside = {
    ...findDevice(kiosk?.answersOf),
    now: () => Date.now(),
    random: () => Math.random(),
    storage: openStorage(),
    secure: window.isSecureContext,
    version: import.meta.env['VITE_SAMBAR_VERSION'] ?? '0.1.0',
    tablet: false,
  }
  const tablet = kiosk?.open(outside)
  const setting =
    tablet ??
    (/^\/desk(\/|$)/.test(window.location.pathname)
      ? (await import('./desk/open-desk.ts')).openDesk(outside)
      : undefined)
  const { app, router } = createSambar(setting?.outside ?? outside, setting)
  const update = app.runWithContext(() => useUpdate())
  const settings = app.runWithContext(() => useSettings())
  const { language } = settings
  app.runWithContext(() => useInstall()).listen(window)
  window.addEventListener('vite:preloadError', (event) => update.isMissing(event.payload))
  // A page without its words is worse than a page in the other language.
  if (language) await speak(language).catch(() => speak('zh-Hans'))
  // Drawn once, with what it shows, where that comes soon: each drawing more is felt on a slow phone.
  await soon(Promise.all([router.arrived, tablet?.begin(app)]))
  app.mount('#app')
  drawFrame(document, settings)
  restoreTyped(window)
  if (import.meta.env.PROD) atRest(() => void begin())

  async function begin(): Promise<void> {
    const { registerServiceWorker } = await import('./service-worker.ts')
    await registerServiceWorker(update, window, router.arrived)
  }
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
