import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { withBefore } from './another-version.ts'
import { standDemo } from './demo.ts'
import { giveTablet, SHAPES } from './tablet.ts'

/** How long a tablet is left to strangers and to itself. */
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 3)
const REGION = '152529900201'
const LEAF = '.loop .leaf'
const OUTPUT = join(import.meta.dirname, '../output/soak.json')

/** Pages of the loop, which stand a minute at most, stand for a fraction of a second; strangers have their time. */
const FASTER = `{
  const wait = window.setTimeout.bind(window)
  const hangs = () => document.querySelector('.loop') !== null
  window.setTimeout = (call, ms, ...rest) =>
    wait(call, ms <= 60_000 && hangs() ? ms / 400 : ms, ...rest)
}
`
/** The device's connections to its database, opened and not closed. */
const COUNTED = `{
  self.connections = 0
  const open = IDBFactory.prototype.open
  IDBFactory.prototype.open = function (...asked) {
    const request = open.apply(this, asked)
    request.addEventListener('success', () => self.connections++)
    return request
  }
  const close = IDBDatabase.prototype.close
  IDBDatabase.prototype.close = function () {
    self.connections--
    close.call(this)
  }
}
`

/** What a tablet holds, after its garbage has been taken out. */
interface Held {
  minute: number
  heapMb: number
  nodes: number
  listeners: number
  documents: number
  connections: number
}

const demo = standDemo()

test(
  `strangers and the loop take turns for ${MINUTES} minutes, and nothing is left of either`,
  async () => {
    const between = await demo.between()
    between.instead = withBefore([[/^worker-(?!part)/, COUNTED]])
    const { page } = await demo.seat({ language: null })
    await page.addInitScript({ content: FASTER })
    await page.setViewportSize(SHAPES.wide)
    const given = await giveTablet(demo.server, [REGION])
    await page.goto(`${between.url}/kiosk#${given.link.split('#')[1]!}`)
    await page.waitForSelector(LEAF)
    const chrome = await page.context().newCDPSession(page)
    const began = Date.now()
    const minute = () => (Date.now() - began) / 60_000
    const kept: Held[] = []
    // The first visit loads what every later one needs.
    await somebodyComes(page)
    while (minute() < MINUTES) {
      kept.push(await heldBy(page, chrome, minute()))
      await sleep(10_000)
      await somebodyComes(page)
    }
    kept.push(await heldBy(page, chrome, minute()))
    mkdirSync(join(OUTPUT, '..'), { recursive: true })
    writeFileSync(OUTPUT, `${JSON.stringify(kept, null, 1)}\n`)
    const [first, last] = [kept[0]!, kept[kept.length - 1]!]
    console.log(`soak: ${JSON.stringify(first)} … ${JSON.stringify(last)}`)

    expect(kept.length).toBeGreaterThan(2)
    expect(last.connections).toBe(first.connections)
    expect(last.documents).toBeLessThanOrEqual(first.documents)
    // Whichever leaf hangs at that moment has a few more of these, or less.
    const most = (of: (held: Held) => number) => Math.max(...kept.slice(0, 3).map(of))
    expect(last.nodes).toBeLessThanOrEqual(1.1 * most(({ nodes }) => nodes))
    expect(last.listeners).toBeLessThanOrEqual(1.1 * most(({ listeners }) => listeners))
    expect(last.heapMb).toBeLessThanOrEqual(1.1 * most(({ heapMb }) => heapMb))
  },
  60_000 * (MINUTES + 5),
)

/** Looks somebody up, reads their page, and goes. */
async function somebodyComes(page: Page): Promise<void> {
  await page.locator('.invite .way.zh-Hans').click()
  await page.locator('#main input[type=search]').fill('bte')
  await page.locator('a[href*="/person/"]').first().click()
  await page.waitForSelector('article.entry')
  await page.locator('.bar .done').click()
  await page.waitForSelector(LEAF)
}

async function heldBy(page: Page, chrome: CDPSession, minute: number): Promise<Held> {
  // All of the loop is there.
  await page.waitForSelector('.mark svg')
  await chrome.send('HeapProfiler.collectGarbage')
  await chrome.send('Performance.enable')
  const { metrics } = await chrome.send('Performance.getMetrics')
  const of = (name: string) => metrics.find((metric) => metric.name === name)!.value
  const device = page.workers().find((worker) => /\/worker-(?!part)/.test(worker.url()))!
  return {
    minute: Math.round(minute * 10) / 10,
    heapMb: Math.round(of('JSHeapUsedSize') / 1e4) / 100,
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
    documents: of('Documents'),
    connections: await device.evaluate(
      () => (self as unknown as { connections: number }).connections,
    ),
  }
}
