import { knowMongolian } from '../i18n.ts'
import { useBoards } from '../stores/boards.ts'
import { useKiosk } from '../stores/kiosk.ts'
import { useSettings } from '../stores/settings.ts'
import { useOffice } from './use-office.ts'

/** Reads the boards and the orders that lie here, and speaks the county's first script. Then the tablet hangs, or is no tablet. */
export function useBeginning(): () => Promise<void> {
  const boards = useBoards()
  const kiosk = useKiosk()
  const office = useOffice(window)
  const settings = useSettings()
  return async () => {
    await Promise.all([boards.refresh(), office.read()])
    if (kiosk.scripts.includes('mn-Mong')) await knowMongolian()
    await settings.choose(kiosk.scripts[0]!)
    kiosk.rest()
    kiosk.begun = true
  }
}
