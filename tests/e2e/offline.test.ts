import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { launchProfile } from '#tests/support/browser.ts'
import { ROOT } from '#tests/support/root.ts'
import { SAMBAR } from '#tests/support/server.ts'
import type { Between } from './between.ts'
import { standDemo } from './demo.ts'
import { controlled, searchField, type Reading } from './reader.ts'

const REGION = '152529900201'

const demo = standDemo()
let between: Between
beforeEach(async () => {
  between = await demo.between()
})

async function open(reading: Reading): Promise<Page> {
  const { page } = await demo.seat(reading)
  await page.goto(demo.link(REGION, between.url))
  await page.waitForSelector('a.notice')
  return page
}

/** A file of the app by the beginning of its name. */
function asset(name: RegExp): string {
  const found = readdirSync(join(ROOT, 'dist/app/assets')).filter((file) => name.test(file))
  expect(found).toHaveLength(1)
  return `/assets/${found[0]!}`
}

test('after one visit the app opens in a new browser, with the server dead', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sambar-profile-'))
  let context = await launchProfile(folder)
  try {
    context.setDefaultTimeout(60_000)
    await context.addInitScript(() => localStorage.setItem('sambar.language', 'zh-Hans'))
    const page = await context.newPage()
    await page.goto(demo.link(REGION, between.url))
    await page.waitForSelector('a.notice')
    await controlled(page)
    await context.close()
    await between.stop()

    context = await launchProfile(folder)
    context.setDefaultTimeout(60_000)
    await context.setOffline(true)
    const after = await context.newPage()
    await after.addInitScript(() => {
      const open = IDBFactory.prototype.open
      IDBFactory.prototype.open = function (...asked) {
        document.documentElement.classList.add('reads-itself')
        return open.apply(this, asked)
      }
    })
    // As the icon on the home screen opens it.
    await after.goto(`${between.url}/`)
    await after.waitForSelector('a.notice')
    // The worker that opened the page had read what it shows.
    expect(await after.locator('.reads-itself').count()).toBe(0)
    await searchField(after).fill('bte')
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
    const page = await open({ worker: false })
    await searchField(page).fill('bte')
    await page.waitForSelector('a[href*="/person/"]')
    between.gone.add(asset(/^SettingsView-.*\.js$/))
    await page.locator('nav.tabs a[href="/settings"]').click()
    await page.getByText('应用的一个文件取不到').waitFor()
    expect(await searchField(page).inputValue()).toBe('bte')
    expect(page.url()).toBe(`${between.url}/board/${REGION}`)
    between.gone.clear()
    const loaded = page.waitForEvent('load')
    await page.getByRole('button', { name: '重新打开' }).click()
    await loaded
    await page.waitForSelector('a[href*="/person/"]')
    expect(await searchField(page).inputValue()).toBe('bte')
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
    const { page } = await demo.seat({ worker: true })
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
      env: { ...process.env, SAMBAR_DATA: demo.server.dataDir, DATABASE_URL: '' },
    })
  const left = (page: Page) =>
    page.evaluate(async () => [
      (await navigator.serviceWorker.getRegistrations()).length,
      (await caches.keys()).join(),
    ])
  const page = await open({ worker: true })
  await controlled(page)
  await searchField(page).fill('bte')
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
    expect(await searchField(page).inputValue()).toBe('bte')
    await page.waitForFunction(
      async () => !(await caches.keys()).some((name) => name.startsWith('sambar-app')),
    )
    expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull()
    // The next visit is a plain page from the network, and the board is here without a new sync.
    let loads = 0
    page.on('load', () => loads++)
    await page.addInitScript(() => {
      const container = navigator.serviceWorker
      const register = container.register.bind(container)
      container.register = (...asked) =>
        register(...asked).finally(() => document.body.classList.add('has-registered'))
    })
    await page.goto(`${between.url}/board/${REGION}`)
    await page.waitForSelector('a.notice')
    // The app asks for its worker at every opening; what it gets now comes and goes.
    await page.waitForSelector('.has-registered', { state: 'attached' })
    await expect.poll(() => left(page)).toEqual([0, 'sambar-canary'])
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
  await page.context().setOffline(true)
  await page.reload()
  await page.waitForSelector('a.notice')
})
