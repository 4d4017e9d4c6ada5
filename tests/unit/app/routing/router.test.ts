import { createSSRApp, h } from 'vue'
import type { Component } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RouterLink } from '#app/routing/RouterLink.ts'
import { createRouter, position } from '#app/routing/router.ts'
import type { Place, Router } from '#app/routing/router.ts'

const ORIGIN = 'https://sambar.example'

/** A browser's history, its steps as late as a browser's. */
class Tab {
  entries: { url: string; state: unknown }[] = [{ url: '/', state: null }]
  at = 0
  listener: () => void = () => undefined
  get location() {
    const { pathname, search, hash } = new URL(ORIGIN + this.entries[this.at]!.url)
    return { origin: ORIGIN, pathname, search, hash }
  }
  get history() {
    return {
      state: this.entries[this.at]!.state,
      pushState: (state: unknown, _: string, url: string) => {
        this.entries.splice(++this.at, Infinity, { url, state })
      },
      replaceState: (state: unknown, _: string, url = this.entries[this.at]!.url) => {
        this.entries[this.at] = { url, state }
      },
      back: () => this.go(-1),
      go: (steps: number) => this.go(steps),
    }
  }
  addEventListener(_: 'popstate', listener: () => void) {
    this.listener = listener
  }
  go(steps: number): void {
    setTimeout(() => {
      this.at += steps
      this.listener()
    })
  }
  /** A fragment typed into the address bar. */
  type(hash: string): void {
    const url = this.entries[this.at]!.url.replace(/#.*$/, '') + hash
    this.entries.splice(++this.at, Infinity, { url, state: null })
    this.listener()
  }
  urls = () => this.entries.map(({ url }) => url)
}

const draw = (name: string): Component => ({ name, render: () => h('p', name) })
const BOARD = draw('board')
const NOTICE = draw('notice')
const LOST = draw('lost')

let tab: Tab
/** How often the notice's screen does not load before it does. */
let failures: number
let homeIs: Place | undefined
beforeEach(() => {
  tab = new Tab()
  failures = 0
  homeIs = undefined
  vi.stubGlobal('window', tab)
})
afterEach(() => vi.unstubAllGlobals())

const quiet = () => new Promise((resolve) => setTimeout(resolve, 10))

async function open(url = '/board/1'): Promise<Router> {
  tab.entries[tab.at] = { ...tab.entries[tab.at]!, url }
  const router = createRouter([
    { path: '/', name: 'home', component: LOST, beforeEnter: async () => homeIs },
    { path: '/board/:region', name: 'board', component: BOARD, meta: { tab: 'board' } },
    {
      path: '/board/:region/notice/:id',
      name: 'notice',
      component: async () => {
        if (failures-- > 0) throw new Error('part gone')
        return { default: NOTICE }
      },
    },
    { path: '/.*', name: 'lost', component: LOST },
  ])
  router.install(createSSRApp(BOARD))
  await quiet()
  return router
}
const notice = (id: string) => ({ name: 'notice', params: { region: '1', id } })

test('the address decides the first screen, and makes no new entry', async () => {
  const { route, screen } = await open('/board/1?asked=2#part')
  expect(route).toMatchObject({ name: 'board', params: { region: '1' }, query: { asked: '2' } })
  expect(route).toMatchObject({ hash: '#part', meta: { tab: 'board' } })
  expect(screen.value).toBe(BOARD)
  expect(tab.urls()).toEqual(['/board/1?asked=2#part'])
})

test('push, replace and back keep in step with the history', async () => {
  const router = await open()
  expect(position()).toBe(0)
  await router.push(notice('a'))
  expect([router.screen.value, router.route.path]).toEqual([NOTICE, '/board/1/notice/a'])
  expect(position()).toBe(1)
  await router.replace({ ...notice('b'), query: { asked: '1' } })
  expect(tab.urls()).toEqual(['/board/1', '/board/1/notice/b?asked=1'])
  expect(position()).toBe(1)
  router.back()
  await quiet()
  expect([router.screen.value, router.route.name, position()]).toEqual([BOARD, 'board', 0])
  tab.go(1)
  await quiet()
  expect([router.screen.value, router.route.query]).toEqual([NOTICE, { asked: '1' }])
})

test('what stands in the history outlives the page', async () => {
  await (await open()).push(notice('a'))
  const again = await open('/board/1/notice/a')
  expect(position()).toBe(1)
  again.back()
  await quiet()
  expect(again.route.name).toBe('board')
})

test('a guard and a screen may send elsewhere; the place asked for leaves no trace', async () => {
  homeIs = { name: 'board', params: { region: '7' } }
  const router = await open('/')
  expect(tab.urls()).toEqual(['/board/7'])
  router.beforeEach((to) => (to.name === 'lost' ? notice('x') : undefined))
  await router.push('/nowhere')
  expect(router.route.path).toBe('/board/1/notice/x')
  expect(tab.urls()).toEqual(['/board/1/notice/x'])
})

test('the way begun last is the way taken', async () => {
  const router = await open()
  const seen: string[] = []
  router.afterEach((to) => seen.push(to.path))
  const slow = router.push(notice('a'))
  await Promise.all([slow, router.push('/nowhere')])
  expect(seen).toEqual(['/nowhere'])
  expect(tab.urls()).toEqual(['/board/1', '/nowhere'])
})

test('a way to where one is moves nothing, and is told', async () => {
  const router = await open()
  const told: boolean[] = []
  const stop = router.afterEach((_to, _from, stayed) => told.push(stayed))
  await router.push('/board/1')
  await router.push('/board/2')
  stop()
  await router.push('/board/3')
  expect(told).toEqual([true, false])
  expect(tab.urls()).toEqual(['/board/1', '/board/2', '/board/3'])
})

test('a screen that does not load is told, the one that stands stays, and a second try helps', async () => {
  const router = await open()
  const faults: string[] = []
  router.onError(({ message }) => faults.push(message))
  failures = 1
  await expect(router.push(notice('a'))).rejects.toThrow('part gone')
  expect([faults, router.route.name, tab.urls()]).toEqual([['part gone'], 'board', ['/board/1']])
  await router.push(notice('a'))
  expect(router.screen.value).toBe(NOTICE)
})

test('a step back to a screen that does not load is undone in the address', async () => {
  await (await open('/board/1/notice/a')).push('/board/1')
  const router = await open('/board/1')
  failures = 1
  router.back()
  await quiet()
  await quiet()
  expect([router.route.name, tab.at, tab.location.pathname]).toEqual(['board', 1, '/board/1'])
  router.back()
  await quiet()
  expect([router.route.name, tab.at]).toEqual(['notice', 0])
})

test('a typed fragment is a place of its own, and one can go back from it', async () => {
  const router = await open()
  tab.type('#x')
  await quiet()
  expect([router.route.hash, router.route.name, position()]).toEqual(['#x', 'board', 1])
  router.back()
  await quiet()
  expect([router.route.hash, position()]).toEqual(['', 0])
})

test('a link says where it leads and whether one is there; only a plain click is followed', async () => {
  const router = await open()
  const app = createSSRApp({ render: () => null })
  router.install(app)
  await quiet()
  const link = (to: Place) =>
    app.runWithContext(() => {
      const node = RouterLink({ to }, { attrs: {}, slots: {}, emit: () => undefined })
      return (node as { props: Record<string, unknown> }).props
    })
  expect(link('/board/1')).toMatchObject({ href: '/board/1', 'aria-current': 'page' })
  const props = link(notice('a'))
  expect(props).toMatchObject({ href: '/board/1/notice/a', 'aria-current': undefined })
  const click = (keys: object) => {
    const event = { button: 0, preventDefault: vi.fn(), ...keys }
    ;(props['onClick'] as (event: object) => void)(event)
    return event.preventDefault
  }
  for (const keys of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }])
    expect(click(keys)).not.toHaveBeenCalled()
  expect(router.route.name).toBe('board')
  expect(click({})).toHaveBeenCalledOnce()
  await quiet()
  expect(router.route.name).toBe('notice')
})
