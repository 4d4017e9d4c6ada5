import { createRouter, createWebHistory } from 'vue-router'
import type { Router, RouteLocationRaw } from 'vue-router'
import { useSettings } from './stores/settings.ts'
import { keepScroll } from './scroll.ts'
import { routes } from './villager/routes.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Without header and tab bar. */
    bare?: boolean
    /** Tab of the tab bar that this screen belongs to. */
    tab?: 'board' | 'household' | 'catalog' | 'settings'
  }
}

/** Where the reader was going when the language had to be asked first. Never holds a board's key. */
let wanted: RouteLocationRaw = { name: 'home' }

export const wantedPlace = (): RouteLocationRaw => wanted

export function createSambarRouter(): Router {
  const router = createRouter({ history: createWebHistory(), routes })
  router.beforeEach((to) => {
    if (useSettings().language !== null || to.name === 'language') return true
    wanted = to.fullPath
    return { name: 'language', replace: true }
  })
  keepScroll(router)
  return router
}
