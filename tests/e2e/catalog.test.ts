import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { standDemo } from './demo.ts'
import { createEyes, EVERY_LOOK } from './eyes.ts'
import { walkByKeys } from './hands.ts'

/* The standard catalog as people ask it: what must be published, by whom, by when; and is it, on my board? */

const REGION = '152529900201'
/** An item that is published on every demo board, one of unknown origin, and one that is answered only when asked for. */
const SUBSIDY = '耕地地力保护补贴'

const see = createEyes('catalog')

const demo = standDemo()
let page: Page
beforeAll(async () => {
  ;({ page } = await demo.seat({ worker: true }))
})

const field = () => page.locator('input[type=search]')
const items = () => page.locator('main a[href^="/catalog/cat-"]')

test('before any board is open, the catalog says how it comes', async () => {
  await page.goto(`${demo.server.url}/catalog`)
  await page.getByText('目录还没有取回').waitFor()
  await see(page, 'not-held')
})

test('27 fields with what they hold, and what is published here under each', async () => {
  await page.goto(demo.link(REGION))
  await page.waitForSelector('a.notice')
  await page.locator('nav a[href="/catalog"]').click()
  await page.waitForSelector('a.field')
  expect(await page.locator('a.field').count()).toBe(27)
  expect(await page.locator('a.field', { hasText: '村务公开' }).count()).toBe(1)
  expect(await page.locator('a.field', { hasText: '涉农补贴' }).textContent()).toContain(
    '本机已公开',
  )
  await see(page, 'fields')
  await walkByKeys(page, 'fields')
})

test('found by a word, by pinyin initials and in Mongolian; coming back, the question still stands', async () => {
  await field().fill('地力')
  await page.getByText(SUBSIDY).first().waitFor()
  await field().fill('gddlbhbt')
  await page.waitForFunction(() => document.querySelectorAll('main a.line').length === 1)
  await items().first().click()
  await page.waitForSelector('.answers')
  expect(await page.textContent('h1')).toContain(SUBSIDY)
  await page.locator('header .back').click()
  await items().first().waitFor()
  expect(await field().inputValue()).toBe('gddlbhbt')
  await field().fill('ᠪᠡᠯᠴᠢᠭᠡᠷ')
  await items().filter({ hasText: '草原' }).first().waitFor()
  await see(page, 'found')
  await field().fill('没有这件事')
  await page.getByText('没有找到“没有这件事”').waitFor()
  await field().fill('')
})

test('an item says by whom, by when, what; and leads to the notices under it', async () => {
  await page.locator('a.field', { hasText: '涉农补贴' }).click()
  await items().filter({ hasText: SUBSIDY }).click()
  await page.waitForSelector('.answers')
  const text = await page.textContent('#main')
  for (const words of [
    '由谁公开',
    '乡镇人民政府',
    '多久之内',
    '20 个工作日之内',
    '主动公开',
    '怎么算、问谁',
  ])
    expect(text).toContain(words)
  await see(page, 'duty', { looks: EVERY_LOOK })
  await walkByKeys(page, 'duty')
  await page.locator('a.notice').first().click()
  await page.waitForURL(`**/board/${REGION}/notice/*`)
  await page.waitForSelector('article.page h1')
})

test('an item without a notice says so; rows of unknown origin are marked; each has an address of its own', async () => {
  await page.goto(`${demo.server.url}/catalog/field/${encodeURIComponent('农村集体土地征收')}`)
  await items().first().waitFor()
  await see(page, 'field')
  await items().filter({ hasText: '出处未核实' }).first().click()
  await page.waitForSelector('.answers')
  expect(await page.textContent('#main')).toContain('还没有核实')
  expect(await page.textContent('#main')).toContain('还没有公布过这一项')
  await page.reload()
  await page.waitForSelector('.answers')
  await see(page, 'duty-nothing')
  const chinese = await page.evaluate(() =>
    [...document.querySelectorAll('.answers dd')].every(
      (dd) =>
        dd.querySelector('[lang=zh-Hans]') ||
        dd.closest('[lang=zh-Hans]') ||
        /公开：/.test(dd.textContent ?? ''),
    ),
  )
  expect(chinese).toBe(true)
  await page.goto(`${demo.server.url}/catalog/cat-none`)
  await page.getByText('目录里没有这一项').waitFor()
  await see(page, 'lost')
  await page.getByText('看全部目录').click()
  await page.waitForSelector('a.field')
})
