import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { standDemo } from './demo.ts'
import { createEyes, EVERY_LOOK } from './eyes.ts'
import { walkByKeys } from './hands.ts'
import { NOTICE, type Reader } from './reader.ts'

const REGION = '152529900201'

const see = createEyes('screens')
/** With what is tested of them. */
const PICTURED_ELSEWHERE = ['notice', 'verified']

const demo = standDemo()

describe('every screen', () => {
  let reader: Reader
  let page: Page
  const places = new Map<string, { url: string; ready: string }>()

  beforeAll(async () => {
    reader = await demo.seat()
    page = reader.page
    await page.goto(demo.link(REGION))
    await page.waitForSelector(NOTICE)
    await page.locator('input[type=search]').fill('bte')
    await page.locator('a[href*="/person/"]').first().click()
    await page.waitForSelector('article.entry')
    const person = page.url()
    await page.locator('article.entry footer a').first().click()
    await page.waitForSelector('.payee a')
    const notice = page.url()
    await page.goto(`${demo.server.url}/catalog`)
    const field = await page.locator('a.field').first().getAttribute('href')
    places
      .set('language', { url: '/language', ready: 'button.own' })
      .set('open', { url: '/open', ready: 'a.scan' })
      .set('pick', { url: '/open/pick', ready: 'details.township' })
      .set('door', { url: `/open/${REGION}`, ready: '.group' })
      .set('board', { url: `/board/${REGION}`, ready: NOTICE })
      .set('person', { url: person, ready: 'article.entry' })
      .set('notice', { url: notice, ready: '.payee a' })
      .set('verified', { url: `${notice}/verified`, ready: '.check' })
      .set('catalog', { url: '/catalog', ready: 'a.field' })
      .set('field', { url: field!, ready: 'a[href^="/catalog/"]' })
      .set('settings', { url: '/settings', ready: 'input[name=text]' })
      .set('lost', { url: '/nowhere', ready: '.state' })
  })

  test.each([
    'language',
    'open',
    'pick',
    'door',
    'board',
    'person',
    'notice',
    'verified',
    'catalog',
    'field',
    'settings',
    'lost',
  ])(
    '%s holds at every size and in both languages, to eyes, to a screen reader and to keys alone',
    async (name) => {
      const place = places.get(name)!
      await page.goto(new URL(place.url, demo.server.url).href)
      await page.waitForSelector(place.ready)
      const both = name !== 'language'
      if (!PICTURED_ELSEWHERE.includes(name))
        await see(page, name, { looks: EVERY_LOOK, ...(both ? {} : { languages: ['zh-Hans'] }) })
      await walkByKeys(page, name)
    },
  )
})

test('nothing moves for who asked that nothing move', async () => {
  const reader = await demo.seat()
  const { page } = reader
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(demo.link(REGION))
  await page.waitForSelector(NOTICE)
  const paths = [`/board/${REGION}`, '/settings', '/catalog', '/open']
  for (const path of paths) {
    await page.goto(demo.server.url + path)
    await page.waitForSelector('main h1')
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((el) => {
          const { animationName, animationDuration, transitionDuration } = getComputedStyle(el)
          const slow = (times: string) => times.split(',').some((time) => parseFloat(time) > 0.01)
          return slow(transitionDuration) || (animationName !== 'none' && slow(animationDuration))
        })
        .map((el) => `${el.tagName} ${el.className}`),
    )
    expect([path, moving]).toEqual([path, []])
  }
})

test('a wheel and keys move a Mongolian page along its columns', async () => {
  const { page } = await demo.seat({ language: 'mn-Mong' })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(demo.link(REGION))
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
})
