import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ROOT } from '#tests/support/root.ts'
import { standDemo } from './demo.ts'

const REGION = '152529900201'
const PICTURES = join(ROOT, 'tests/output/plain')

const demo = standDemo()
mkdirSync(PICTURES, { recursive: true })

const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })

const withoutScript = async () => (await demo.seat({ language: null, script: false })).page

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
  await page.goto(`${demo.server.url}/board/${REGION}`)
  await page.locator(`noscript ${first}`).click()
  await picture(page, `county-${language}`)
  await page.locator(`a[href^="/plain/${REGION}"]`).click()
  await picture(page, `board-${language}`)
  await withinTheEdge(page, language)
  await page.locator('td a').first().click()
  await picture(page, `notice-${language}`)
  await page.goBack()
  await page.locator('input[name=code]').fill(demo.board(REGION).code)
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
  expect(page.url()).toBe(`${demo.server.url}/plain/${REGION}`)
  expect(page.url()).not.toContain(demo.board(REGION).code.slice(0, 4))
  const vertical = await page.evaluate(() => getComputedStyle(document.documentElement).writingMode)
  expect(vertical).toBe(language === 'mn' ? 'vertical-lr' : 'horizontal-tb')
})

test('a wrong code is one sentence', async () => {
  const page = await withoutScript()
  await page.goto(`${demo.server.url}/plain/${REGION}?lang=zh`)
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
    const { page } = await demo.seat({ language: null, worker: true })
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.addInitScript(old)
    await page.goto(demo.link(REGION))
    await page.waitForURL(`**/unsupported.html?${REGION}`)
    await page.getByText('这个浏览器太旧').waitFor()
    await picture(page, 'unsupported')
    await page.getByText('看公开栏').click()
    await page.waitForURL(`**/plain/${REGION}?lang=zh`)
    expect(asked.filter((url) => url.includes(demo.board(REGION).key))).toEqual([])
  },
)
