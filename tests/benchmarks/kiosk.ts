import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser } from '#tests/support/browser.ts'
import { runSambar } from '#tests/support/sambar-cli.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { standBetween, type Between } from '../e2e/between.ts'
import { timeTo, visit } from './cold.ts'
import { serveEmptyPage } from './empty-page.ts'
import { atMost, type Measured } from './figure.ts'

const REGION = '152529900201'
const LEAF = '.loop .leaf'
const SAMPLES = 7
const VISITS = 9
const WIPE_BAR_MS = 200
const BEAT_BAR_BYTES = 1024

/** The link that makes a device the board of these villages, at any hour. */
export async function tabletLink(server: TestServer, regions: readonly string[]): Promise<string> {
  const always = ['--on', '00:00', '--off', '00:00']
  const args = ['device', 'add', '--url', server.url, ...always, '--region', ...regions]
  const { exit, json, stderr } = await runSambar(server, args)
  if (exit !== 0) throw new Error(`no tablet: ${stderr}`)
  return String(json['link'])
}

/** Offline, browser and all started anew: from the address to the board that hangs. */
export async function kioskOpen(): Promise<Measured> {
  const profiles = mkdtempSync(join(tmpdir(), 'sambar-profiles-'))
  const [ours, empty] = [join(profiles, 'ours'), join(profiles, 'empty')]
  const nothing = await serveEmptyPage()
  const server = await startServer()
  try {
    const link = await tabletLink(server, [REGION])
    const ready = (page: Page) =>
      page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await visit(ours, async (page) => {
      await page.goto(link)
      await page.waitForSelector(LEAF)
      await ready(page)
    })
    await visit(empty, async (page) => {
      await page.goto(nothing.url)
      await ready(page)
    })
    await server.stop()
    await nothing.close()
    const times = { ours: [] as number[], empty: [] as number[] }
    for (let i = 0; i < SAMPLES; i++) {
      await visit(empty, async (page) =>
        times.empty.push(await timeTo(page, nothing.url, '.empty')),
      )
      await visit(ours, async (page) =>
        times.ours.push(await timeTo(page, `${server.url}/kiosk`, LEAF)),
      )
    }
    const said = 'offline, a tablet of one board; floor = an empty Vue page'
    const value = Math.min(...times.ours)
    return atMost('kiosk-open', value, Math.min(...times.empty), 2.5, 'ms', said)
  } finally {
    if (server.process.exitCode === null) await server.stop()
    nothing.tearDown()
    rmSync(profiles, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** A tablet that hangs, in a browser of its own. */
async function withTablet<T>(
  regions: readonly string[],
  work: (page: Page, between: Between) => Promise<T>,
): Promise<T> {
  const server = await startServer()
  const between = await standBetween(server.url)
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    const link = await tabletLink(server, regions)
    await page.goto(`${between.url}/kiosk#${link.split('#')[1]}`)
    await page.waitForSelector(LEAF)
    return await work(page, between)
  } finally {
    await browser.close()
    await between.stop()
    await server.stop()
  }
}

/** From "done" until nothing of the person is in the page and the frame that shows it has been drawn. */
export async function kioskWipe(): Promise<Measured> {
  const times = await withTablet([REGION], async (page) => {
    const all: number[] = []
    for (let i = 0; i < VISITS; i++) {
      await page.locator('.invite .way.zh-Hans').click()
      await page.locator('#main input[type=search]').fill('bte')
      await page.locator('a[href*="/person/"]').first().click()
      await page.waitForSelector('article.entry')
      const loaded = page.waitForEvent('load')
      await page.evaluate(wipeAndTell)
      await loaded
      await page.waitForSelector(LEAF)
      all.push(await page.evaluate(() => Number(localStorage.getItem('test.wipe'))))
    }
    return all.sort((a, b) => a - b)
  })
  const value = times[Math.floor(times.length / 2)]!
  return {
    name: 'kiosk-wipe',
    value,
    floor: null,
    bar: WIPE_BAR_MS,
    ok: value > 0 && value <= WIPE_BAR_MS,
    unit: 'ms',
    said: `median of ${VISITS} visits that ended on a person’s page; slowest ${times[VISITS - 1]!.toFixed(0)} ms`,
  }
}

/** Runs in the page, which is loaded anew a moment later: what it found lies in the store. */
function wipeAndTell(): void {
  localStorage.setItem('test.wipe', '0')
  const began = performance.now()
  const look = new MutationObserver(() => {
    if (document.querySelector('.visit')) return
    look.disconnect()
    // The page may be gone before its next frame.
    localStorage.setItem('test.wipe', String(performance.now() - began))
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      // After the frame in which it was gone.
      channel.port1.onmessage = () =>
        localStorage.setItem('test.wipe', String(performance.now() - began))
      channel.port2.postMessage(null)
    })
  })
  look.observe(document.body, { subtree: true, childList: true })
  document.querySelector<HTMLElement>('.bar .done')!.click()
}

/** What a tablet of five boards tells its county, with as many kinds of errors as it counts. */
export async function heartbeat(): Promise<Measured> {
  const boards = [1, 2, 3, 4, 5].map((n) => `15252990020${n}`)
  const bytes = await withTablet(boards, async (page, between) => {
    await page.evaluate(() =>
      localStorage.setItem(
        'sambar.errors',
        Array.from({ length: 20 }, (_, n) => `trouble.number${n} ${1000 + n}`).join('\n'),
      ),
    )
    between.sent.clear()
    await page.reload()
    for (let i = 0; i < 600; i++) {
      for (const [path, length] of between.sent) if (path.endsWith('/heartbeat')) return length
      await page.waitForTimeout(100)
    }
    return 0
  })
  return {
    name: 'heartbeat',
    value: bytes,
    floor: null,
    bar: BEAT_BAR_BYTES,
    ok: bytes > 0 && bytes <= BEAT_BAR_BYTES,
    unit: 'B',
    said: 'five boards, twenty kinds of errors',
  }
}
