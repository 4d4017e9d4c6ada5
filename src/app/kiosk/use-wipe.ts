import { nextTick } from 'vue'
import { useRouter } from '../routing/router.ts'
import { useCatalog } from '../stores/catalog.ts'
import { useKiosk } from '../stores/kiosk.ts'
import { useLists } from '../stores/lists.ts'
import { useNotices } from '../stores/notices.ts'
import { useSearch } from '../stores/search.ts'
import { STAND } from './stand.ts'
import { beginAnew, cleanFrame, forgetInBrowser, forgetVisit } from './wipe.ts'
import { useWithin } from './within.ts'

/**
 * Ends a visit. First the screen, within a frame; then what the app and the browser remember; then the page itself, with its
 * heap and its worker. Where the page could not come again, the clean one stays.
 */
export function useWipe(): () => Promise<void> {
  const { way } = useWithin()
  const router = useRouter()
  const kiosk = useKiosk()
  const traces = {
    search: useSearch(),
    lists: useLists(),
    notices: useNotices(),
    catalog: useCatalog(),
  }
  // A page that the browser freezes is empty by then, and begins anew when it is brought back.
  window.addEventListener('pagehide', () => (document.body.hidden = true))
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) window.location.replace(STAND)
  })

  return async () => {
    forgetInBrowser(window)
    forgetVisit(traces)
    kiosk.rest()
    await router.replace({ name: 'stand' }).catch(() => undefined)
    way.forget()
    await nextTick()
    await cleanFrame(window)
    await beginAnew(window, STAND)
  }
}
