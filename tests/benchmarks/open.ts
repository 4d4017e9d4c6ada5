import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { createBigCounty } from '#tests/support/big-county.ts'
import { villageCode } from '#tests/support/big-notices.ts'
import { inventedName } from '#tests/support/big-sheet.ts'
import { startServer } from '#tests/support/server.ts'
import { publishYear } from './big-year.ts'
import { timeTo, visit } from './cold.ts'
import { serveEmptyPage } from './empty-page.ts'
import { atMost, type Measured } from './figure.ts'

const PEOPLE = 3000
/** A board that has hung for ten years. */
const YEARS = Array.from({ length: 10 }, (_, n) => 2016 + n)
const NOTICES_A_YEAR = 10
const LINES = YEARS.length * NOTICES_A_YEAR * PEOPLE
const SAMPLES = 7
const SEARCH_BAR_MS = 300
const BOARD = 'a.notice'
const HIT = 'a[href*="/person/"]'

interface Opened {
  /** Milliseconds from the navigation to the frame after the board stood there. */
  board: number
  /** Milliseconds from the first letter to the frame after somebody was found. */
  search: number
}

let measured: Promise<{ ours: Opened[]; empty: number[] }> | null = null

/** Offline, browser and all started anew: from the address to the board with its data on screen. */
export async function coldOpen(): Promise<Measured> {
  const { ours, empty } = await (measured ??= measure())
  const board = Math.min(...ours.map((one) => one.board))
  const said = `offline, ${LINES} lines on the board; floor = an empty Vue page`
  return atMost('cold-open', board, Math.min(...empty), 2.5, 'ms', said)
}

/** The first name typed after such an opening, until it is found. */
export async function firstSearch(): Promise<Measured> {
  const { ours } = await (measured ??= measure())
  const times = ours.map((one) => one.search).sort((a, b) => a - b)
  const value = times[Math.floor(times.length / 2)]!
  return {
    name: 'first-search',
    value,
    floor: null,
    bar: SEARCH_BAR_MS,
    ok: value <= SEARCH_BAR_MS,
    unit: 'ms',
    said: `median of ${times.length} cold openings, ${LINES} lines, ${PEOPLE} people`,
  }
}

/** Both in turn on one machine: each time a new browser process on the profile of the last. */
async function measure(): Promise<{ ours: Opened[]; empty: number[] }> {
  const profiles = mkdtempSync(join(tmpdir(), 'sambar-profiles-'))
  const [ourProfile, emptyProfile] = [join(profiles, 'ours'), join(profiles, 'empty')]
  let now = Date.UTC(YEARS[0]!, 0)
  const county = await createBigCounty(1, () => now)
  const nothing = await serveEmptyPage()
  try {
    const region = villageCode(0)
    for (const year of YEARS) {
      now = Date.UTC(year, 10)
      await publishYear(county, region, {
        year,
        notices: NOTICES_A_YEAR,
        lines: PEOPLE,
        people: PEOPLE,
        seed: 'open',
      })
    }
    const link = await county.link('http://127.0.0.1', region)
    await county.close()
    const server = await startServer({ demo: false, dataDir: county.dataDir })
    try {
      await visit(ourProfile, async (page) => {
        await page.addInitScript(() => localStorage.setItem('sambar.language', 'zh-Hans'))
        await page.goto(`${server.url}/b${link.slice(link.indexOf('#'))}`)
        await page.waitForSelector(BOARD, { timeout: 120_000 })
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
      })
    } finally {
      await server.stop({ keep: true })
    }
    await visit(emptyProfile, async (page) => {
      await page.goto(nothing.url)
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    })
    await nothing.close()

    const ours: Opened[] = []
    const empty: number[] = []
    for (let i = 0; i < SAMPLES; i++) {
      await visit(emptyProfile, async (page) =>
        empty.push(await timeTo(page, nothing.url, '.empty')),
      )
      await visit(ourProfile, async (page) => {
        const board = await timeTo(page, `${server.url}/board/${region}`, BOARD)
        ours.push({ board, search: await timeToFind(page, inventedName(7)) })
      })
    }
    return { ours, empty }
  } finally {
    nothing.tearDown()
    await county.tearDown()
    rmSync(profiles, { recursive: true, force: true, maxRetries: 3 })
  }
}

function timeToFind(page: Page, name: string): Promise<number> {
  return page.evaluate(
    ([text, hit]) =>
      new Promise<number>((resolve) => {
        const field = document.querySelector<HTMLInputElement>('input[type=search]')!
        const began = performance.now()
        const observer = new MutationObserver(() => {
          if (!document.querySelector(hit)) return
          observer.disconnect()
          requestAnimationFrame(() => resolve(performance.now() - began))
        })
        observer.observe(document.body, { subtree: true, childList: true })
        field.value = text
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }),
    [name, HIT] as const,
  )
}
