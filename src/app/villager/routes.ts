import type { RegionCode } from '#domain/region/region.ts'
import type { Screen } from '../routing/router.ts'
import { soon } from '../soon.ts'
import { useBoards } from '../stores/boards.ts'
import BoardView from './BoardView.vue'
import LanguageView from './LanguageView.vue'
import { beginBoard } from './read-board.ts'

/**
 * The villager's screens. What people begin with and what they open the app for comes with it, since each file more is a
 * wait more on a slow phone; the others are loaded when they are visited.
 */
export const routes: Screen[] = [
  {
    path: '/',
    name: 'home',
    component: () => import('./OpenView.vue'),
    beforeEnter: goHome,
    meta: { tab: 'board', top: true },
  },
  {
    path: '/language',
    name: 'language',
    component: LanguageView,
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
    path: '/open/scan',
    name: 'scan',
    component: () => import('./ScanView.vue'),
    meta: { tab: 'board', task: true },
  },
  {
    path: '/open/pick',
    name: 'pick',
    component: () => import('./PickView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/open/:region(\\d{12})',
    name: 'door',
    component: () => import('./DoorView.vue'),
    meta: { tab: 'board', task: true },
  },
  {
    path: '/board/:region(\\d{12})',
    name: 'board',
    component: BoardView,
    beforeEnter: ({ params }) => soon(beginBoard(params['region'] as RegionCode)),
    meta: { tab: 'board', top: true },
  },
  {
    path: '/board/:region(\\d{12})/person/:payee',
    name: 'person',
    component: () => import('./PersonView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/board/:region(\\d{12})/person/:payee/print',
    name: 'slip',
    component: () => import('../paper/SlipView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/board/:region(\\d{12})/notice/:id',
    name: 'notice',
    component: () => import('./NoticeView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/board/:region(\\d{12})/notice/:id/verified',
    name: 'verified',
    component: () => import('./VerifiedView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/board/:region(\\d{12})/notice/:id/print',
    name: 'print',
    component: () => import('../paper/PrintView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/household',
    name: 'households',
    component: () => import('./HouseholdsView.vue'),
    meta: { tab: 'household', top: true },
  },
  {
    path: '/n/:region(\\d{12})/:id([0-9a-f]{32})/:version(\\d{1,4})?',
    name: 'shared',
    component: () => import('./SharedView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/s/:region(\\d{12})/:notice([0-9a-f]{32})/:version(\\d{1,4})/:digest([0-9a-f]{64})',
    name: 'sheet',
    component: () => import('../paper/SheetView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/x/:region(\\d{12})/:seq(\\d{1,9})/:manifest([0-9a-f]{64})',
    name: 'mark',
    component: () => import('../paper/MarkView.vue'),
    meta: { tab: 'board' },
  },
  {
    path: '/catalog',
    name: 'catalog',
    component: () => import('./CatalogView.vue'),
    meta: { tab: 'catalog', top: true },
  },
  {
    path: '/catalog/field/:field',
    name: 'field',
    component: () => import('./FieldView.vue'),
    meta: { tab: 'catalog' },
  },
  {
    path: '/catalog/:item',
    name: 'duty',
    component: () => import('./DutyView.vue'),
    meta: { tab: 'catalog' },
  },
  {
    path: '/settings',
    name: 'settings',
    component: () => import('./SettingsView.vue'),
    meta: { tab: 'settings', top: true },
  },
  { path: '/.*', name: 'lost', component: () => import('./LostView.vue') },
]

/** The board chosen to open first, else any board held, else the ways to open one. */
async function goHome() {
  const boards = useBoards()
  if (!boards.loaded) await boards.refresh()
  const region = boards.find(boards.home ?? '')?.region ?? boards.shown[0]?.region
  return region ? { name: 'board', params: { region } } : undefined
}
