import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { standDemo } from './demo.ts'
import { signIn } from './office.ts'

const PICTURES = join(import.meta.dirname, '../output/villager')
const PHONE = { width: 360, height: 740 }

interface Way {
  language: 'zh' | 'mn'
  html: string
  /** A demo board for which the office holds a notice that is approved and not yet published. */
  region: string
  name: string
}

const WAYS: Way[] = [
  { language: 'zh', html: 'zh-Hans', region: '152529901202', name: '嘎查' },
  { language: 'mn', html: 'mn-Mong-CN', region: '152529901203', name: 'ᠭᠠᠴᠠᠭ\u180Eᠠ' },
]

const demo = standDemo()

/** Whatever must hold on every screen, and a picture of it. */
async function look(page: Page, language: string, name: string): Promise<void> {
  const seen = await page.evaluate(() => {
    const main = document.getElementById('main')!
    const vertical = getComputedStyle(document.documentElement).writingMode === 'vertical-lr'
    return {
      text: document.body.innerText,
      over: vertical ? main.scrollHeight - main.clientHeight : main.scrollWidth - main.clientWidth,
      title: document.title,
      headings: document.querySelectorAll('h1').length,
    }
  })
  expect(seen.over, `${name} runs out of its line`).toBeLessThanOrEqual(1)
  expect(seen.text, `${name} shows a key instead of words`).not.toMatch(
    /\b(villager|open|sync)\.[a-z]+/i,
  )
  expect(seen.headings, `${name} has one heading`).toBe(1)
  expect(seen.title).not.toBe('')
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${language}-${name}.png`) })
}

const rest = (page: Page) => page.waitForTimeout(300)

describe.each(WAYS)('a villager reading $language', ({ language, html, region, name }) => {
  let context: BrowserContext
  let page: Page
  const troubles: string[] = []
  const asked: string[] = []

  beforeAll(async () => {
    context = await demo.browser.newContext({
      viewport: PHONE,
      deviceScaleFactor: 2,
      hasTouch: true,
    })
    context.setDefaultTimeout(60_000)
    page = await context.newPage()
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('console', (message) => {
      const offline = /ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(message.text())
      if (message.type() === 'error' && !offline) troubles.push(message.text())
    })
    page.on('request', (request) => asked.push(request.url()))
  })
  afterAll(() => context?.close())

  const board = () => demo.board(region)
  const key = () => board().key
  const field = () => page.locator('input[type=search]')

  test('chooses a language in its own script, and the key has left the address bar by then', async () => {
    await page.goto(board().link)
    await page.waitForSelector('button.own')
    expect(page.url()).not.toContain(key())
    await page.screenshot({
      path: (mkdirSync(PICTURES, { recursive: true }), join(PICTURES, `${language}-language.png`)),
    })
    await page.click(`button.own[lang="${html}"]`)
    await field().waitFor()
    expect(page.url()).toBe(`${demo.server.url}/board/${region}`)
    expect(await page.getAttribute('html', 'lang')).toBe(html)
  })

  test('reads whose board it is, as of when, and what is in its publicity period', async () => {
    await page.waitForSelector('a.notice')
    expect(await page.textContent('h1')).toContain(name)
    expect(await page.textContent('.age')).toMatch(/20\d\d/)
    expect(await page.locator('.badge', { hasText: /示范数据|ᠲᠤᠷᠰᠢᠬᠤ/ }).count()).toBeGreaterThan(0)
    await look(page, language, 'board')
  })

  test('lines run as the language runs', async () => {
    const mode = await page.evaluate(
      () => getComputedStyle(document.querySelector('h1')!).writingMode,
    )
    expect(mode).toBe(language === 'mn' ? 'vertical-lr' : 'horizontal-tb')
  })

  test('finds a person by three letters', async () => {
    await field().fill('bte')
    const hit = page.locator('a[href*="/person/"]')
    await hit.first().waitFor()
    expect(await hit.first().textContent()).toContain('巴特尔')
    await rest(page)
    await look(page, language, 'search')
    expect(page.url()).not.toContain('bte')
  })

  test('sees what was paid and how it was worked out', async () => {
    await page.locator('a[href*="/person/"]').first().click()
    await page.waitForSelector('article.entry')
    expect(await page.textContent('h1')).toContain('巴特尔')
    expect(await page.locator('.sums .hero').textContent()).toMatch(/\d[\d,]*\.\d\d/)
    expect(await page.locator('.part').first().textContent()).toMatch(/×/)
    await rest(page)
    await look(page, language, 'person')
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  })

  test('opens the notice: totals, rule, office, reviewers, and the list', async () => {
    await page.locator('article.entry footer a').first().click()
    await page.waitForSelector('.payees .payee a')
    await look(page, language, 'notice')
    expect(await page.locator('a[href^="tel:"]').count()).toBe(1)
    const rows = Number(await page.locator('.payees').getAttribute('data-count'))
    expect(rows).toBeGreaterThan(3)
    expect(await page.locator('.payee').count()).toBeLessThan(60)
    const last = page.locator(`.payee[data-index="${rows - 1}"] a`)
    // The end moves while rows are met for the first time and turn out taller than was guessed.
    for (let flings = 0; flings < 3; flings++) {
      await page.evaluate(() => {
        const main = document.getElementById('main')!
        main.scrollTo(main.scrollWidth, main.scrollHeight)
      })
      await rest(page)
    }
    await last.waitFor()
    await look(page, language, 'notice-list')
    const box = (await last.boundingBox())!
    const view = (await page.locator('#main').boundingBox())!
    // A row that lies where it says: within what is seen, not over its neighbours.
    expect(box.y).toBeGreaterThanOrEqual(view.y - 1)
    expect(box.x).toBeGreaterThanOrEqual(view.x - 1)
    expect(box.y + box.height).toBeLessThanOrEqual(view.y + view.height + 1)
    expect(box.x + box.width).toBeLessThanOrEqual(view.x + view.width + 1)
  })

  test('rows of the list stand one behind the other', async () => {
    const gaps = await page.evaluate(() => {
      const vertical = getComputedStyle(document.documentElement).writingMode === 'vertical-lr'
      const boxes = [...document.querySelectorAll('.payee')]
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => row.getBoundingClientRect())
      return boxes
        .slice(1)
        .map((box, i) => (vertical ? box.left - boxes[i]!.right : box.top - boxes[i]!.bottom))
    })
    for (const gap of gaps) expect(Math.abs(gap)).toBeLessThanOrEqual(1)
  })

  test('asks what was verified, and is told what was not', async () => {
    await page.locator('a[href$="/verified"]').first().click()
    await page.waitForSelector('.check')
    expect(await page.locator('.check.wrong').count()).toBe(0)
    expect(await page.locator('.check').count()).toBe(8)
    await rest(page)
    await look(page, language, 'verified')
  })

  test('looks into the catalog', async () => {
    await page.goto(`${demo.server.url}/catalog`)
    await page.waitForSelector('a.field')
    await field().fill('草原')
    await page.locator('a[href^="/catalog/cat-"]', { hasText: '草' }).first().click()
    await page.waitForSelector('.answers')
    await rest(page)
    await look(page, language, 'catalog')
  })

  test('has settings', async () => {
    await page.goto(`${demo.server.url}/settings`)
    await page.waitForSelector('input[name=text]')
    await look(page, language, 'settings')
  })

  test('reads everything again with no network, after a reload', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.goto(`${demo.server.url}/board/${region}`)
    await page.waitForSelector('a.notice')
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await context.setOffline(true)
    await page.reload()
    await page.waitForSelector('a.notice')
    await page.waitForSelector('.banner')
    await look(page, language, 'offline')
    await field().fill('bte')
    await page.locator('a[href*="/person/"]').first().click()
    await page.waitForSelector('article.entry')
    expect(await page.textContent('h1')).toContain('巴特尔')
  })

  test('sees what the county has published since', async () => {
    const id = await (await signIn(demo.server)).publishApproved(region)
    await page.goto(`${demo.server.url}/board/${region}`)
    await page.waitForSelector('a.notice')
    expect(await page.locator(`a[href*="${id}"]`).count()).toBe(0)
    await context.setOffline(false)
    await page.locator('.age button').click()
    await page.locator(`a[href*="${id}"]`).first().waitFor()
    await rest(page)
    await look(page, language, 'changed')
  })

  test('was never let down: no errors, and the key is in no address and no small store', async () => {
    expect(troubles).toEqual([])
    expect(asked.filter((url) => url.includes(key()))).toEqual([])
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    )
    expect(kept).not.toContain(key())
    const hrefs = await page.$$eval('a', (links) => links.map((link) => link.href))
    expect(hrefs.filter((href) => href.includes(key()))).toEqual([])
  })
})
