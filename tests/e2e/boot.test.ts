import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { anotherVersion, builtVersion } from './another-version.ts'
import { standBetween, type Between } from './between.ts'
import { boardsOf } from './office.ts'

const REGION = '152529900201'
const BOARD = 'a.notice'

/** The minute of the service worker, in a twentieth of it. */
const QUICK = `{
  const wait = self.setTimeout.bind(self)
  self.setTimeout = (call, ms) => wait(call, ms / 20)
}
`
const MINUTE_MS = 3000

let server: TestServer
let browser: Browser
let between: Between
let context: BrowserContext
let page: Page

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})
beforeEach(async () => {
  between = await standBetween(server.url)
  between.before.set('/sw.js', QUICK)
  context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  context.setDefaultTimeout(30_000)
  await context.addInitScript(() => localStorage.setItem('sambar.language', 'zh-Hans'))
  page = await context.newPage()
  const { link } = boardsOf(server).get(REGION)!
  await page.goto(`${between.url}/b#${link.split('#')[1]!}`)
  await page.waitForSelector(BOARD)
  await untilProven(builtVersion())
})
afterEach(async () => {
  await context.close()
  await between.stop()
})

/** What the service worker remembers of its versions. */
const boots = (at = page) =>
  at.evaluate(
    async () =>
      (await (await caches.match('/boots'))?.json()) as {
        proven: string
        tried: { version: string; openings: number } | null
      },
  )
async function untilProven(version: string): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  await page.waitForFunction(
    async (wanted) =>
      (
        (await (await caches.match('/boots'))?.json().catch(() => null)) as {
          proven?: string
        } | null
      )?.proven === wanted,
    version,
  )
}
const shown = (at = page) => at.evaluate(() => document.documentElement.dataset['version'])
const update = (at = page) =>
  at.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())!.update()))

/** Serves `how` from now on, and lets it in. */
async function letIn(how: Parameters<typeof anotherVersion>[0], name?: string): Promise<string> {
  const { version, files } = anotherVersion(how, name)
  between.instead = files
  await update()
  const loaded = page.waitForEvent('framenavigated')
  await page.getByText('换上新版本').click()
  await loaded
  return version
}

test('a version that stands is the one; the files of the one before it stay', async () => {
  between.asked.clear()
  const { script, ...next } = anotherVersion('sound')
  expect(await letIn('sound')).toBe(next.version)
  await page.waitForSelector(BOARD)
  await untilProven(next.version)
  expect(await shown()).toBe(next.version)
  expect(await boots()).toEqual({ proven: next.version, tried: null })
  expect((await page.evaluate(() => caches.keys())).sort()).toEqual(
    [
      ...[builtVersion(), next.version, 'boots'].map((one) => `sambar-app-${one}`),
      'sambar-canary',
    ].sort(),
  )
  // What both have was not fetched again.
  expect([...between.asked].filter((path) => /^\/(assets|fonts)/.test(path))).toEqual([script])
})

test.each(['throws', 'blank', 'hangs'] as const)(
  'a version whose script %s is replaced within the minute, and stays away until a still newer one',
  async (how) => {
    const bad = await letIn(how)
    await expect.poll(() => untilBoard(), { timeout: 20 * MINUTE_MS }).toBe(true)
    expect(await shown()).toBe(builtVersion())
    expect((await boots()).tried?.version).toBe(bad)
    await context.setOffline(true)
    await page.reload()
    await page.waitForSelector(BOARD)
    expect(await shown()).toBe(builtVersion())
    await context.setOffline(false)
    const good = await letIn('sound')
    await page.waitForSelector(BOARD)
    await untilProven(good)
    expect(await shown()).toBe(good)
  },
)

/** Does a board stand? A page that hangs does not answer. */
const untilBoard = () =>
  Promise.race([
    page.locator(BOARD).count().then(Boolean),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1000)),
  ])

test('a version that is closed again and again before its minute is over gives up, too', async () => {
  await letIn('blank')
  for (let i = 0; i < 4; i++) {
    await page.close()
    await new Promise((resolve) => setTimeout(resolve, MINUTE_MS + 500))
    page = await context.newPage()
    await page.goto(`${between.url}/board/${REGION}`)
  }
  await page.waitForSelector(BOARD, { timeout: MINUTE_MS / 2 })
  expect(await shown()).toBe(builtVersion())
})
