import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { launchKillable, type Killable } from '#tests/support/killable.ts'
import { anotherVersion, builtVersion, type AnotherVersion } from './another-version.ts'
import type { Between } from './between.ts'
import { standDemo } from './demo.ts'

const REGION = '152529900201'
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

async function begin(path: string): Promise<Killable> {
  const browser = await launchKillable(profile)
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
