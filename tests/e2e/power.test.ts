import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { launchKillable, type Killable } from '#tests/support/killable.ts'
import { anotherVersion, builtVersion, type AnotherVersion } from './another-version.ts'
import type { Between } from './between.ts'
import { standDemo } from './demo.ts'
import { signIn } from './office.ts'
import { giveTablet, SHAPES } from './tablet.ts'
import { findPerson, inLoop, visit } from './visitor.ts'

const REGION = '152529900201'
/** Something has been approved for it and waits to be published. */
const NEWS = '152529901203'
const BOARD = 'a.notice'
const CYCLES = process.env['SAMBAR_TEST_LONG'] ? 30 : 3

const demo = standDemo()
let between: Between
let profile: string
beforeEach(async () => {
  between = await demo.between()
  profile = mkdtempSync(join(tmpdir(), 'sambar-power-'))
  onTestFinished(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }))
})

async function begin(path: string, folder = profile): Promise<Killable> {
  const browser = await launchKillable(folder)
  onTestFinished(() => browser.kill())
  // A browser writes this store in its own time; what is tested is another one.
  await browser.context.addInitScript(() => localStorage.setItem('sambar.language', 'zh-Hans'))
  await browser.page.goto(between.url + path)
  return browser
}

const shown = (page: Page) => page.evaluate(() => document.documentElement.dataset['version'])
const untilThere = (page: Page, state: 'installing' | 'waiting') =>
  page.waitForFunction(
    async (wanted) => Boolean((await navigator.serviceWorker.getRegistration())?.[wanted]),
    state,
  )
const untilProven = (page: Page) =>
  page.waitForFunction(async () => {
    const boots = (await (await caches.match('/boots'))?.json().catch(() => null)) as {
      proven?: string
    } | null
    return boots?.proven === document.documentElement.dataset['version']
  })

interface Stage {
  /** What of the new version never comes. */
  slow?: (next: AnotherVersion) => string
  /** Lets it go so far and no further. */
  until(page: Page): Promise<unknown>
  /** How long the light stays on after that. */
  ms(cycle: number): number
}

const STAGES: Record<string, Stage> = {
  'while its first files come': {
    slow: ({ script }) => script,
    until: (page) => untilThere(page, 'installing'),
    ms: (cycle) => (cycle * 37) % 400,
  },
  'while it takes over': {
    until: (page) =>
      page.waitForFunction(async () => {
        const { waiting } = (await navigator.serviceWorker.getRegistration())!
        waiting?.postMessage({ type: 'SKIP_WAITING' })
        return Boolean(waiting)
      }),
    ms: (cycle) => (cycle * 7) % 60,
  },
  'while it opens': {
    until: (page) => page.getByText('换上新版本').click(),
    ms: (cycle) => (cycle * 61) % 900,
  },
  'while its last file comes': {
    slow: () => '/index.html',
    until: (page) => untilThere(page, 'installing'),
    ms: (cycle) => 200 + ((cycle * 37) % 400),
  },
  'while it waits': {
    until: (page) => untilThere(page, 'waiting'),
    ms: () => 0,
  },
}

test(`power that fails while a new version comes leaves a board that opens offline, ${CYCLES} times`, async () => {
  const first = await begin(demo.link(REGION, ''))
  await first.page.waitForSelector(BOARD)
  await untilProven(first.page)
  await first.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')
  // What a browser has been told a moment ago it writes in its own time.
  await sleep(1000)
  await first.kill()

  const stood = new Set([builtVersion()])
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const [name, stage] = Object.entries(STAGES)[cycle % Object.keys(STAGES).length]!
    const next = anotherVersion('sound', `of-cycle-${cycle}`)
    between.instead = next.files
    if (stage.slow) between.slow.add(stage.slow(next))
    const on = await begin(`/board/${REGION}`)
    await on.page.waitForSelector(BOARD)
    await stage.until(on.page)
    await sleep(stage.ms(cycle))
    await on.kill()

    between.down = true
    const off = await begin('/')
    await off.page.waitForSelector(BOARD)
    stood.add(next.version)
    expect(stood, name).toContain(await shown(off.page))
    await off.page.locator('input[type=search]').fill('bte')
    await off.page.waitForSelector('a[href*="/person/"]')
    await off.kill()
    between.down = false
    between.slow.clear()
  }
}, 900_000)

