import type { Page, Route } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { standDemo } from './demo.ts'
import { createEyes } from './eyes.ts'
import { signIn } from './office.ts'
import { askForNews, hears, NOTICE, saying, type Reader } from './reader.ts'

/** The first and the last have something approved that the office can publish while a test looks on. */
const REGION = '152529901203'
const SECOND = '152529900201'
const NEWS_IN_TWO_TABS = '152529901205'
const API = '**/api/v1/**'

const see = createEyes('faults')

const demo = standDemo()
let reader: Reader
let page: Page

beforeEach(async () => {
  reader = await demo.seat()
  page = reader.page
})

const boardUrl = (region = REGION) => `${demo.server.url}/board/${region}`

async function openBoard(region = REGION, on = page): Promise<void> {
  await on.goto(demo.link(region))
  await on.waitForSelector(NOTICE)
  await on.waitForURL(boardUrl(region))
}

/** The board stands as it stood: its notices are there, and a name is found. */
async function boardStands(on = page): Promise<void> {
  await on.locator(NOTICE).first().waitFor()
  await on.locator('input[type=search]').fill('bte')
  await on.locator('a[href*="/person/"]').first().waitFor()
  await on.locator('input[type=search]').fill('')
  await on.locator(NOTICE).first().waitFor()
}

describe('the network', () => {
  test('a first sync under way says how far it is; one that finds no network says so, and what to do', async () => {
    let letGo: () => void = () => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    await reader.context.route('**/api/v1/{objects,packs}/**', async (route) => {
      await held
      await route.continue().catch(() => undefined)
    })
    await page.goto(demo.link(REGION))
    await hears(page, 'villager.board.firstSync')
    await page.getByRole('progressbar').waitFor()
    await see(page, 'first-sync')
    letGo()
    await boardStands()

    const second = await demo.seat()
    await second.context.route(API, (route) => route.abort('internetdisconnected'))
    await second.page.goto(demo.link(REGION))
    await hears(second.page, 'villager.board.firstSyncFailed')
    await hears(second.page, 'sync.outcome.offline')
    await see(second.page, 'first-sync-failed')
    await second.context.unroute(API)
    await second.page.getByRole('button', { name: /重试/ }).click()
    await boardStands(second.page)
  })

  test.each<[string, string, (route: Route) => Promise<void>]>([
    [
      'captive-portal',
      'sync.outcome.captivePortal',
      (route) =>
        route.fulfill({ status: 200, contentType: 'text/html', body: '<html>登录后上网</html>' }),
    ],
    [
      'server-trouble',
      'sync.outcome.serverTrouble',
      (route) => route.fulfill({ status: 500, contentType: 'text/plain', body: 'no' }),
    ],
    ['offline', 'villager.shell.offline', (route) => route.abort('internetdisconnected')],
  ])('%s: the board stands, and one sentence says what happened', async (name, key, answer) => {
    await openBoard()
    await reader.context.route(API, answer)
    await askForNews(page)
    await hears(page, key)
    await see(page, name)
    await boardStands()
    await reader.context.unroute(API)
    await askForNews(page)
    await expect.poll(() => page.getByText(saying(key)).count(), { timeout: 30_000 }).toBe(0)
  })

  test('an older head of the county is stale; a forged one is an alarm. Both leave the board as it was', async () => {
    await openBoard()
    const older = new Map<string, string>()
    for (const path of [`boards/${REGION}`, 'boards/152529000000', 'checkpoint'])
      older.set(path, await (await fetch(`${demo.server.url}/api/v1/${path}`)).text())
    const id = await (await signIn(demo.server)).publishApproved(REGION)
    await askForNews(page)
    await page.locator(`a[href*="${id}"]`).first().waitFor()

    const replay = (route: Route, change = (text: string) => text) => {
      const path = new URL(route.request().url()).pathname.replace('/api/v1/', '')
      const body = older.get(path)
      return body === undefined ? route.continue() : route.fulfill({ body: change(body) })
    }
    await reader.context.route(API, (route) => replay(route))
    await askForNews(page)
    await hears(page, 'sync.outcome.stale')
    await see(page, 'stale')
    await boardStands()
    expect(await page.locator(`a[href*="${id}"]`).count()).toBeGreaterThan(0)

    await reader.context.unroute(API)
    for (const path of older.keys())
      older.set(path, await (await fetch(`${demo.server.url}/api/v1/${path}`)).text())
    // One letter of the county's name in the signed text: a signature of something else.
    const forge = (text: string) => text.replace(/demo\.sambar/g, 'demo.sambat')
    await reader.context.route(API, (route) => replay(route, forge))
    await askForNews(page)
    await hears(page, 'sync.outcome.alarm')
    await see(page, 'alarm')
    await boardStands()
    expect(await page.locator(`a[href*="${id}"]`).count()).toBeGreaterThan(0)
  })
})

