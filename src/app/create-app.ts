import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { App, Component } from 'vue'
import AppShell from './AppShell.vue'
import { OUTSIDE } from './outside.ts'
import type { Outside } from './outside.ts'
import { createSambarRouter } from './router.ts'
import type { Router } from './routing/router.ts'
import './styles/index.css'

/** What the app is set in: the phone's own frame, or that of the tablet on the board. */
export interface Setting {
  shell: Component
  createRouter(): Router
  /** Before the app is drawn. */
  prepare?(app: App): void
}

const PHONE: Setting = { shell: AppShell, createRouter: createSambarRouter }

/** The app on any device, not mounted yet. */
export function createSambar(
  outside: Outside,
  { shell, createRouter, prepare } = PHONE,
): { app: App; router: Router } {
  const app = createApp(shell)
  app.provide(OUTSIDE, outside)
  prepare?.(app)
  app.use(createPinia())
  const router = createRouter()
  app.use(router)
  return { app, router }
}
