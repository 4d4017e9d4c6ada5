import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { App } from 'vue'
import AppShell from './AppShell.vue'
import { OUTSIDE } from './outside.ts'
import type { Outside } from './outside.ts'
import { createSambarRouter } from './router.ts'
import type { Router } from './routing/router.ts'
import './styles/index.css'

/** The app on any device, not mounted yet. */
export function createSambar(outside: Outside): { app: App; router: Router } {
  const app = createApp(AppShell)
  app.provide(OUTSIDE, outside)
  app.use(createPinia())
  const router = createSambarRouter()
  app.use(router)
  return { app, router }
}
