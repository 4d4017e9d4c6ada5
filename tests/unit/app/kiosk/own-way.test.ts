import { createSSRApp } from 'vue'
import { expect, test } from 'vitest'
import { ownWay } from '#app/kiosk/own-way.ts'
import { createRouter } from '#app/routing/router.ts'

const quiet = () => new Promise((resolve) => setTimeout(resolve, 5))
const SCREEN = { render: () => null }

async function open() {
  const way = ownWay('https://sambar.example', '/kiosk')
  const router = createRouter(
    [
      { path: '/kiosk', name: 'stand', component: SCREEN },
      { path: '/board/:region', name: 'board', component: SCREEN },
      { path: '/board/:region/person/:payee', name: 'person', component: SCREEN },
      { path: '/.*', name: 'lost', component: SCREEN },
    ],
    way,
  )
  router.install(createSSRApp(SCREEN))
  await router.arrived
  return { way, router }
}

test('one goes and comes back in it as in a browser, which hears nothing of it', async () => {
  const { way, router } = await open()
  expect([router.route.name, router.position()]).toEqual(['stand', 0])
  await router.push('/board/1')
  await router.push('/board/1/person/7?x=1#y')
  expect([way.location.pathname, way.location.search, way.location.hash]).toEqual([
    '/board/1/person/7',
    '?x=1',
    '#y',
  ])
  expect(router.position()).toBe(2)
  router.back()
  await quiet()
  expect([router.route.name, router.position()]).toEqual(['board', 1])
  way.history.go(1)
  await quiet()
  expect(router.route.name).toBe('person')
  await router.replace('/board/2')
  expect([router.route.path, router.position()]).toEqual(['/board/2', 2])
})

test('beyond its ends there is nothing, and nothing happens', async () => {
  const { router, way } = await open()
  router.back()
  way.history.go(5)
  way.history.go()
  await quiet()
  expect([router.route.name, router.position()]).toEqual(['stand', 0])
})

test('forgotten, it leads back to nobody', async () => {
  const { router, way } = await open()
  await router.push('/board/1')
  await router.push('/board/1/person/7')
  await router.replace({ name: 'stand' })
  way.forget()
  router.back()
  await quiet()
  expect([router.route.name, router.position(), way.location.pathname]).toEqual([
    'stand',
    0,
    '/kiosk',
  ])
})
