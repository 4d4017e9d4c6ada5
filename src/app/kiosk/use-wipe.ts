import { nextTick } from 'vue'
import { useRouter } from '../routing/router.ts'
import { useKiosk } from '../stores/kiosk.ts'
import { STAND } from './stand.ts'
import { beginAnew, cleanFrame, forgetInBrowser } from './wipe.ts'
import { useWithin } from './within.ts'

/**
 * Ends a visit. First the screen, within a frame, and with it what the app remembers (`VisitFrame`) and the browser; then the
 * page itself, with its heap and its worker. Where the page could not come again, the clean one stays.
 */
export function useWipe(): () => Promise<void> {
  const { way } = useWithin()
  const router = useRouter()
  const kiosk = useKiosk()
  // A page that the browser freezes is empty by then, and begins anew when it is brought back.
  window.addEventListener('pagehide', () => (document.body.hidden = true))
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) window.location.replace(STAND)
  })

  return async () => {
    forgetInBrowser(window)
    kiosk.rest()
    await router.replace({ name: 'stand' }).catch(() => undefined)
    way.forget()
    await nextTick()
    await cleanFrame(window)
    await beginAnew(window, STAND)
  }
}
