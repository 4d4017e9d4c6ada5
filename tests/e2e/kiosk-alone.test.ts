import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { QUICK, anotherVersion, builtVersion, withBefore } from './another-version.ts'
import { TRIES } from '../../src/sw/boot-plan.ts'
import type { Between } from './between.ts'
import { standDemo } from './demo.ts'
import { controlled } from './reader.ts'
import { signIn } from './office.ts'
import { giveTablet, listed, SHAPES, type GivenTablet } from './tablet.ts'

const REGION = '152529900201'
const OTHER = '152529900202'
/** Something has been approved for it and waits to be published. */
const NEWS = '152529901203'
const LEAF = '.loop .leaf'
const DAY_MS = 86_400_000

/** The time of the tablet, in its page and in its worker, is another one, as the page's store says. */
const CLOCK = `{
  const real = Date.now.bind(Date)
  const shift = Number(self.window ? localStorage.getItem('test.shift') : self.name)
  if (self.window)
    self.Worker = class extends Worker {
      constructor(script, options) {
        super(script, { ...options, name: String(shift) })
      }
    }
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

/** A tablet that hangs, and from now on could stand alone. `timers`: its minutes pass when told. */
async function hang({ regions = [REGION], timers = false } = {}): Promise<GivenTablet> {
  ;({ context, page } = await demo.seat({ language: null, worker: true }))
  // Before the other clock: what a page measures is not to jump with the time of day.
  if (timers) await page.clock.install()
  await context.addInitScript({ content: `if (self.origin !== 'null') ${CLOCK}` })
  await page.setViewportSize(SHAPES.wide)
  const given = await giveTablet(demo.server, regions)
  await page.goto(`${between.url}/kiosk#${given.link.split('#')[1]!}`)
  await page.waitForSelector(LEAF)
  await controlled(page)
  await untilProven(builtVersion())
  return given
}

const shown = () => page.evaluate(() => document.documentElement.dataset['version'])
const boots = () =>
  page.evaluate(
    async () =>
      (await (await caches.match('/boots'))?.json().catch(() => null)) as {
        proven: string
        tried: { version: string; openings: number } | null
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

/** What a visitor reads of the notices of the board; of which one, where there are several. */
async function read(board?: number): Promise<string[]> {
  await page.locator('.invite .way.zh-Hans').click()
  if (board !== undefined) await page.locator('.pick').nth(board).click()
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

  test('two boards at a shared office stay for sixty days, each with its age, and both are read', async () => {
    await hang({ regions: [REGION, OTHER], timers: true })
    const before = [await read(0), await read(1)]
    expect(before[0]).not.toEqual(before[1])
    between.down = true
    for (const [days, colour] of [
      [6, 'fresh'],
      [7, 'amber'],
      [29, 'amber'],
      [30, 'red'],
      [60, 'red'],
    ] as const) {
      await beginAt(Date.now() + days * DAY_MS)
      const ages = new Map<string | null, string | null>()
      for (let leaf = 0; leaf < 60 && ages.size < 2; leaf++) {
        ages.set(await page.getAttribute('[data-manifest]', 'data-region'), await age())
        await page.clock.runFor(31_000)
        await page.waitForTimeout(200)
      }
      expect(Object.fromEntries(ages), `${days}`).toEqual({ [REGION]: colour, [OTHER]: colour })
    }
    expect([await read(0), await read(1)]).toEqual(before)
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

test('a tablet that is full keeps its board and tells the county; news hang once there is room', async () => {
  const { device } = await hang({ regions: [NEWS], timers: true })
  const rounds = (until: () => Promise<unknown>, what: unknown) =>
    expect
      .poll(
        async () => {
          await page.clock.runFor(6 * 60_000 + 10_000)
          return until()
        },
        { timeout: 60_000, interval: 2_000 },
      )
      .toEqual(what)
  const before = await hung()
  const notices = await read()
  const chrome = await context.newCDPSession(page)
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage!)
  const leave = async (bytes: number | null) => {
    const room = bytes === null ? {} : { quotaSize: used + bytes }
    await chrome.send('Storage.overrideQuotaForOrigin', { origin: between.url, ...room })
    // The browser remembers for half a minute how much there was.
    await sleep(31_000)
  }
  await leave(1000)
  await (await signIn(demo.server)).publishApproved(NEWS)
  await rounds(
    async () => (await listed(demo.server, device)).errors.map(({ code }) => code),
    ['sync.diskFull'],
  )
  expect(await hung()).toBe(before)
  expect(await read()).toEqual(notices)
  expect((await listed(demo.server, device)).standing).toBe('showsOther')
  await leave(null)
  await rounds(async () => (await hung()) !== before, true)
  await rounds(async () => (await listed(demo.server, device)).standing, 'well')
  expect((await read()).length).toBeGreaterThan(notices.length)
})

describe('a new version of the app', () => {
  const night = () => Math.floor(Date.now() / DAY_MS + 1) * DAY_MS + 19 * 3_600_000
  const noon = () => Math.floor(Date.now() / DAY_MS + 1) * DAY_MS + 4 * 3_600_000
  const waiting = () =>
    page.waitForFunction(async () =>
      Boolean((await navigator.serviceWorker.getRegistration())?.waiting),
    )

  /**
   * Minutes pass until this version has been let in. A worker that is asked for something just when it makes room for the
   * next one is begun once more, and makes room when it rests, after half a minute. While tools look at it, it never does,
   * and Chromium (156) gives the next one its place only after five minutes; so here the
   * one that stood is put to rest.
   */
  async function minutesUntil(version: string): Promise<void> {
    const chrome = await context.newCDPSession(page)
    let versionId = ''
    chrome.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      versionId ||= versions.find(({ status }) => status === 'activated')?.versionId ?? ''
    })
    await chrome.send('ServiceWorker.enable')
    await expect.poll(() => versionId).not.toBe('')
    await expect
      .poll(
        async () => {
          await page.clock.runFor(61_000).catch(() => undefined)
          await chrome.send('ServiceWorker.stopWorker', { versionId }).catch(() => undefined)
          const known = await boots().catch(() => null)
          return known?.tried?.version ?? known?.proven
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(version)
    await chrome.detach()
  }

  test('waits by day, comes in at night by itself, and one that does not stand gives way', async () => {
    await hang({ timers: true })
    await beginAt(noon())
    const bad = anotherVersion('blank')
    between.instead = bad.files
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update())
    await waiting()
    await page.clock.runFor(10 * 60_000)
    // Longer than one takes to come in.
    await sleep(2000)
    expect((await boots())?.tried).toBe(null)
    await beginAt(night())
    await waiting()
    await minutesUntil(bad.version)
    await expect
      .poll(() => boots().then((known) => known?.tried?.openings), { timeout: 60_000 })
      .toBe(TRIES + 1)
    await page.waitForSelector(LEAF)
    expect(await shown()).toBe(builtVersion())

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
