import { useBoards } from '../stores/boards.ts'
import { useKiosk } from '../stores/kiosk.ts'
import { useUpdate } from '../stores/update.ts'
import { mayTakeOver } from './night-update.ts'

/** Browsers look for a new version when a page is opened; this one may lie open for weeks. */
const LOOK_EVERY = 60

/** Looks for new versions of the app, and lets one in when nobody is disturbed by it. To be called every minute. */
export function useNightUpdate(page: Window): () => void {
  const boards = useBoards()
  const kiosk = useKiosk()
  const update = useUpdate()
  let minute = 0
  return () => {
    if (++minute % LOOK_EVERY === 0) void look(page)
    if (update.state !== 'waiting') return
    // Not by the clock that somebody may set.
    if (mayTakeOver(kiosk.mode, boards.ages.likelyNow, page.performance.now())) update.take()
  }
}

async function look(page: Window): Promise<void> {
  try {
    const registration = await page.navigator.serviceWorker?.getRegistration()
    await registration?.update()
  } catch {
    // No network, or no service worker here.
  }
}