describe('the storage', () => {
  test('the browser drops the database: the board is known again, and comes back with the network', async () => {
    await openBoard()
    // The app keeps what it must know beside the database once a sync has ended well.
    await expect
      .poll(() => page.evaluate(() => caches.has('sambar-canary')), { timeout: 20_000 })
      .toBe(true)
    await reader.context.route(API, (route) => route.abort('internetdisconnected'))
    await page.goto(`${demo.server.url}/icon.svg`)
    const chrome = await reader.context.newCDPSession(page)
    await chrome.send('Storage.clearDataForOrigin', {
      origin: demo.server.url,
      storageTypes: 'indexeddb',
    })
    await page.goto(boardUrl())
    await hears(page, 'villager.shell.evicted')
    await see(page, 'evicted')
    await reader.context.unroute(API)
    await askForNews(page)
    await boardStands()
    await expect.poll(() => page.getByText(saying('villager.shell.evicted')).count()).toBe(0)
  })

  test('a full phone says how much is missing; what is there stays, and the rest comes once there is room', async () => {
    // The browser remembers for half a minute how much room there was, so that it must be little from the start:
    // enough for one board, and not for a second.
    await page.goto(`${demo.server.url}/icon.svg`)
    const chrome = await reader.context.newCDPSession(page)
    await chrome.send('Storage.overrideQuotaForOrigin', {
      origin: demo.server.url,
      quotaSize: 600_000,
    })
    await openBoard()
    await page.goto(demo.link(SECOND))
    await hears(page, 'sync.outcome.diskFull')
    await see(page, 'disk-full')
    await page.goto(boardUrl())
    await boardStands()
    await chrome.send('Storage.overrideQuotaForOrigin', { origin: demo.server.url })
    await page.goto(boardUrl(SECOND))
    await boardStands()
  })

  test('data of a newer app is read and left alone', async () => {
    await openBoard()
    await page.evaluate(
      () =>
        new Promise<void>((done, fail) => {
          const asked = indexedDB.open('sambar')
          asked.onerror = () => fail(new Error('no database'))
          asked.onsuccess = () => {
            const change = asked.result.transaction('settings', 'readwrite')
            change.objectStore('settings').put({ name: 'dataVersion', value: 99 })
            change.oncomplete = () => {
              asked.result.close()
              done()
            }
          }
        }),
    )
    await page.goto(boardUrl())
    await hears(page, 'villager.shell.readOnly')
    await see(page, 'read-only')
    await boardStands()
    // Another board cannot be taken in, and the person is told why.
    await page.goto(demo.link(SECOND))
    await hears(page, 'open.refused.updateTheApp')
  })

  test('no database at all: a sentence, not an empty page', async () => {
    await beforeWorker('Object.defineProperty(self, "indexedDB", { value: undefined });')
    await page.goto(`${demo.server.url}/open`)
    await hears(page, 'villager.shell.fault')
    await see(page, 'no-database')
  })

  test('what lies on the phone was changed: the notice says that it does not hold', async () => {
    await openBoard()
    await page.locator(NOTICE).first().click()
    await page.locator('a[href$="/verified"]').waitFor()
    const notice = page.url()
    await page.evaluate(
      (id) =>
        new Promise<void>((done, fail) => {
          const asked = indexedDB.open('sambar')
          asked.onerror = () => fail(new Error('no database'))
          asked.onsuccess = () => {
            const change = asked.result.transaction('notices', 'readwrite')
            const rows = change.objectStore('notices').openCursor()
            rows.onsuccess = () => {
              const row = rows.result
              if (!row) return
              const kept = row.value as { id: string; posted: { digest: string } }
              if (kept.id === id)
                row.update({ ...kept, posted: { ...kept.posted, digest: '0'.repeat(64) } })
              row.continue()
            }
            change.oncomplete = () => {
              asked.result.close()
              done()
            }
          }
        }),
      notice.split('/').pop()!,
    )
    await page.goto(notice)
    await hears(page, 'villager.notice.verifyFailed')
    await see(page, 'notice-broken')
    await page.locator('a[href$="/verified"]').first().click()
    await hears(page, 'villager.verified.bad')
    await hears(page, 'villager.verified.contentNo')
  })

  test('two tabs tell each other: news reach both, and what one removes is gone from the other', async () => {
    await openBoard(NEWS_IN_TWO_TABS)
    const second = await reader.context.newPage()
    await second.goto(boardUrl(NEWS_IN_TWO_TABS))
    await second.waitForSelector(NOTICE)
    const id = await (await signIn(demo.server)).publishApproved(NEWS_IN_TWO_TABS)
    await Promise.all([askForNews(page), askForNews(second)])
    for (const tab of [page, second]) await tab.locator(`a[href*="${id}"]`).first().waitFor()
    await second.goto(`${demo.server.url}/settings`)
    await second.getByText(saying('villager.settings.removeAll')).click()
    await second.getByText(saying('villager.settings.removeAllYes')).click()
    await second.waitForURL('**/open')
    await hears(page, 'open.notHeld')
    expect(await page.locator(NOTICE).count()).toBe(0)
    await see(page, 'removed-elsewhere')
  })
})

