import { createRouter } from './routing/router.ts'
import type { Place, Router } from './routing/router.ts'
import { keepScroll } from './scroll.ts'
import { useSettings } from './stores/settings.ts'
import { routes } from './villager/routes.ts'

/** Where the reader was going when the language had to be asked first. Never holds a board's key. */
let wanted: Place = { name: 'home' }

export const wantedPlace = (): Place => wanted

export function createSambarRouter(): Router {
  const router = createRouter(routes)
  router.beforeEach((to) => {
    if (useSettings().language !== null || to.name === 'language') return undefined
    wanted = to.fullPath
    return { name: 'language' }
  })
  keepScroll(router)
  return router
}
