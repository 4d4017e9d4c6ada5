import type { Screen } from '../routing/router.ts'
import LanguageView from '../villager/LanguageView.vue'
import HomeView from './HomeView.vue'
import ImportView from './import/ImportView.vue'
import ReviewView from './review/ReviewView.vue'
import QueueView from './review/QueueView.vue'

/** The screens of the office's desks; a phone fetches them together, and only where somebody works. */
export const routes: Screen[] = [
  { path: '/desk', name: 'home', component: HomeView, meta: { top: true } },
  {
    path: '/desk/queue/:state(returned|submitted|approved|draft|published)',
    name: 'queue',
    component: QueueView,
  },
  { path: '/desk/notice/:id([0-9a-f]{32})', name: 'officeNotice', component: ReviewView },
  { path: '/desk/import', name: 'import', component: ImportView },
  {
    path: '/desk/language',
    name: 'language',
    component: LanguageView,
    meta: { bare: true },
  },
  { path: '/.*', name: 'lost', component: () => import('../villager/LostView.vue') },
]
