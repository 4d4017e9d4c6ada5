import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { standBetween } from '#tests/e2e/between.ts'
import { launchBrowser } from '#tests/support/browser.ts'
import { ROOT } from '#tests/support/root.ts'
import { startServer } from '#tests/support/server.ts'
import type { Measured } from './figure.ts'

const KB = 1024
const BARS = { firstPaint: 80, all: 130, font: 35 }
const REGION = '152529900201'

/**
 * What a villager's way costs on the line, brotli: language, link, board, search, person, notice. Without the service
 * worker, which comes after everything, and without the scanner, which is fetched when it is asked for.
 */
export async function jsCss(): Promise<Measured> {
  const server = await startServer()
  // Sees what is fetched by whomever: a worker's parts are no requests of the page.
  const between = await standBetween(server.url)
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    await page.goto(`${between.url}/language`)
    await page.getByText('汉语').or(page.getByRole('button')).first().waitFor()
    const atFirst = await blocking(page)
    await walk(page, between.url, linkOf(server.output()))
    const fetched = [...between.asked].filter((path) => /\.(js|css)$/.test(path))
    const kb = (paths: Iterable<string>) =>
      [...paths].reduce((sum, path) => sum + weigh(path), 0) / KB
    const inPage = brotliCompressSync(inlineScripts()).length / KB
    const firstPaint = inPage + kb(atFirst)
    const all = inPage + kb(fetched)
    const font = readFileSync(join(ROOT, 'dist/app/fonts/hudum.woff2')).length / KB
    return {
      name: 'js-css',
      value: all,
      floor: null,
      bar: BARS.all,
      ok: firstPaint <= BARS.firstPaint && all <= BARS.all && font <= BARS.font,
      unit: 'KB',
      said: `${firstPaint.toFixed(1)} KB before the first paint, at most ${BARS.firstPaint}; Mongolian font ${font.toFixed(1)} KB, at most ${BARS.font}`,
    }
  } finally {
    await browser.close()
    await between.stop()
    await server.stop()
  }
}

const weigh = (path: string): number =>
  brotliCompressSync(readFileSync(join(ROOT, 'dist/app', path))).length

/** What stands in the page itself. */
const inlineScripts = (): string =>
  [
    ...readFileSync(join(ROOT, 'dist/app/index.html'), 'utf8').matchAll(
      /<script[^>]*>([^]*?)<\/script>/g,
    ),
  ]
    .map(([, script = '']) => script)
    .join('')

/** A demo board's link, as `npm start` prints it. */
function linkOf(output: string): string {
  const found = /\/b#[^\s]+/.exec(output)?.[0]
  if (!found) throw new Error('the server printed no link')
  return found
}

/** Scripts and styles that the first paint waited for: all that had come by then, but for the worker beside the page. */
function blocking(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const paint = () => performance.getEntriesByName('first-contentful-paint')[0]
    while (!paint()) await new Promise((resolve) => setTimeout(resolve, 20))
    const until = paint()!.startTime
    return (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ responseEnd }) => responseEnd <= until)
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => /\.(js|css)$/.test(path) && !/\/worker-/.test(path))
  })
}

async function walk(page: Page, url: string, link: string): Promise<void> {
  await page.evaluate(() => localStorage.setItem('sambar.language', 'zh-Hans'))
  await page.goto(url + link)
  await page.waitForSelector('a.notice', { timeout: 60_000 })
  await page.locator('input[type=search]').fill('bte')
  await page.locator('a[href*="/person/"]').first().click()
  await page.waitForSelector('article.entry')
  await page.goto(`${url}/board/${REGION}`)
  await page.locator('a.notice').first().click()
  await page.waitForSelector('.payee')
}