const manifest = (page: Page) => page.getAttribute('[data-manifest]', 'data-manifest')

interface Found {
  notices: string[]
  /** What stands on them about one person. */
  person: string[]
}

/** What a visitor finds; `least`: so many notices must come. First comes what fits on a screen, then the rest. */
async function read(page: Page, least?: number): Promise<Found> {
  await visit(page)
  if (least === undefined) await sleep(3000)
  else await page.waitForFunction((n) => document.querySelectorAll('a.notice').length >= n, least)
  const notices = await page
    .locator(BOARD)
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')!))
  await findPerson(page)
  return { notices, person: await page.locator('article.entry').allInnerTexts() }
}

/** A tablet with the board `before` in the folder `asleep`, and the county's news that it has not heard. */
async function asleepBeforeNews(): Promise<{ asleep: string; before: string; held: Found }> {
  const asleep = join(profile, 'asleep')
  const { link } = await giveTablet(demo.server, [NEWS])
  const { page, kill } = await begin(`/kiosk#${link.split('#')[1]!}`, asleep)
  await page.setViewportSize(SHAPES.wide)
  await inLoop(page)
  await untilProven(page)
  const before = (await manifest(page))!
  const held = await read(page)
  await sleep(1000)
  await kill()
  await (await signIn(demo.server)).publishApproved(NEWS)
  return { asleep, before, held }
}

test(`power that fails while news come leaves a tablet with a whole board, ${CYCLES} times`, async () => {
  const { asleep, before, held } = await asleepBeforeNews()
  const untilNews = (page: Page) =>
    expect.poll(() => manifest(page), { timeout: 60_000 }).not.toBe(before)
  const wake = async (folder: string) => {
    const woken = await begin('/kiosk', folder)
    await woken.page.setViewportSize(SHAPES.wide)
    await inLoop(woken.page)
    return woken
  }
  const another = (name: string) => {
    const folder = join(profile, name)
    cpSync(asleep, folder, { recursive: true, filter: (path) => !path.includes('Singleton') })
    return folder
  }

  between.asked.clear()
  const heard = await wake(another('heard'))
  await untilNews(heard.page)
  // The last answers first: they are what a short run has time for.
  const answers = [...between.asked].filter((path) => path.startsWith('/api/v1/')).reverse()
  const after = (await manifest(heard.page))!
  const boards = new Map([
    [before, held],
    [after, await read(heard.page)],
  ])
  await heard.kill()

  const reads = async (page: Page, board: string, name: string) => {
    const whole = boards.get(board)!
    expect(await read(page, whole.notices.length), name).toEqual(whole)
  }

  /** Each answer of which half has come, or nothing; and between them the time after the last one, when the board changes. */
  const stages = answers.flatMap((path) =>
    [between.half, between.slow].map((set) => ({ path, set })),
  )
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const stage = cycle % 2 === 0 ? stages[(cycle / 2) % stages.length]! : null
    const name = stage ? `cycle ${cycle}: ${stage.path}` : `cycle ${cycle}`
    const folder = another(`cycle-${cycle}`)
    between.asked.clear()
    stage?.set.add(stage.path)
    const on = await begin('/kiosk', folder)
    await expect.poll(() => between.asked, { timeout: 60_000 }).toContain(stage?.path ?? answers[0])
    await sleep(stage ? 50 : (cycle * 37) % 500)
    await on.kill()
    stage?.set.clear()

    between.down = true
    const off = await wake(folder)
    const hangs = (await manifest(off.page))!
    expect(stage ? [before] : [before, after], name).toContain(hangs)
    await reads(off.page, hangs, name)
    between.down = false
    await off.page.goto(`${between.url}/kiosk`)
    await untilNews(off.page)
    await reads(off.page, after, name)
    await off.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}, 1_800_000)
