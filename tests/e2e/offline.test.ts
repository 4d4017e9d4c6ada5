import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser, launchProfile } from '#tests/support/browser.ts'
import { ROOT } from '#tests/support/root.ts'
import { SAMBAR, startServer, type TestServer } from '#tests/support/server.ts'
import { standBetween, type Between } from './between.ts'
import { boardsOf } from './office.ts'

const REGION = '152529900201'

let server: TestServer
let browser: Browser
let fragment: string
let between: Between
let context: BrowserContext

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  fragment = boardsOf(server).get(REGION)!.link.split('#')[1]!
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})
beforeEach(async () => {
  between = await standBetween(server.url)
})
afterEach(async () => {
  await context?.close()
  await between.stop()
})

const inChinese = () => localStorage.setItem('sambar.language', 'zh-Hans')

async function open(options: { serviceWorkers?: 'allow' | 'block' } = {}): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options })
  context.setDefaultTimeout(60_000)
  await context.addInitScript(inChinese)
  const page = await context.newPage()
  await page.goto(`${between.url}/b#${fragment}`)
  await page.waitForSelector('a.notice')
  return page
}

const controlled = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
const search = (page: Page) => page.locator('input[type=search]')
/** A file of the app by the beginning of its name. */
function asset(name: RegExp): string {
  const found = readdirSync(join(ROOT, 'dist/app/assets')).filter((file) => name.test(file))
  expect(found).toHaveLength(1)
  return `/assets/${found[0]!}`
}

test('after one visit the app opens in a new browser, with the server dead', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sambar-profile-'))
  try {
    context = await launchProfile(folder)
    context.setDefaultTimeout(60_000)
    await context.addInitScript(inChinese)
    const page = await context.newPage()
    await page.goto(`${between.url}/b#${fragment}`)
    await page.waitForSelector('a.notice')
    await controlled(page)
    await context.close()
    await between.stop()

    context = await launchProfile(folder)
    context.setDefaultTimeout(60_000)
    await context.setOffline(true)
    const after = await context.newPage()
    // As the icon on the home screen opens it.
    await after.goto(`${between.url}/`)
    await after.waitForSelector('a.notice')
    await search(after).fill('bte')
    await after.locator('a[href*="/person/"]').first().click()
    await after.waitForSelector('article.entry')
    // A screen that was never visited, and one in the other language.
    await after.goto(`${between.url}/settings`)
    await after.getByText('字号').first().waitFor()
    await after.locator('header .other').click()
    await after.waitForFunction(() => document.documentElement.lang === 'mn-Mong-CN')
  } finally {
    await context.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

describe('a part of the app that is gone', () => {
  test('is told in one sentence; the screen and what was typed stay', async () => {
    const page = await open({ serviceWorkers: 'block' })
    await search(page).fill('bte')
    await page.waitForSelector('a[href*="/person/"]')
    between.gone.add(asset(/^SettingsView-.*\.js$/))
    await page.locator('nav.tabs a[href="/settings"]').click()
    await page.getByText('应用的一个文件取不到').waitFor()
    expect(await search(page).inputValue()).toBe('bte')
    expect(page.url()).toBe(`${between.url}/board/${REGION}`)
    between.gone.clear()
    const loaded = page.waitForEvent('load')
    await page.getByRole('button', { name: '重新打开' }).click()
    await loaded
    await page.waitForSelector('a[href*="/person/"]')
    expect(await search(page).inputValue()).toBe('bte')
    // Only once, and nothing is left of it.
    expect(await page.evaluate(() => sessionStorage.getItem('sambar.typed'))).toBeNull()
    await page.locator('nav.tabs a[href="/settings"]').click()
    await page.getByText('字号').first().waitFor()
  })

  test.each([
    ['the screen asked for', /^SettingsView-.*\.js$/, '应用的一个文件取不到'],
    ['the app itself', /^app-.*\.js$/, '应用没有完整地取到'],
    ['the page’s own script', /^app-.*\.js$/, '应用没有完整地取到'],
  ])('is no blank page where it is %s', async (_what, name, sentence) => {
    between.gone.add(asset(name))
    context = await browser.newContext({ viewport: { width: 360, height: 740 } })
    context.setDefaultTimeout(60_000)
    await context.addInitScript(inChinese)
    const page = await context.newPage()
    await page.goto(`${between.url}/settings`)
    await page.getByText(sentence).waitFor()
    between.gone.clear()
    await page.locator('button:visible, a.again:visible', { hasText: '重新打开' }).click()
    await page.getByText('字号').first().waitFor()
  })
})

test('the switch: the app is cleared away, what the phone holds stays, and comes back installed', async () => {
  const sambar = (...args: string[]) =>
    execFileSync(process.execPath, [SAMBAR, ...args], {
      encoding: 'utf8',
      env: { ...process.env, SAMBAR_DATA: server.dataDir, DATABASE_URL: '' },
    })
  const left = (page: Page) =>
    page.evaluate(async () => [
      (await navigator.serviceWorker.getRegistrations()).length,
      (await caches.keys()).join(),
    ])
  const page = await open()
  await controlled(page)
  await search(page).fill('bte')
  const made = await page.evaluate(async () => (await indexedDB.databases()).map((db) => db.name))
  try {
    expect(sambar('app', 'off')).toContain('已停用')
    // The browser looks at /sw.js at every opening; this is such a look, with somebody typing.
    const gone = page.waitForEvent('load')
    await page
      .evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found?.update()))
      .catch(() => null)
    await gone
    await page.waitForSelector('a[href*="/person/"]')
    expect(await search(page).inputValue()).toBe('bte')
    await page.waitForFunction(
      async () => !(await caches.keys()).some((name) => name.startsWith('workbox')),
    )
    expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull()
    // The next visit is a plain page from the network, and the board is here without a new sync.
    let loads = 0
    page.on('load', () => loads++)
    await page.goto(`${between.url}/board/${REGION}`)
    await page.waitForSelector('a.notice')
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.getRegistrations()).length === 0,
    )
    expect(await left(page)).toEqual([0, 'sambar-canary'])
    expect(loads).toBe(1)
    expect(
      await page.evaluate(async () => (await indexedDB.databases()).map((db) => db.name)),
    ).toEqual(made)
  } finally {
    expect(sambar('app', 'on')).toContain('已恢复')
  }
  await page.reload()
  await page.waitForSelector('a.notice')
  await controlled(page)
  await context.setOffline(true)
  await page.reload()
  await page.waitForSelector('a.notice')
})
