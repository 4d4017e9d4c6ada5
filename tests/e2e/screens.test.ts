import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { boardsOf, type BoardFacts } from './office.ts'

const PICTURES = join(import.meta.dirname, '../output/screens')
const REGION = '152529900201'

/** Every way a screen is seen in. Large text is on the smallest phone: there it is hardest. */
const LOOKS = [
  { name: 'phone', width: 360, height: 740, set: {} },
  { name: 'phone-dark', width: 360, height: 740, set: { colours: 'dark' } },
  { name: 'phone-contrast', width: 360, height: 740, set: { contrast: 'more' } },
  { name: 'phone-text-200', width: 360, height: 740, set: { text: '200' } },
  { name: 'desk', width: 1280, height: 800, set: {} },
  { name: 'tablet', width: 1080, height: 1920, set: {} },
]

let server: TestServer
let browser: Browser
let board: BoardFacts

beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
  board = boardsOf(server).get(REGION)!
  mkdirSync(PICTURES, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe.each(['zh-Hans', 'mn-Mong'])('in %s', (language) => {
  let context: BrowserContext
  let page: Page
  const places = new Map<string, { url: string; ready: string }>()

  beforeAll(async () => {
    context = await browser.newContext({ viewport: { width: 360, height: 740 } })
    context.setDefaultTimeout(60_000)
    await context.addInitScript((key) => localStorage.setItem('sambar.language', key), language)
    page = await context.newPage()
    await page.goto(board.link)
    await page.waitForSelector('a.notice')
    await page.locator('input[type=search]').fill('bte')
    await page.locator('a[href*="/person/"]').first().click()
    await page.waitForSelector('article.entry')
    const person = page.url()
    await page.locator('article.entry footer a').first().click()
    await page.waitForSelector('.payee a')
    const notice = page.url()
    places
      .set('board', { url: `${server.url}/board/${REGION}`, ready: 'a.notice' })
      .set('person', { url: person, ready: 'article.entry' })
      .set('notice', { url: notice, ready: '.payee a' })
      .set('verified', { url: `${notice}/verified`, ready: '.check' })
      .set('catalog', { url: `${server.url}/catalog`, ready: 'details.item' })
      .set('settings', { url: `${server.url}/settings`, ready: 'input[name=text]' })
      .set('open', { url: `${server.url}/open`, ready: 'details.township' })
      .set('door', { url: `${server.url}/open/${REGION}`, ready: '.group' })
      .set('lost', { url: `${server.url}/nowhere`, ready: '.state' })
  })
  afterAll(() => context?.close())

  test.each([
    'board',
    'person',
    'notice',
    'verified',
    'catalog',
    'settings',
    'open',
    'door',
    'lost',
  ])(
    'the screen %s holds at every size: nothing runs out, nothing lies over another thing, everything can be touched',
    async (name) => {
      const place = places.get(name)!
      await page.setViewportSize({ width: 360, height: 740 })
      await page.goto(place.url)
      await page.waitForSelector(place.ready)
      for (const look of LOOKS) {
        await page.setViewportSize({ width: look.width, height: look.height })
        await page.evaluate((set) => {
          const { dataset } = document.documentElement
          for (const key of ['colours', 'contrast', 'text']) delete dataset[key]
          Object.assign(dataset, { colours: 'light' }, set)
        }, look.set)
        await page.waitForTimeout(150)
        await page.screenshot({ path: join(PICTURES, `${language}-${name}-${look.name}.png`) })
        const wrong = await page.evaluate(whatIsWrong)
        expect(wrong, `${name} ${look.name}`).toEqual([])
      }
    },
  )
})

test('a wheel and keys move a Mongolian page along its columns', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    context.setDefaultTimeout(60_000)
    await context.addInitScript(() => localStorage.setItem('sambar.language', 'mn-Mong'))
    const page = await context.newPage()
    await page.goto(board.link)
    await page.waitForSelector('a.notice')
    const place = () => page.evaluate(() => document.getElementById('main')!.scrollLeft)
    await page.mouse.move(640, 400)
    await page.mouse.wheel(0, 300)
    await page.waitForFunction(() => document.getElementById('main')!.scrollLeft >= 299)
    await page.keyboard.press('PageDown')
    expect(await place()).toBeGreaterThan(900)
    await page.keyboard.press('Home')
    expect(await place()).toBe(0)
    // Keys typed into a field belong to the field.
    await page.locator('input[type=search]').fill('bte')
    await page.keyboard.press('End')
    expect(await place()).toBeLessThan(300)
  } finally {
    await context.close()
  }
})

/** Runs in the page. What a careful eye would also see, said in words. */
function whatIsWrong(): string[] {
  const wrong: string[] = []
  const vertical = getComputedStyle(document.documentElement).writingMode === 'vertical-lr'
  const main = document.getElementById('main')!
  const over = vertical
    ? main.scrollHeight - main.clientHeight
    : main.scrollWidth - main.clientWidth
  if (over > 1) wrong.push(`the line is ${over} too long`)
  const frames = [...document.querySelectorAll('.header, .tabs, #main')].map((el) =>
    el.getBoundingClientRect(),
  )
  for (const [i, a] of frames.entries())
    for (const b of frames.slice(i + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (across > 1 && along > 1) wrong.push('header, page and tabs lie over each other')
    }
  const view = main.getBoundingClientRect()
  if (Math.min(view.width, view.height) < 160) wrong.push('hardly anything is left for the page')
  for (const el of document.querySelectorAll<HTMLElement>(
    'main button, nav a, header button, main .line',
  )) {
    if (el.closest('details:not([open])') && !el.matches('summary')) continue
    const { width, height } = el.getBoundingClientRect()
    if (width === 0 || el.matches('.check')) continue
    if (Math.min(width, height) < 44)
      wrong.push(`too small to touch: ${el.className} ${Math.round(width)}×${Math.round(height)}`)
  }
  for (const el of document.querySelectorAll<HTMLElement>(
    'main h1, main h2, main .v, main .badge, nav span, main .amount',
  )) {
    const box = el.getBoundingClientRect()
    if (box.width === 0 || el.closest('.hidden, .fields') || el.classList.contains('hidden'))
      continue
    const spill = vertical
      ? Math.max(box.bottom - view.bottom, 0)
      : Math.max(box.right - view.right, 0)
    if (!el.closest('nav') && spill > 1) wrong.push(`runs out: ${el.textContent?.slice(0, 20)}`)
    if (el.scrollWidth - el.clientWidth > 2 && getComputedStyle(el).overflow === 'hidden')
      wrong.push(`clipped: ${el.textContent?.slice(0, 20)}`)
  }
  return wrong
}
