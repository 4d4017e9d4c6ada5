import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { launchBrowser } from '#tests/support/browser.ts'
import { createBigCounty } from '#tests/support/big-county.ts'
import { bigNotice, villageCode } from '#tests/support/big-notices.ts'
import { startServer } from '#tests/support/server.ts'
import type { Measured } from './figure.ts'

const LINES = 20_000
const SLOWER = 6
const FLING_MS = 10_000
const BAR_MS = 50
/** How long a fling runs before the next one. */
const REST_MS = 400
/** The last one has come to rest by then. */
const STANDS_MS = 3000
/** Somebody else's work on this machine makes frames longer, never shorter: the best of so many counts. */
const TRIES = 3
const PHONE = { width: 360, height: 740 }

const LANGUAGES = [
  { name: 'zh', key: 'zh-Hans' },
  { name: 'mn', key: 'mn-Mong' },
]

/** A list of 20 000 lines on the notice's own screen, flung for ten seconds on a phone six times slower: its longest frame. */
export async function scroll(): Promise<Measured> {
  const county = await createBigCounty(1)
  const browser = await launchBrowser()
  try {
    const region = villageCode(0)
    const { program } = county
    const approved = bigNotice({
      region,
      program,
      year: 2025,
      batch: null,
      lines: LINES,
      seed: 'scroll',
    })
    await county.publish([approved])
    const link = await county.link('http://127.0.0.1', region)
    await county.close()
    const server = await startServer({ demo: false, dataDir: county.dataDir })
    try {
      const place = { link: `${server.url}/b#${link.split('#')[1]}`, notice: approved.notice.id }
      const found: { name: string; longest: number; frames: number; rows: number }[] = []
      for (const { name, key } of LANGUAGES) {
        const page = await openList(browser, key, place)
        const tries: Flung[] = []
        for (let i = 0; i < TRIES; i++) tries.push(await fling(page, key === 'mn-Mong'))
        found.push({ name, ...tries.sort((a, b) => a.longest - b.longest)[0]! })
        await page.context().close()
      }
      const longest = Math.max(...found.map((one) => one.longest))
      return {
        name: 'scroll',
        value: longest,
        floor: null,
        bar: BAR_MS,
        ok: longest <= BAR_MS,
        unit: 'ms',
        said: found
          .map(
            ({ name, longest: worst, frames, rows }) =>
              `${name} ${worst.toFixed(0)} ms in ${frames} frames, ${rows} rows gone by`,
          )
          .join('; '),
      }
    } finally {
      await server.stop({ keep: true })
    }
  } finally {
    await browser.close()
    await county.tearDown()
  }
}

interface Flung {
  longest: number
  frames: number
  rows: number
}

async function openList(
  browser: Browser,
  language: string,
  { link, notice }: { link: string; notice: string },
): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, hasTouch: true })
  context.setDefaultTimeout(120_000)
  await context.addInitScript((key) => localStorage.setItem('sambar.language', key), language)
  const page = await context.newPage()
  await page.goto(link)
  await page.tap(`a.notice[href$="${notice}"]`)
  await page.waitForSelector('.payee a')
  const lines = Number(await page.getAttribute('.payees', 'data-count'))
  if (lines !== LINES) throw new Error(`the list has ${lines} lines`)
  // What the screen still does after it has opened is no part of a fling.
  await page.waitForTimeout(3000)
  return page
}

/** Flings towards the end, again and again, and takes the time from each frame to the next. */
async function fling(page: Page, sideways: boolean): Promise<Flung> {
  await page.evaluate(() => {
    document.querySelector('.body')!.scrollIntoView({ block: 'start' })
  })
  await page.waitForTimeout(500)
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  const before = await firstRow(page)
  await page.evaluate(() => {
    const seen = { last: performance.now(), longest: 0, frames: 0, on: true }
    const frame = (now: number) => {
      seen.longest = Math.max(seen.longest, now - seen.last)
      seen.frames += 1
      seen.last = now
      if (seen.on) requestAnimationFrame(frame)
    }
    requestAnimationFrame((now) => {
      seen.last = now
      requestAnimationFrame(frame)
    })
    ;(window as unknown as { flung: typeof seen }).flung = seen
  })
  const ends = Date.now() + FLING_MS
  while (Date.now() < ends) {
    await swipe(session, sideways)
    await sleep(REST_MS)
  }
  const { longest, frames } = await page.evaluate(() => {
    const { flung } = window as unknown as {
      flung: { longest: number; frames: number; on: boolean }
    }
    flung.on = false
    return flung
  })
  await sleep(STANDS_MS)
  const filled = await page.evaluate(filledPart, sideways)
  if (filled < 0.99) throw new Error(`${Math.round(100 - filled * 100)} % of the list is empty`)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await session.detach()
  const rows = (await firstRow(page)) - before
  if (rows < 100) throw new Error(`only ${rows} rows went by: nothing was flung`)
  // Stamps of frames are told in tenths: three frames at 60 Hz are 50.0 or 50.1.
  return { longest: Math.round(longest), frames, rows }
}

/** How much of what is seen of the list holds rows, each in its place. */
function filledPart(sideways: boolean): number {
  const extent = (el: Element) => {
    const { left, right, top, bottom } = el.getBoundingClientRect()
    return sideways ? { start: left, end: right } : { start: top, end: bottom }
  }
  const view = extent(document.querySelector('#main')!)
  let filled = 0
  for (const row of document.querySelectorAll('.payee')) {
    const { start, end } = extent(row)
    const number = Number(row.querySelector('.number')?.textContent?.replace(/\D/g, ''))
    if (number === Number(row.getAttribute('data-index')) + 1)
      filled += Math.max(0, Math.min(end, view.end) - Math.max(start, view.start))
  }
  return filled / (view.end - view.start)
}

/** A thumb drawn quickly over the screen and lifted on the way: the browser lets the page run on. */
async function swipe(session: CDPSession, sideways: boolean): Promise<void> {
  const { width, height } = PHONE
  const at = (part: number) =>
    sideways ? { x: width * part, y: height / 2 } : { x: width / 2, y: height * part }
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', part: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [at(part)],
    })
  // On time, whether or not the page has answered: how fast a thumb moves does not depend on the phone.
  const sent = [touch('touchStart', 0.85)]
  for (let part = 0.77; part > 0.15; part -= 0.08) {
    await sleep(12)
    sent.push(touch('touchMove', part))
  }
  sent.push(touch('touchEnd', 0))
  await Promise.all(sent)
}

/** Number of the first row that is seen; elements of others wait elsewhere to be written anew. */
const firstRow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const view = document.querySelector('#main')!.getBoundingClientRect()
    const seen = [...document.querySelectorAll('.payee')].filter((row) => {
      const { right, bottom, left, top } = row.getBoundingClientRect()
      return right > view.left && left < view.right && bottom > view.top && top < view.bottom
    })
    return Math.min(...seen.map((row) => Number(row.getAttribute('data-index'))))
  })
