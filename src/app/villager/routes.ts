import type { RouteRecordRaw } from 'vue-router'
import { useBoards } from '../stores/boards.ts'

/** The villager's screens, each loaded when it is visited. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/',
    name: 'home',
    component: () => import('./OpenView.vue'),
    beforeEnter: goHome,
    meta: { tab: 'board' },
  },
  {
    path: '/language',
    name: 'language',
    component: () => import('./LanguageView.vue'),
    meta: { bare: true },
  },
  { path: '/b', name: 'link', component: () => import('./LinkView.vue'), meta: { tab: 'board' } },
  {
    path: '/open',
    name: 'open',
    component: () => import('./OpenView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/open/:region(\\d{12})',
    name: 'door',
    component: () => import('./DoorView.vue'),
    props: true,
    meta: { tab: 'board' },
  },
  {
    path: '/board/:region(\\d{12})',
    name: 'board',
    component: () => import('./BoardView.vue'),
    props: true,
    meta: { tab: 'board' },
  },
  {
    path: '/board/:region(\\d{12})/person/:payee',
    name: 'person',
    component: () => import('./PersonView.vue'),
    props: true,
    meta: { tab: 'board' },
  },
  {
    path: '/board/:region(\\d{12})/notice/:id',
    name: 'notice',
    component: () => import('./NoticeView.vue'),
    props: true,
    meta: { tab: 'board' },
  },
  {
    path: '/board/:region(\\d{12})/notice/:id/verified',
    name: 'verified',
    component: () => import('./VerifiedView.vue'),
    props: true,
    meta: { tab: 'board' },
  },
  {
    path: '/household',
    name: 'households',
    component: () => import('./HouseholdsView.vue'),
    meta: { tab: 'household' },
  },
  {
    path: '/n/:region(\\d{12})/:id([0-9a-f]{32})/:version(\\d{1,4})?',
    name: 'shared',
    component: () => import('./SharedView.vue'),
    props: true,
    meta: { tab: 'board' },
  },
  {
    path: '/catalog',
    name: 'catalog',
    component: () => import('./CatalogView.vue'),
    meta: { tab: 'catalog' },
  },
  {
    path: '/settings',
    name: 'settings',
    component: () => import('./SettingsView.vue'),
    meta: { tab: 'settings' },
  },
  { path: '/:rest(.*)*', name: 'lost', component: () => import('./LostView.vue') },
]

/** The board chosen to open first, else any board held, else the ways to open one. */
async function goHome() {
  const boards = useBoards()
  if (!boards.loaded) await boards.refresh()
  const region = boards.find(boards.home ?? '')?.region ?? boards.shown[0]?.region
  return region ? { name: 'board', params: { region }, replace: true } : true
}
