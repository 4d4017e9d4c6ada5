import type { App } from 'vue'
import { tabletAnswers } from '#device/tablet/opening.ts'
import { PRINTER } from '../paper/printer.ts'
import type { Printer } from '../paper/printer.ts'
import type { Setting } from '../create-app.ts'
import { knowMongolian } from '../i18n.ts'
import type { Outside } from '../outside.ts'
import { createRouter } from '../routing/router.ts'
import type { Screen } from '../routing/router.ts'
import { keepScroll } from '../scroll.ts'
import { useKiosk } from '../stores/kiosk.ts'
import { routes } from '../villager/routes.ts'
import KioskShell from './KioskShell.vue'
import { ownWay } from './own-way.ts'
import { STAND } from './stand.ts'
import { forgetful, forStrangers } from './strangers.ts'
import { useBeginning } from './use-beginning.ts'
import { WITHIN } from './within.ts'
import './kiosk.css'

/** Of the villager's screens, those that anybody may come to who stands before the board. */
const OPEN = ['board', 'person', 'notice', 'verified', 'mark', 'catalog', 'field', 'duty', 'lost']

/** Of those, what needs a printer. */
const PRINTED: Record<string, keyof Pick<Printer, 'notices' | 'slips'>> = {
  print: 'notices',
  slip: 'slips',
}

/** The printer that the office has ordered for; `print`: the browser's own, which a page that is held no longer has. */
const printerBeside = (print: () => void): Printer => ({
  notices: () => useKiosk().orders.printNotices,
  slips: () => useKiosk().orders.printSlips,
  print,
})

interface Tablet extends Setting {
  outside: Outside
  /** Reads what hangs first. Nothing is drawn before it, where it comes soon. */
  begin(app: App): Promise<void>
}

/** The app on the tablet: its frame, a few of the villager's screens on a way of their own, and a world that keeps nothing. */
function openTablet(world: Outside): Tablet {
  // While what lies here is read; whoever needs the words waits for them.
  void knowMongolian().catch(() => undefined)
  const way = ownWay(window.location.origin, STAND)
  const printer = printerBeside(window.print.bind(window))
  const nothing = { render: () => null }
  const elsewhere = () => Promise.resolve({ name: 'stand' })
  const screens: Screen[] = [
    { path: STAND, name: 'stand', component: nothing },
    ...routes.map((screen) => {
      if (OPEN.includes(screen.name)) return screen
      if (screen.name === 'scan') return { ...screen, component: () => import('./ScanMark.vue') }
      const paper = PRINTED[screen.name]
      return paper
        ? { ...screen, beforeEnter: async () => (printer[paper]() ? undefined : elsewhere()) }
        : { ...screen, component: nothing, beforeEnter: elsewhere }
    }),
  ]
  return {
    shell: KioskShell,
    outside: {
      ...world,
      tablet: true,
      device: forStrangers(world.device),
      storage: forgetful(world.storage),
    },
    prepare: (app) => void app.provide(WITHIN, { ...world, way }).provide(PRINTER, printer),
    begin: (app) => app.runWithContext(() => useBeginning()()),
    createRouter() {
      const router = createRouter(screens, way)
      keepScroll(router)
      return router
    },
  }
}

/** The app as a tablet opens it. */
export const KIOSK = { open: openTablet, answersOf: tabletAnswers }
