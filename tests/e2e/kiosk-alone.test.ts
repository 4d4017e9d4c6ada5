import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { QUICK, anotherVersion, builtVersion, withBefore } from './another-version.ts'
import type { Between } from './between.ts'
import { standDemo } from './demo.ts'
import { controlled } from './reader.ts'
import { giveTablet, SHAPES } from './tablet.ts'

const REGION = '152529900201'
const LEAF = '.loop .leaf'
const DAY_MS = 86_400_000

/** Every clock of the tablet, in its page and in its worker, stands as the page's store says. */
const CLOCK = `{
  const real = Date.now.bind(Date)
  const channel = new BroadcastChannel('test-clock')
  let shift = 0
  if (self.window) {
    shift = Number(localStorage.getItem('test.shift') ?? 0)
    channel.onmessage = () => channel.postMessage(shift)
  } else {
    channel.onmessage = ({ data }) => (shift = Number(data))
  }
  channel.postMessage(shift)
  self.Date = class extends Date {
    constructor(...args) {
      if (args.length > 0) super(...args)
      else super(real() + shift)
    }
    static now() {
      return real() + shift
    }
  }
}
`

/** The watchdog’s half minute, in a fifth of it. */
const FASTER = `{
  const again = self.setInterval.bind(self)
  self.setInterval = (call, ms) => again(call, ms / 5)
}
`

const demo = standDemo()
let between: Between
let context: BrowserContext
let page: Page
beforeEach(async () => {
  between = await demo.between()
  between.before.set('/sw.js', QUICK)
  between.instead = withBefore([[/^worker-(?!part)/, CLOCK]])
})

/** A tablet that hangs, and from now on could stand alone. */
async function hang(): Promise<void> {
  ;({ context, page } = await demo.seat({ language: null, worker: true }))
  await context.addInitScript({ content: `if (self.origin !== 'null') ${CLOCK}` })
  await page.setViewportSize(SHAPES.wide)
  const { link } = await giveTablet(demo.server, [REGION])
  await page.goto(`${between.url}/kiosk#${link.split('#')[1]!}`)
  await page.waitForSelector(LEAF)
  await controlled(page)
  await untilProven(builtVersion())
}

const shown = () => page.evaluate(() => document.documentElement.dataset['version'])
const boots = () =>
  page.evaluate(
    async () =>
      (await (await caches.match('/boots'))?.json().catch(() => null)) as {
        proven: string
        tried: { version: string } | null
      } | null,
  )
const untilProven = (version: string) =>
  expect.poll(() => boots().then((known) => known?.proven), { timeout: 60_000 }).toBe(version)
const age = () => page.getAttribute('.age', 'data-age')
const hung = () => page.getAttribute('[data-manifest]', 'data-manifest')

/** Loaded anew at another time; what lies here is all that there is. */
async function beginAt(ms: number): Promise<void> {
  await page.evaluate((shift) => localStorage.setItem('test.shift', String(shift)), ms - Date.now())
  await page.reload()
  await page.waitForSelector(LEAF)
}

/** What a visitor reads of the notices of the board. */
async function read(): Promise<string[]> {
  await page.locator('.invite .way.zh-Hans').click()
  const lines = page.locator('a.notice')
  // First comes what fits on a screen, then the rest: it is all there once it no longer grows.
  let seen = 0
  await expect
    .poll(async () => [seen, (seen = await lines.count())], { interval: 700 })
    .toSatisfy(([before = 0, now = 0]: number[]) => now > 0 && now === before)
  const said = await lines.allInnerTexts()
  await page.locator('.bar .done').click()
  await page.waitForSelector(LEAF)
  return said
}

describe('without a network', () => {
  test('a page that hangs is opened anew by its watchdog', async () => {
    between.instead = withBefore([[/^watchdog-worker-/, FASTER]])
    await hang()
    between.down = true
    await page.evaluate(() => {
      Object.assign(window, { hung: true })
      setTimeout(() => {
        for (;;);
      }, 50)
    })
    // A page that hangs does not answer.
    const stuck = () =>
      Promise.race([page.evaluate(() => 'hung' in window), sleep(500, true)]).catch(() => true)
    await expect.poll(stuck, { timeout: 30_000 }).toBe(false)
    await page.waitForSelector(LEAF)
  })

  test('a page that crashed comes back to the board within five seconds', async () => {
    await hang()
    between.down = true
    const crashed = page.waitForEvent('crash')
    await page.goto('chrome://crash').catch(() => null)
    await crashed
    page = await context.newPage()
    await page.setViewportSize(SHAPES.wide)
    const began = Date.now()
    await page.goto(`${between.url}/`)
    await page.waitForSelector(LEAF)
    expect(Date.now() - began).toBeLessThan(5000)
  })

  test('a board stays as it is for sixty days: it says how old it is, and nothing ends by the device’s clock', async () => {
    await hang()
    const before = await read()
    between.down = true
    for (const [days, colour] of [
      [1, 'fresh'],
      [8, 'amber'],
      [31, 'red'],
      [60, 'red'],
    ] as const) {
      await beginAt(Date.now() + days * DAY_MS)
      await expect.poll(age, { message: `${days}` }).toBe(colour)
    }
    expect(await page.innerText('.age')).toContain('60')
    expect(await read()).toEqual(before)
    between.down = false
    await beginAt(Date.now())
    await expect.poll(age).toBe('fresh')
  })

  test.each([1970, 2099])('a clock that says %i hides nothing and ends nothing', async (year) => {
    await hang()
    const before = await read()
    const manifest = await hung()
    between.down = true
    await beginAt(Date.UTC(year, 0, 2, 3))
    expect(await hung()).toBe(manifest)
    expect(await age()).toBe('fresh')
    expect(await read()).toEqual(before)
    // With a network it also hears the county and is heard.
    between.down = false
    await page.reload()
    await page.waitForSelector(LEAF)
    expect(await page.locator('.broken, [data-fault]').count()).toBe(0)
  })
})

describe('a new version of the app', () => {
  const night = () => Math.floor(Date.now() / DAY_MS + 1) * DAY_MS + 19 * 3_600_000
  const noon = () => Math.floor(Date.now() / DAY_MS + 1) * DAY_MS + 4 * 3_600_000
  const waiting = () =>
    page.waitForFunction(async () =>
      Boolean((await navigator.serviceWorker.getRegistration())?.waiting),
    )

  /** Minutes pass until this version has been let in. */
  const minutesUntil = (version: string) =>
    expect
      .poll(
        async () => {
          await page.clock.runFor(61_000).catch(() => undefined)
          const known = await boots().catch(() => null)
          return known?.tried?.version ?? known?.proven
        },
        { timeout: 60_000 },
      )
      .toBe(version)

  test('waits by day, comes in at night by itself, and one that does not stand gives way', async () => {
    await hang()
    await page.clock.install()
    await beginAt(noon())
    const bad = anotherVersion('blank')
    between.instead = bad.files
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update())
    await waiting()
    await page.clock.runFor(10 * 60_000)
    expect(await shown()).toBe(builtVersion())
    await beginAt(night())
    await waiting()
    await minutesUntil(bad.version)
    await page.waitForSelector(LEAF)
    expect(await shown()).toBe(builtVersion())

    // The minutes so far may have led into the morning.
    await beginAt(night())
    const good = anotherVersion('sound')
    between.instead = good.files
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update())
    await waiting()
    await minutesUntil(good.version)
    await page.waitForSelector(LEAF)
    await untilProven(good.version)
  })
})
