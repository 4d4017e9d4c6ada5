import { createBigCounty } from '#tests/support/big-county.ts'
import { villageCode } from '#tests/support/big-notices.ts'
import { launchBrowser } from '#tests/support/browser.ts'
import { startServer } from '#tests/support/server.ts'
import { publishYear } from './big-year.ts'
import { atMost, type Measured } from './figure.ts'
import { tabletLink } from './kiosk.ts'

const EARLY = 50
const LATE = 500
/** An engine compiles what runs often ever better, for minutes: that is no memory of the loop. */
const BYTECODE = '--js-flags=--no-opt --no-maglev --no-sparkplug'
/** Pages of the loop, which stand a minute at most, stand for a few milliseconds; what takes longer takes it. */
const FASTER = `{
  const wait = window.setTimeout.bind(window)
  window.setTimeout = (call, ms, ...rest) => wait(call, ms > 60_000 ? ms : ms / 4000, ...rest)
}
`

/** What the page holds when the loop has come round 500 times, against 50 times. */
export async function kioskHeap(): Promise<Measured> {
  const county = await createBigCounty(1)
  const browser = await launchBrowser([BYTECODE])
  try {
    const region = villageCode(0)
    await publishYear(county, region, { year: 2026, notices: 1, lines: 100, seed: 'loop' })
    await county.close()
    const server = await startServer({ demo: false, dataDir: county.dataDir })
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      await context.addInitScript({ content: FASTER })
      await context.addInitScript(countRounds)
      const page = await context.newPage()
      await page.goto(await tabletLink(server, [region]))
      await page.waitForSelector('.loop .leaf')
      const chrome = await context.newCDPSession(page)
      const heapAfter = async (rounds: number) => {
        await page.waitForFunction(
          (wanted) => (window as { rounds?: number }).rounds! >= wanted,
          rounds,
          { timeout: 240_000, polling: 100 },
        )
        await chrome.send('HeapProfiler.collectGarbage')
        return (await chrome.send('Runtime.getHeapUsage')).usedSize / 1e6
      }
      const early = await heapAfter(EARLY)
      const late = await heapAfter(LATE)
      const said = `the loop ${LATE} times round; floor = ${EARLY} times; one notice, both scripts`
      return atMost('kiosk-heap', late, early, 1.05, 'MB', said)
    } finally {
      await server.stop({ keep: true })
    }
  } finally {
    await browser.close()
    await county.tearDown()
  }
}

/** Runs in the page: the loop has come round when its first leaf hangs again in the script that it began with. */
function countRounds(): void {
  const counted = Object.assign(window, { rounds: 0 })
  let first: string | null = null
  let last = ''
  const look = () => {
    const leaf = document.querySelector('.loop .leaf')
    const now = leaf
      ? `${document.documentElement.lang} ${leaf.querySelector('h2')?.textContent}`
      : ''
    if (now === '' || now === last) return
    first ??= now
    if (now === first) counted.rounds++
    last = now
  }
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['lang'],
  })
}
