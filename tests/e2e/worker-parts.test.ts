import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '#tests/support/browser.ts'
import { ROOT } from '#tests/support/root.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { standBetween, type Between } from './between.ts'
import { boardsOf } from './office.ts'
import { hears, seatReader, type Reader } from './reader.ts'

const REGION = '152529900201'
const PART = /\/worker-part-/

/** What phones before Chrome 137 and Safari 17, and before Safari 16.4, lack. */
const NO_CURVE = `{
  const known = crypto.subtle.importKey.bind(crypto.subtle)
  crypto.subtle.importKey = (form, key, how, ...rest) =>
    how.name === 'Ed25519' ? Promise.reject(new Error('none')) : known(form, key, how, ...rest)
}
`
const NO_GUNZIP = 'delete globalThis.DecompressionStream;\n'

/** The device's own script: the one that talks to a database. */
const ASSETS = readdirSync(join(ROOT, 'dist/app/assets')).map((name) => `/assets/${name}`)
const PARTS = ASSETS.filter((name) => PART.test(name))
const WORKERS = ASSETS.filter((name) => /\/worker-/.test(name) && !PART.test(name))

let server: TestServer
let browser: Browser
let between: Between
let reader: Reader
beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})
beforeEach(async () => {
  between = await standBetween(server.url)
  reader = await seatReader(browser)
})
afterEach(async () => {
  await reader.leave()
  await between.stop()
})

async function open(lacking: string): Promise<Page> {
  for (const worker of WORKERS) between.before.set(worker, lacking)
  const fragment = boardsOf(server).get(REGION)!.link.split('#')[1]!
  await reader.page.goto(`${between.url}/b#${fragment}`)
  return reader.page
}
const parts = () => [...between.asked].filter((path) => PART.test(path))

test('a phone that lacks nothing fetches no part', async () => {
  await (await open('')).waitForSelector('a.notice')
  expect(parts()).toEqual([])
})

test('a phone that lacks the curve, or gunzip too, checks and reads the board by libraries', async () => {
  await (await open(NO_CURVE)).waitForSelector('a.notice')
  expect(parts()).toHaveLength(1)
  await reader.leave()
  reader = await seatReader(browser)
  const page = await open(NO_CURVE + NO_GUNZIP)
  await page.locator('a.notice').first().click()
  await page.waitForSelector('.payee')
  expect(parts().sort()).toEqual([...PARTS].sort())
})

test('a part that does not come is told like a network that is not there, and comes with the next try', async () => {
  for (const part of PARTS) between.gone.add(part)
  const page = await open(NO_CURVE + NO_GUNZIP)
  await hears(page, 'sync.outcome.offline')
  expect(await page.locator('a.notice').count()).toBe(0)
  between.gone.clear()
  await page.reload()
  await page.waitForSelector('a.notice')
})
