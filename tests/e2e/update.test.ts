import type { BrowserContext, Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import type { Between } from './between.ts'
import { standDemo } from './demo.ts'
import { controlled, searchField } from './reader.ts'

const REGION = '152529900201'

const demo = standDemo()
let between: Between
let context: BrowserContext
beforeEach(async () => {
  between = await demo.between()
})

async function openBoard(): Promise<Page> {
  const reader = await demo.seat({ worker: true })
  context = reader.context
  await reader.page.goto(demo.link(REGION, between.url))
  await reader.page.waitForSelector('a.notice')
  return reader.page
}

test('a new version waits, asks, and drops nothing that was typed', async () => {
  const first = await openBoard()
  await controlled(first)
  const second = await context.newPage()
  await second.goto(`${between.url}/board/${REGION}`)
  await second.waitForSelector('a.notice')
  await searchField(first).fill('bte')
  await searchField(second).fill('wl')

  between.version = '\n// another version'
  await first.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update())
  await first.getByText('应用有新版本').waitFor()
  expect(await searchField(first).inputValue()).toBe('bte')

  // Only the tab where somebody said yes is loaded anew; the other is told and left alone.
  const loaded = first.waitForEvent('load')
  await first.getByText('换上新版本').click()
  await loaded
  await first.waitForSelector('a[href*="/person/"]')
  expect(await searchField(first).inputValue()).toBe('bte')
  await second.getByText('新版本已就绪').waitFor()
  expect(await searchField(second).inputValue()).toBe('wl')
  const states = await first.evaluate(async () => {
    const found = (await navigator.serviceWorker.getRegistration())!
    return [found.waiting, found.active?.state]
  })
  expect(states).toEqual([null, 'activated'])
})

test('"later" is an answer: the old version goes on, with and without a network', async () => {
  const page = await openBoard()
  await controlled(page)
  between.version = '\n// another version'
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update())
  await page.getByText('以后再说').click()
  expect(await page.getByText('应用有新版本').count()).toBe(0)
  await context.setOffline(true)
  await page.reload()
  await page.waitForSelector('a.notice')
})

test.each(['portal', 'cut'] as const)(
  'a file that is not itself (%s) fails the install as a whole',
  async (how) => {
    between[how].add('/fonts/hudum.woff2')
    const page = await openBoard()
    const failed = await page.evaluate(async () => {
      const found = await navigator.serviceWorker.getRegistration()
      const worker = found?.installing ?? found?.waiting ?? found?.active
      if (!worker || worker.state === 'redundant') return true
      return new Promise<boolean>((resolve) =>
        worker.addEventListener('statechange', () => {
          if (worker.state === 'redundant') resolve(true)
          if (worker.state === 'activated') resolve(false)
        }),
      )
    })
    expect(failed).toBe(true)
    // The app goes on online, and installs once the network is honest.
    between[how].clear()
    await page.reload()
    await page.waitForSelector('a.notice')
    await controlled(page)
    await context.setOffline(true)
    await page.reload()
    await page.waitForSelector('a.notice')
  },
)

test('nothing of the county lies in the service worker’s caches', async () => {
  const page = await openBoard()
  await controlled(page)
  const cached = await page.evaluate(async () => {
    const urls: string[] = []
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys())
        urls.push(new URL(request.url).pathname)
    return urls
  })
  expect(cached).toContain('/index.html')
  expect(cached.filter((path) => path.startsWith('/api'))).toEqual([])
})
