import type { Setting } from '../create-app.ts'
import { speakMore } from '../i18n.ts'
import type { Outside } from '../outside.ts'
import { createRouter } from '../routing/router.ts'
import { keepScroll } from '../scroll.ts'
import { useSettings } from '../stores/settings.ts'
import DeskShell from './DeskShell.vue'
import { routes } from './routes.ts'
import { openWire, WIRE } from './wire.ts'
import './desk.css'

/** The app for those who work in an office: screens of its own, and words that no villager need fetch. */
export function openDesk(outside: Outside): Setting & { outside: Outside } {
  speakMore(async () => {
    const [{ default: words }, { default: more }] = await Promise.all([
      import('../../../i18n/mn-Mong.json'),
      import('../../../i18n/mn-Mong.json?desk'),
    ])
    return { default: { ...words, ...more } }
  })
  return {
    shell: DeskShell,
    outside,
    prepare: (app) => void app.provide(WIRE, openWire()),
    createRouter() {
      const router = createRouter(routes)
      router.beforeEach((to) =>
        useSettings().language === null && to.name !== 'language'
          ? { name: 'language' }
          : undefined,
      )
      keepScroll(router)
      return router
    },
  }
}
