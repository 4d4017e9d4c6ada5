import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '#tests/support/browser.ts'
import { ROOT } from '#tests/support/root.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { boardsOf, type BoardFacts } from './office.ts'

const REGION = '152529900201'
const PICTURES = join(ROOT, 'tests/output/plain')

let server: TestServer
let browser: Browser
let board: BoardFacts
let context: BrowserContext

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
afterEach(() => context?.close())

const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })

async function withoutScript(): Promise<Page> {
  context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
  })
  context.setDefaultTimeout(30_000)
  return context.newPage()
}

/** Nothing hangs over the edge of a narrow phone; vertical lines run on sideways. */
async function withinTheEdge(page: Page, language: string): Promise<void> {
  const [wide, high] = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement
    return [scrollWidth, scrollHeight]
  })
  expect(language === 'mn' ? high : wide).toBeLessThanOrEqual(language === 'mn' ? 740 : 360)
}

test.each([
  ['zh', 'a[href="/plain?lang=zh"]'],
  ['mn', 'a[href="/plain?lang=mn"]'],
])('without JavaScript: page, sumu and gacha, notice, code, name (%s)', async (language, first) => {
  const page = await withoutScript()
  await page.goto(`${server.url}/board/${REGION}`)
  await page.locator(`noscript ${first}`).click()
  await picture(page, `county-${language}`)
  await page.locator(`a[href^="/plain/${REGION}"]`).click()
  await picture(page, `board-${language}`)
  await withinTheEdge(page, language)
  await page.locator('td a').first().click()
  await picture(page, `notice-${language}`)
  await page.goBack()
  await page.locator('input[name=code]').fill(board.code)
  await page.locator('input[name=code] ~ input[type=submit]').click()
  await page.locator('input[name=who]').fill('bte')
  await page.locator('input[name=who] ~ input[type=submit]').click()
  await page.getByText('巴特尔').first().waitFor()
  await picture(page, `names-${language}`)
  await withinTheEdge(page, language)
  await page.locator('form:not(:has([name=who])) input[type=submit]').last().click()
  await page.locator('button[name=notice]').first().click()
  expect(await page.locator('td').count()).toBeGreaterThan(20)
  await picture(page, `list-${language}`)
  // The code went in forms alone.
  expect(page.url()).toBe(`${server.url}/plain/${REGION}`)
  expect(page.url()).not.toContain(board.code.slice(0, 4))
  const vertical = await page.evaluate(() => getComputedStyle(document.documentElement).writingMode)
  expect(vertical).toBe(language === 'mn' ? 'vertical-lr' : 'horizontal-tb')
})

test('a wrong code is one sentence', async () => {
  const page = await withoutScript()
  await page.goto(`${server.url}/plain/${REGION}?lang=zh`)
  await page.locator('input[name=code]').fill('1234')
  await page.locator('input[name=code] ~ input[type=submit]').click()
  expect(await page.textContent('p.wrong >> nth=1')).toContain('编码对不上')
})

test.each([
  ['no Promise.any', () => Reflect.deleteProperty(Promise, 'any')],
  ['no module scripts', () => Reflect.deleteProperty(HTMLScriptElement.prototype, 'noModule')],
  ['no database', () => Object.defineProperty(window, 'indexedDB', { value: undefined })],
  [
    'no cryptography',
    () => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }),
  ],
])(
  'below the floor (%s) a plain page leads to the board, and the key stays behind',
  async (_what, old) => {
    context = await browser.newContext({ viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.addInitScript(old)
    await page.goto(board.link)
    await page.waitForURL(`**/unsupported.html?${REGION}`)
    await page.getByText('这个浏览器太旧').waitFor()
    await picture(page, 'unsupported')
    await page.getByText('看公开栏').click()
    await page.waitForURL(`**/plain/${REGION}?lang=zh`)
    expect(asked.filter((url) => url.includes(board.key))).toEqual([])
  },
)
