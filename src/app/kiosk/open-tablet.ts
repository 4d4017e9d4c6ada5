import type { Setting } from '../create-app.ts'
import type { Outside } from '../outside.ts'
import { createRouter } from '../routing/router.ts'
import type { Screen } from '../routing/router.ts'
import { keepScroll } from '../scroll.ts'
import { routes } from '../villager/routes.ts'
import KioskShell from './KioskShell.vue'
import { ownWay } from './own-way.ts'
import { STAND } from './stand.ts'
import { forgetful, forStrangers } from './strangers.ts'
import { WITHIN } from './within.ts'
import './kiosk.css'

/** Of the villager's screens, those that anybody may come to who stands before the board. */
const OPEN = ['board', 'person', 'notice', 'verified', 'catalog', 'field', 'duty', 'lost']

/** The app on the tablet: its frame, a few of the villager's screens on a way of their own, and a world that keeps nothing. */
export function openTablet(world: Outside): Setting & { outside: Outside } {
  const way = ownWay(window.location.origin, STAND)
  const nothing = { render: () => null }
  const screens: Screen[] = [
    { path: STAND, name: 'stand', component: nothing },
    ...routes.map((screen) =>
      OPEN.includes(screen.name)
        ? screen
        : {
            ...screen,
            component: nothing,
            beforeEnter: () => Promise.resolve({ name: 'stand' }),
          },
    ),
  ]
  return {
    shell: KioskShell,
    outside: {
      ...world,
      tablet: true,
      device: forStrangers(world.device),
      storage: forgetful(world.storage),
    },
    prepare: (app) => void app.provide(WITHIN, { ...world, way }),
    createRouter() {
      const router = createRouter(screens, way)
      keepScroll(router)
      return router
    },
  }
}
