import type { BrowserContext, Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { QUICK, anotherVersion, builtVersion } from './another-version.ts'
import type { Between } from './between.ts'
import { standDemo } from './demo.ts'

const REGION = '152529900201'
const BOARD = 'a.notice'

/** The service worker’s own, in a twentieth of it. */
const MINUTE_MS = 3000

const demo = standDemo()
let between: Between
let context: BrowserContext
let page: Page
let troubles: string[]

beforeEach(async () => {
  between = await demo.between()
  between.before.set('/sw.js', QUICK)
  ;({ context, page, troubles } = await demo.seat({ worker: true }))
  await page.goto(demo.link(REGION, between.url))
  await page.waitForSelector(BOARD)
  await untilProven(builtVersion())
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
    if (how === 'throws') expect(troubles.splice(0)).toEqual(['this version is broken'])
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

describe('a download that breaks changes nothing', () => {
  const { script, version, files } = anotherVersion('sound')
  const store = `sambar-app-${version}`
  /** No version is on its way. */
  const untilOver = () =>
    page.waitForFunction(async () => {
      const { installing, waiting } = (await navigator.serviceWorker.getRegistration())!
      return !installing && !waiting
    })

  test.each([
    ['sw.js', 'cut'],
    [script, 'gone'],
    [script, 'cut'],
    [script, 'torn'],
    [script, 'portal'],
    ['/index.html', 'torn'],
    ['/index.html', 'cut'],
  ] as const)('%s, %s', async (path, how) => {
    between.instead = files
    between[how].add(path.startsWith('/') ? path : `/${path}`)
    // A worker that does not come whole is said at once.
    await update().catch(() => undefined)
    await untilOver()
    expect(await boots()).toEqual({ proven: builtVersion(), tried: null })
    between.down = true
    await page.reload()
    await page.waitForSelector(BOARD)
    expect(await shown()).toBe(builtVersion())
    // Once the line holds, only what is missing is fetched.
    between.down = false
    between[how].clear()
    between.asked.clear()
    expect(await letIn('sound')).toBe(version)
    await untilProven(version)
    expect(between.asked).not.toContain('/fonts/hudum.woff2')
  })

  test('a version that found no room takes none', async () => {
    const chrome = await context.newCDPSession(page)
    const origin = between.url
    const { usage } = await chrome.send('Storage.getUsageAndQuota', { origin })
    await chrome.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 100_000 })
    between.instead = files
    await update()
    await untilOver()
    await expect.poll(() => page.evaluate(() => caches.keys())).not.toContain(store)
    await context.setOffline(true)
    await page.reload()
    await page.waitForSelector(BOARD)
    await context.setOffline(false)
    await chrome.send('Storage.overrideQuotaForOrigin', { origin })
    await letIn('sound')
    await untilProven(version)
  })
})