describe('the clock of the phone', () => {
  test.each([1999, 2099])(
    'says %i: the board stands, its age is told by the county’s time, and periods end by it alone',
    async (year) => {
      await openBoard()
      const badge = page.getByText(saying('villager.board.daysLeft')).first()
      const days = await badge.textContent()
      const off = Date.UTC(year, 5, 1) - Date.now()
      const shim = `{ const real = Date.now.bind(Date); const Real = Date
        self.Date = class extends Real { constructor(...a) { if (a.length) super(...a); else super(real() + ${off}) } static now() { return real() + ${off} } } }`
      await beforeWorker(shim)
      await page.addInitScript({ content: shim })
      await page.goto(boardUrl())
      await boardStands()
      expect(await badge.textContent()).toBe(days)
      const age = await page.locator('#main').innerText()
      expect(age).not.toContain(String(year))
      expect(age).toContain(String(new Date().getFullYear()))
      await askForNews(page)
      await page.waitForTimeout(500)
      await boardStands()
      // Without a network, too, and after everything was closed.
      await reader.context.route(API, (route) => route.abort('internetdisconnected'))
      await page.goto(boardUrl())
      await hears(page, 'villager.shell.offline')
      await boardStands()
      expect(await badge.textContent()).toBe(days)
      await see(page, `clock-${year}`)
    },
  )
})

test('an address without https is named, and nothing of it is taken for verified', async () => {
  const plain = 'http://gongkai.example'
  await reader.context.route(`${plain}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url())
    await route.fulfill({
      response: await route.fetch({ url: demo.server.url + pathname + search, maxRedirects: 0 }),
    })
  })
  await page.goto(`${plain}/b#${demo.link(REGION).split('#')[1]}`)
  await hears(page, 'villager.shell.notSecure')
  await see(page, 'not-secure')
  expect(await page.locator(NOTICE).count()).toBe(0)
})

/** Puts a line before the device's own script, as a phone with that fault would have it. */
async function beforeWorker(line: string): Promise<void> {
  await reader.context.route('**/assets/worker-*.js', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: `${line}\n${await answer.text()}` })
  })
}
