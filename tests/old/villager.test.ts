import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import {
  fetchOldChromium,
  librariesOf,
  NotToBeHad,
  OLD_CHROMIUMS,
} from '#tests/support/old-chromium.ts'
import { ROOT } from '#tests/support/root.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { standBetween, type Between } from '../e2e/between.ts'
import { boardsOf, type BoardFacts } from '../e2e/office.ts'

const REGION = '152529900201'
const PICTURES = join(ROOT, 'tests/output/old')

let server: TestServer
let board: BoardFacts
beforeAll(async () => {
  server = await startServer()
  board = boardsOf(server).get(REGION)!
  mkdirSync(PICTURES, { recursive: true })
})
afterAll(() => server?.stop())

/** Today's driver finds elements with means that these browsers lack, so the page is asked by hand. */
const there = (page: Page, selector: string) =>
  page.waitForFunction((wanted) => document.querySelector(wanted) !== null, selector, {
    polling: 200,
    timeout: 60_000,
  })
const click = async (page: Page, selector: string) => {
  await there(page, selector)
  await page.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)!.click(), selector)
}
const type = async (page: Page, selector: string, text: string) => {
  await there(page, selector)
  await page.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)!.focus(), selector)
  await page.keyboard.type(text)
}
const textOf = (page: Page, selector: string) =>
  page.evaluate((wanted) => document.querySelector(wanted)?.textContent ?? '', selector)

describe.each(OLD_CHROMIUMS)('Chrome $major', (old) => {
  let browser: Browser | null = null
  let missing = ''
  let between: Between
  let context: BrowserContext
  let page: Page
  const faults: string[] = []
  const needed = (test: TestContext) => {
    if (missing) test.skip(missing)
  }

  beforeAll(async () => {
    try {
      const executablePath = fetchOldChromium(old)
      browser = await chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu', '--no-zygote'],
        env: { ...process.env, LD_LIBRARY_PATH: librariesOf(executablePath) },
      })
    } catch (error) {
      if (!(error instanceof NotToBeHad)) throw error
      missing = error.message
      console.log(`not run: ${missing}`)
      return
    }
    between = await standBetween(server.url)
    context = await browser.newContext({ viewport: { width: 360, height: 740 } })
    page = await context.newPage()
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (said) => {
      if (said.type() === 'error') faults.push(said.text())
    })
  })
  afterAll(async () => {
    await browser?.close()
    await between?.stop()
  })

  test('is the browser that it says it is', (test) => {
    needed(test)
    expect(browser!.version()).toMatch(new RegExp(`^${old.major}\\.`))
  })

  test('language, link, sync: the board with its notices', async (test) => {
    needed(test)
    await page.goto(`${between.url}/b#${board.link.split('#')[1]!}`)
    await click(page, 'button.own[lang=zh-Hans]')
    await there(page, 'a.notice')
    expect(page.url()).toBe(`${between.url}/board/${REGION}`)
    await page.screenshot({ path: join(PICTURES, `${old.major}-board.png`) })
  })

  test('a name, a person, each line explained', async (test) => {
    needed(test)
    await type(page, 'input[type=search]', 'bte')
    await click(page, 'a[href*="/person/"]')
    await there(page, 'article.entry')
    expect(await textOf(page, '#main')).toContain('巴特尔')
    await page.screenshot({ path: join(PICTURES, `${old.major}-person.png`) })
  })

  test('a notice with its list, and what was verified', async (test) => {
    needed(test)
    await page.goto(`${between.url}/board/${REGION}`)
    await click(page, 'a.notice')
    await there(page, 'article.page .payee, article.page [href*="/person/"]')
    await page.screenshot({ path: join(PICTURES, `${old.major}-notice.png`) })
    await click(page, 'a[href$="/verified"]')
    await there(page, '.check')
    expect(await textOf(page, '#main')).toContain('与公布时一字不差')
  })

  test('catalog and settings open', async (test) => {
    needed(test)
    await page.goto(`${between.url}/catalog`)
    await there(page, '#main input[type=search]')
    await page.goto(`${between.url}/settings`)
    await there(page, '#main input[type=radio]')
  })

  test('in Mongolian the page turns, with its font', async (test) => {
    needed(test)
    await page.goto(`${between.url}/board/${REGION}`)
    await there(page, 'a.notice')
    await click(page, 'header .other')
    await page.waitForFunction(() => document.documentElement.lang === 'mn-Mong-CN', null, {
      polling: 200,
    })
    const drawn = await page.evaluate(async () => {
      await document.fonts.load('18px Hudum', 'ᠮᠣᠩᠭᠣᠯ')
      return [
        getComputedStyle(document.documentElement).writingMode,
        document.fonts.check('18px Hudum', 'ᠮᠣᠩᠭᠣᠯ'),
        // Reached by no script but the words' own file.
        /[\u1820-\u1842]/.test(document.body.innerText),
      ]
    })
    expect(drawn).toEqual(['vertical-lr', true, true])
    await page.screenshot({ path: join(PICTURES, `${old.major}-mongolian.png`) })
  })

  test('with the server gone the app opens again, and finds the name', async (test) => {
    needed(test)
    await page.waitForFunction(
      () => navigator.serviceWorker.controller?.state === 'activated',
      null,
      { polling: 200, timeout: 60_000 },
    )
    await between.stop()
    await page.goto(`${between.url}/`)
    await there(page, 'a.notice')
    await type(page, 'input[type=search]', 'bte')
    await there(page, 'a[href*="/person/"]')
  })

  test('nothing threw on the way', (test) => {
    needed(test)
    // What a browser itself says of a dead server is no fault of ours.
    expect(faults.filter((fault) => !/net::ERR|Failed to load resource/.test(fault))).toEqual([])
  })
})
