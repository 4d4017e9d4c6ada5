import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { ROOT } from '#tests/support/root.ts'
import type { Between } from './between.ts'
import { standDemo } from './demo.ts'
import { hears, saying } from './reader.ts'

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

const demo = standDemo()
let between: Between
beforeEach(async () => {
  between = await demo.between()
})

async function open(lacking: string): Promise<Page> {
  for (const worker of WORKERS) between.before.set(worker, lacking)
  const { page } = await demo.seat()
  await page.goto(demo.link(REGION, between.url))
  return page
}
const parts = () => [...between.asked].filter((path) => PART.test(path))

test('a phone that lacks nothing fetches no part', async () => {
  await (await open('')).waitForSelector('a.notice')
  expect(parts()).toEqual([])
})

test('a phone that lacks the curve, or gunzip too, checks and reads the board by libraries', async () => {
  await (await open(NO_CURVE)).waitForSelector('a.notice')
  expect(parts()).toHaveLength(1)
  const page = await open(NO_CURVE + NO_GUNZIP)
  await page.locator('a.notice').first().click()
  await page.waitForSelector('.payee')
  expect(parts()).toHaveLength(2)
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

test('what few ask for comes when it is asked for: followed households, the catalog', async () => {
  const page = await open('')
  await page.locator('input[type=search]').fill('bte')
  await page.locator('a[href*="/person/"]').first().click()
  await page.waitForSelector('article.entry')
  expect(parts()).toEqual([])
  await page.getByRole('button', { name: saying('villager.household.follow') }).click()
  await expect.poll(() => parts().length).toBe(1)
  await page.goto(`${between.url}/catalog`)
  await expect.poll(() => parts().length).toBe(2)
})
