import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { runSambar } from '#tests/support/sambar-cli.ts'
import { startServer } from '#tests/support/server.ts'
import { standDemo } from './demo.ts'
import { createEyes } from './eyes.ts'
import { walkByKeys } from './hands.ts'
import { signIn } from './office.ts'
import { askForNews, controlled, hears, NOTICE, saying, type Reader } from './reader.ts'

/** Its board has a notice of every kind, and one that the office can publish. */
const REGION = '152529901203'

const see = createEyes('states')

const demo = standDemo()
let reader: Reader
let page: Page

beforeEach(async () => {
  reader = await demo.seat()
  page = reader.page
})

const at = (path: string) => page.goto(demo.server.url + path)
async function openBoard(): Promise<void> {
  await page.goto(demo.link(REGION))
  await page.waitForSelector(NOTICE)
  await page.waitForURL(`**/board/${REGION}`)
}

describe('a phone that holds nothing', () => {
  test('offers the ways in; a village that is not there and a link that is none are said plainly', async () => {
    await at('/')
    await page.waitForSelector('a.scan')
    await see(page, 'empty-phone')
    for (const [name, path] of [
      ['settings-empty', '/settings'],
      ['board-not-held', `/board/${REGION}`],
    ] as const) {
      await at(path)
      await page.waitForSelector('h1', { state: 'attached' })
      await see(page, name)
      await walkByKeys(page, name)
    }
    await at('/open/pick')
    await page.locator('details.township summary').first().click()
    await see(page, 'pick-open')
    await page.locator('input[type=search]').fill('没有的嘎查')
    await hears(page, 'open.pickNone')
    await see(page, 'pick-none')
    await at('/b#nothing')
    await hears(page, 'open.refused.notALink')
    await see(page, 'link-broken')
  })
})

describe('a board', () => {
  test('without a key: rules and totals, no names, and the way to them', async () => {
    await at(`/open/${REGION}`)
    await page.getByText(saying('open.publicOpen')).click()
    await page.waitForSelector(NOTICE)
    await see(page, 'board-public')
    await page.locator(NOTICE).first().click()
    await hears(page, 'villager.notice.listNone')
    await see(page, 'notice-locked')
  })

  test('with a key that never was its own says so', async () => {
    const [start, secret] = demo.link(REGION).split('#') as [string, string]
    const parts = secret.split('.')
    parts[2] =
      `A${parts[2]!.slice(1)}` === parts[2] ? `B${parts[2].slice(1)}` : `A${parts[2]!.slice(1)}`
    await page.goto(`${start}#${parts.join('.')}`)
    await page.waitForSelector(NOTICE)
    await hears(page, 'villager.board.keyWrong')
    await see(page, 'key-wrong')
  })

  test('answers a search with people, with nobody, and with somebody who is not there any more', async () => {
    await openBoard()
    await page.locator('input[type=search]').fill('a')
    await page.locator('a[href*="/person/"]').first().waitFor()
    await see(page, 'search-hits')
    await page.locator('input[type=search]').fill('qqqq')
    await hears(page, 'villager.board.noHits')
    await see(page, 'search-none')
    await at(`/board/${REGION}/person/00000000`)
    await hears(page, 'villager.person.notHeld')
    await see(page, 'person-missing')
    await at(`/board/${REGION}/notice/${'0'.repeat(32)}`)
    await page.getByText(saying('villager.shell.notFound')).first().waitFor({ state: 'attached' })
    await see(page, 'notice-missing')
    await at('/catalog')
    await page.locator('input[type=search]').fill('没有这一条')
    await hears(page, 'villager.catalog.none')
    await see(page, 'catalog-none')
    await at('/settings')
    await page.getByText(saying('villager.settings.removeAll')).click()
    await see(page, 'settings-remove')
  })

  test('shows notices corrected, ended, and too small to tell', async () => {
    const desk = await signIn(demo.server)
    const published = await desk.notices('published', REGION)
    const find = (program: string, year: number) =>
      published.find((notice) => notice.program === program && notice.year === year)!.notice
    await openBoard()
    for (const [name, id] of [
      ['notice-corrected', published.find(({ version }) => version > 1)!.notice],
      ['notice-ended', find('farmland', 2025)],
      ['notice-few', published.find(({ lines }) => lines < 3)?.notice ?? find('allowance', 2025)],
    ] as const) {
      await at(`/board/${REGION}/notice/${id}`)
      await page.waitForSelector('article.page h1')
      await see(page, name)
    }
  })
})

test('a new version of the app asks, and waits', async () => {
  const between = await demo.between()
  const visitor = (await demo.seat({ worker: true })).page
  await visitor.goto(demo.link(REGION, between.url))
  await visitor.waitForSelector(NOTICE)
  await controlled(visitor)
  between.version = '\n// another version'
  await visitor.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update())
  await hears(visitor, 'villager.shell.updateReady')
  await see(visitor, 'update-waiting')
  await walkByKeys(visitor, 'update-waiting')
})

test('a board whose sheet was hung anew says that the old key opens the old lists only', async () => {
  await openBoard()
  const { server } = demo
  await server.stop({ keep: true })
  const answer = await runSambar(server, ['key', 'epoch', REGION])
  expect(answer.exit, answer.stderr).toBe(0)
  demo.server = await startServer({ demo: false, dataDir: server.dataDir, port: server.port })
  await (await signIn(demo.server)).publishApproved(REGION)
  await askForNews(page)
  await hears(page, 'villager.board.keyOld')
  await see(page, 'key-old')
})
