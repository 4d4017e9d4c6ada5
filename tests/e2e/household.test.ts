import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { standDemo } from './demo.ts'
import { createEyes, EVERY_LOOK, turnTo, type Seeing } from './eyes.ts'
import { signIn } from './office.ts'
import { hears, type Reader } from './reader.ts'

const REGION = '152529901202'
const OTHER = '152529900202'
const eyes = createEyes('household')

const demo = standDemo()
let reader: Reader
let page: Page

beforeAll(async () => {
  reader = await demo.seat({ worker: true })
  page = reader.page
})

/** Looks in both languages, and reads on in Chinese. */
async function see(name: string, how?: Seeing): Promise<void> {
  await eyes(page, name, how)
  await turnTo(page, 'zh-Hans')
}

const field = () => page.locator('input[type=search]')
const people = () => page.locator('a[href*="/person/"]:not(.household)')
const cards = () => page.locator('a.household')

async function openBoard(region: string): Promise<void> {
  await page.goto(demo.link(region))
  await page.waitForURL(`${demo.server.url}/board/${region}`)
  await page.waitForSelector('a.notice')
}

/** Three letters and a tap. Answers whose page it is. */
async function visitPerson(letters: string): Promise<string> {
  await field().fill(letters)
  await people().first().click()
  await page.waitForSelector('article.entry')
  return (await page.textContent('h1'))!.trim()
}

async function follow(): Promise<void> {
  await page.locator('.follow .btn.main').click()
  await page.waitForSelector('.follow .badge')
}

let name: string
let sum: string

test('three letters answer before any tap where few are meant', async () => {
  await openBoard(REGION)
  await hears(page, 'villager.household.howTo')
  await field().fill('bte')
  await page.waitForSelector('a[href*="/person/"] .amount')
  await see('search')
})

test('a person explains each amount, and why other lists do not name them', async () => {
  name = await visitPerson('bte')
  sum = (await page.textContent('.sums .hero .figure'))!
  await page.locator('article.entry summary').first().click()
  await page.waitForSelector('article.entry .ask a[href^="tel:"]')
  await page.locator('.section li details summary').first().click()
  await page.waitForSelector('.section li details .ask')
  await see('why', { looks: EVERY_LOOK })
})

test('a household that is followed stands at the head of its board', async () => {
  await follow()
  await see('followed')
  await page.goto(`${demo.server.url}/board/${REGION}`)
  await cards().first().waitFor()
  expect(await cards().first().textContent()).toContain(name)
  expect(await cards().first().textContent()).toContain(sum)
  await see('board', { looks: EVERY_LOOK })
})

test('a family with two gachas has both on one screen', async () => {
  await openBoard(OTHER)
  const other = await visitPerson('s')
  await follow()
  await page.locator('nav a[href="/household"]').click()
  await page.waitForSelector('.family')
  expect(await cards().count()).toBe(2)
  const text = (await page.textContent('#main'))!
  expect(text).toContain(name)
  expect(text).toContain(other)
  await see('households', { looks: EVERY_LOOK })
})

test('a board that is removed takes its list away, and leaves what was last known of the household', async () => {
  await page.goto(`${demo.server.url}/settings`)
  const line = page.locator('.held', { has: page.locator(`a[href="/board/${REGION}"]`) })
  await line.locator('summary').click()
  await line.locator('.btn.wrong').click()
  await line.waitFor({ state: 'detached' })
  await page.goto(`${demo.server.url}/household`)
  await hears(page, 'villager.household.gone')
  expect(await cards().first().textContent()).toContain(sum)
  await see('households-left')
  await cards().first().click()
  await page.locator('h1', { hasText: name }).waitFor()
  await hears(page, 'villager.person.gone')
  expect(await page.textContent('.sums .hero .figure')).toBe(sum)
  await see('person-left')
})

test('when the list is back, it is the household again', async () => {
  await openBoard(REGION)
  await cards().first().waitFor()
  await page.waitForFunction(
    () => !/最后看到/.test(document.querySelector('a.household')!.textContent!),
  )
  expect(await cards().first().textContent()).toContain(sum)
  await cards().first().click()
  await page.waitForSelector('article.entry')
})

test('what came since the last visit is told at the next one, until it is seen', async () => {
  await page.goto(`${demo.server.url}/board/${REGION}`)
  await cards().first().waitFor()
  expect(await page.locator('.news').count()).toBe(0)
  const id = await (await signIn(demo.server)).publishApproved(REGION)
  await page.locator('.age button').click()
  await page.locator(`.news a[href*="${id}"]`).waitFor()
  await see('news', { looks: EVERY_LOOK })
  await page.locator('.news button').click()
  await page.locator('.news').waitFor({ state: 'detached' })
  await page.reload()
  await cards().first().waitFor()
  expect(await page.locator('.news').count()).toBe(0)
})

test('a name that nobody has is answered by names like it, and by what to do', async () => {
  await field().fill(`${name.slice(0, -1)}儿`)
  await hears(page, 'villager.similar.title')
  await people().filter({ hasText: name }).first().waitFor()
  await hears(page, 'villager.board.whyNotText')
  await see('nobody')
})

test('a household is taken off again, and another stays', async () => {
  await page.goto(`${demo.server.url}/household`)
  const family = page.locator('.family', { hasText: name })
  await family.locator('.acts button').click()
  await family.locator('.note .btn.wrong').click()
  await family.waitFor({ state: 'detached' })
  expect(await cards().count()).toBe(1)
  await page.locator('.family .acts button').click()
  await page.locator('.family .note .btn.wrong').click()
  await hears(page, 'villager.household.empty')
  await see('households-none', { looks: EVERY_LOOK })
})
