import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { standDemo } from './demo.ts'
import { createEyes, EVERY_LOOK } from './eyes.ts'
import { hears, type Reader } from './reader.ts'
import { readQr } from './read-qr.ts'

/** A board with a notice corrected since and one withdrawn. */
const REGION = '152529901203'

const see = createEyes('notice')
const demo = standDemo()

/** The board with its names, and its corrected notice on screen. */
async function openNotice(reader: Reader): Promise<void> {
  const { page } = reader
  await page.goto(demo.link(REGION))
  await page.locator('a.notice', { hasText: '第 2 版' }).first().click()
  await page.waitForSelector('.payee a')
}
const grid = (page: Page) => page.locator('[role=grid]')
const count = async (page: Page) => Number(await grid(page).getAttribute('aria-rowcount')) - 1
/** What stands in the page's rows, in order. */
const amounts = (page: Page) =>
  page.$$eval('.payee .paid', (all) =>
    all.map((el) => Number(el.textContent!.replace(/[^\d.]/g, ''))),
  )
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('.payee')?.getAttribute('data-index'))

describe('a notice', () => {
  let reader: Reader
  let page: Page
  beforeAll(async () => {
    reader = await demo.seat()
    page = reader.page
    await openNotice(reader)
  })

  test('says on one screen what was paid, at what rate, how long to object, whom to call, who reviewed, and that it is verified', async () => {
    const view = { width: 360, height: 740 }
    for (const selector of [
      '.answer .hero',
      '.answer .verify',
      '.answer .badge',
      '.answer .thing',
      '.answer a[href^="tel:"]',
    ]) {
      const box = (await page.locator(selector).first().boundingBox())!
      expect([selector, box.y + box.height <= view.height]).toEqual([selector, true])
    }
    expect(await page.textContent('.answer')).toMatch(/元\/亩/)
    expect(await page.textContent('.answer')).toMatch(/审核/)
    await see(page, 'notice', { looks: EVERY_LOOK })
  })

  test('names every version, and what the last one changed and why', async () => {
    const chain = page.locator('.chain')
    expect(await chain.locator('li').count()).toBe(2)
    expect(await chain.locator('li').first().textContent()).toMatch(/第 2 版[^]*原因：.*重复/)
    expect(await chain.locator('li').last().textContent()).toMatch(/第 1 版/)
  })

  test('adds its list up and holds the sum against what the office says', async () => {
    // Totals of a corrected notice may be withheld; the sum of the list is then this phone's own.
    const paid = await page.textContent('.answer .hero')
    const sums = await page.locator('.picture, .note').allTextContents()
    expect(paid).toMatch(/^\d[\d,]*\.\d\d/)
    expect(sums.join()).toMatch(/加了一遍，与实发一致|不公开合计/)
  })

  test('sorts its list by any column, and says so', async () => {
    const sort = (name: string) => page.locator('[role=columnheader] button', { hasText: name })
    const sorted = () => page.locator('[role=columnheader][aria-sort]')
    await sort('金额').click()
    await page.waitForFunction(() => document.querySelector('[aria-sort=descending] button'))
    await page.waitForTimeout(200)
    const down = await amounts(page)
    expect(down.length).toBeGreaterThan(5)
    expect(down).toEqual([...down].sort((a, b) => b - a))
    await sort('金额').click()
    await page.waitForFunction(() => document.querySelector('[aria-sort=ascending]'))
    await page.waitForTimeout(200)
    expect((await amounts(page))[0]).toBeLessThan(down[0]!)
    await sort('户主').click()
    await page.waitForFunction(() =>
      document.querySelector('[aria-sort]')?.textContent?.includes('户主'),
    )
    expect(await sorted().count()).toBe(1)
    await sort('序号').click()
    await page.waitForFunction(() =>
      document.querySelector('[aria-sort]')?.textContent?.includes('序号'),
    )
  })

  test('keeps to a group, finds a name in it, and finds the list so again on coming back', async () => {
    const all = await count(page)
    const chip = page.locator('.chip').nth(1)
    const said = Number((await chip.locator('.num').textContent())!.replace(/,/g, ''))
    await chip.click()
    await page.waitForFunction(
      (rows) => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === rows,
      String(said + 1),
    )
    expect(said).toBeLessThan(all)
    const name = (await page.locator('.payee .name').first().textContent())!.trim()
    await page.locator('.controls input[type=search]').fill(name)
    await page.waitForFunction(
      (rows) => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')) < rows,
      said + 1,
    )
    await page.locator('.payee .name').first().click()
    await page.waitForSelector('article.entry')
    expect(page.url()).not.toContain(encodeURIComponent(name))
    await page.goBack()
    await page.waitForSelector('.payee a')
    expect(await page.locator('.controls input[type=search]').inputValue()).toBe(name)
    expect(await count(page)).toBeLessThan(said + 1)
    await see(page, 'list-found')
    await page.locator('.controls input[type=search]').fill('没有这个人')
    await hears(page, 'villager.board.noHits')
    await page.locator('.controls input[type=search]').fill('')
    await page.locator('.chip').first().click()
    await page.waitForFunction(
      (rows) => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === rows,
      String(all + 1),
    )
  })

  test('is walked by the keyboard alone: one stop, arrows along it, from end to end', async () => {
    const rows = await count(page)
    await page.locator('.head button').last().focus()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('0')
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(
      () => document.activeElement?.closest('.payee')?.getAttribute('data-index') === '1',
    )
    await page.keyboard.press('End')
    await page.waitForFunction(
      (last) => document.activeElement?.closest('.payee')?.getAttribute('data-index') === last,
      String(rows - 1),
    )
    const box = (await page.locator(`.payee[data-index="${rows - 1}"]`).boundingBox())!
    expect(box.y + box.height).toBeLessThanOrEqual(740)
    await page.keyboard.press('Home')
    await page.waitForFunction(
      () => document.activeElement?.closest('.payee')?.getAttribute('data-index') === '0',
    )
    await page.keyboard.press('Enter')
    await page.waitForSelector('article.entry')
  })

  test('marks the household that is followed, and leads to its row', async () => {
    await page.locator('.follow button').first().click()
    await page.waitForSelector('.follow .badge')
    await page.goBack()
    await page.waitForSelector('.payee.mine')
    expect(await page.locator('.payee.mine .badge').textContent()).toBe('我家')
    await page.locator('button', { hasText: '我家在第' }).click()
    await page.waitForFunction(() => document.activeElement?.closest('.payee.mine') !== null)
    await see(page, 'list-mine')
  })

  test('in Mongolian the rows are columns and arrows go sideways', async () => {
    await page.locator('header .other').click()
    await page.waitForFunction(() => document.documentElement.lang === 'mn-Mong-CN')
    await page.waitForSelector('.payee a')
    await page.locator('.payee a[tabindex="0"]').focus()
    const before = Number(await focused(page))
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction(
      (next) => document.activeElement?.closest('.payee')?.getAttribute('data-index') === next,
      String(before + 1),
    )
    const [one, two] = await page.evaluate(
      (at) =>
        [at, at + 1].map((row) => {
          const box = document.querySelector(`.payee[data-index="${row}"]`)!.getBoundingClientRect()
          return { start: box.left, end: box.right }
        }),
      before,
    )
    expect(Math.abs(two!.start - one!.end)).toBeLessThanOrEqual(1)
    await page.locator('header .other').click()
    await page.waitForFunction(() => document.documentElement.lang === 'zh-Hans')
  })

  test('printed as a screen it is black on white, without what frames it, and says where its list is printed', async () => {
    await page.evaluate(() => {
      document.documentElement.dataset['colours'] = 'dark'
    })
    await page.emulateMedia({ media: 'print' })
    const printed = await page.evaluate(() => {
      const seen = (selector: string) =>
        [...document.querySelectorAll(selector)].filter(
          (el) => (el as HTMLElement).offsetParent !== null,
        ).length
      return {
        frames: seen('.header, .tabs'),
        rows: seen('.payee'),
        ink: getComputedStyle(document.querySelector('h1')!).color,
        paper: getComputedStyle(document.querySelector('.answer')!).backgroundColor,
      }
    })
    expect(printed).toEqual({
      frames: 0,
      rows: 0,
      ink: 'rgb(0, 0, 0)',
      paper: 'rgb(255, 255, 255)',
    })
    await hears(page, 'paper.print.hint')
    await page.emulateMedia({ media: 'screen' })
  })
})

test('the verified mark opens what was checked, what was not, and figures to compare', async () => {
  const reader = await demo.seat()
  const { page } = reader
  await openNotice(reader)
  await page.locator('.answer .verify').click()
  await page.waitForSelector('.check')
  await hears(page, 'villager.verified.good')
  await hears(page, 'villager.verified.witnessNone')
  await page.locator('summary').click()
  const facts = (await page.textContent('dl.facts'))!
  expect(facts).toMatch(/([0-9a-f]{4} ){15}[0-9a-f]{4}/)
  expect(facts).toMatch(/20\d\d年/)
  expect(facts).not.toMatch(/inclusion|checkpoint|digest/)
  await see(page, 'verified', { looks: EVERY_LOOK })
})

test('a check that fails is said so on the notice, with what to do about it', async () => {
  const reader = await demo.seat()
  const { page } = reader
  await openNotice(reader)
  await page.evaluate(spoilProof, REGION)
  await page.reload()
  await page.waitForSelector('.verify.failed')
  await hears(page, 'villager.notice.verifyFailed')
  await page.locator('.verify').click()
  await hears(page, 'villager.verified.inclusionNo')
  await hears(page, 'villager.verified.todo')
  expect(await page.locator('.steps a[href^="tel:"]').count()).toBe(1)
  expect(await page.locator('.steps .btn.main').count()).toBe(1)
  await see(page, 'verified-failed')
})

test('a withdrawn notice says why and by whom, and names nobody', async () => {
  const reader = await demo.seat()
  const { page } = reader
  await page.goto(demo.link(REGION))
  await page.locator('a.notice', { hasText: '已撤回' }).first().click()
  await page.waitForSelector('.answer')
  await hears(page, 'villager.notice.withdrawn')
  expect(await page.textContent('article')).toMatch(/重新核实后再公示/)
  expect(await page.locator('.payee').count()).toBe(0)
  await see(page, 'withdrawn')
})

describe('a shared link', () => {
  let link: string
  let payee: string

  /** Whatever of a text would open names or point at a person. */
  const secret = (text: string) => text.includes(demo.board(REGION).key) || text.includes(payee)

  test('is offered by the phone, as a link and as a QR, and none carries the key or a number of anybody', async () => {
    const reader = await demo.seat()
    const { page, context } = reader
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: demo.server.url,
    })
    await context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'share', {
        configurable: true,
        value: async (data: object) => void ((window as { given?: object }).given = data),
      })
    })
    await openNotice(reader)
    payee = (await page.locator('.payee a').first().getAttribute('href'))!.split('/').pop()!
    expect(payee).toMatch(/^[0-9A-Z]{8}$/)
    await page.locator('[aria-controls=share]').click()
    await page.waitForSelector('svg.qr')
    link = await page.locator('.share input').inputValue()
    expect(link).toMatch(new RegExp(`^${demo.server.url}/n/${REGION}/[0-9a-f]{32}/2$`))
    expect(await readQr(page)).toBe(link)

    await page.locator('.share button', { hasText: '转发' }).click()
    const given = JSON.stringify(await page.evaluate(() => (window as { given?: object }).given))
    expect(given).toContain(link)
    await page.locator('.share button', { hasText: '复制' }).click()
    await hears(page, 'villager.share.copied')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(link)
    const shared = await page.evaluate(() =>
      new XMLSerializer().serializeToString(document.querySelector('.share')!),
    )
    for (const text of [link, given, copied, shared, page.url(), await page.title()])
      expect(secret(text)).toBe(false)
    await see(page, 'share', { looks: EVERY_LOOK })
  })

  test('opens the notice with its list on a phone that holds the board, even with no network', async () => {
    const reader = await demo.seat()
    const { page } = reader
    await page.goto(demo.link(REGION))
    await page.waitForSelector('a.notice')
    await page.route('**/api/**', (route) => route.abort())
    await page.goto(link)
    await page.waitForSelector('.payee a')
    expect(new URL(page.url()).pathname).toMatch(/^\/board\/\d{12}\/notice\/[0-9a-f]{32}$/)
    expect(new URL(page.url()).search).toBe('')
  })

  test('shows rules and totals on any other phone, with a plain way to the names', async () => {
    const reader = await demo.seat()
    const { page } = reader
    await page.goto(link)
    await page.waitForSelector('.answer')
    await hears(page, 'villager.notice.listNone')
    expect(await page.locator('.payee').count()).toBe(0)
    expect(await page.locator(`a[href="/open/${REGION}"]`).count()).toBe(1)
    expect(await page.locator('.note a[href="/open"]').count()).toBe(1)
    await see(page, 'shared-public')
  })

  test('asks a new reader for the language first, and then goes where it was going', async () => {
    const reader = await demo.seat({ language: null })
    const { page } = reader
    await page.goto(link)
    await page.click('button[lang="zh-Hans"]')
    await page.waitForSelector('.answer')
  })

  test('to an earlier version says so and shows today’s', async () => {
    const reader = await demo.seat()
    const { page } = reader
    await page.goto(link.replace(/2$/, '1'))
    await page.waitForSelector('.answer')
    await hears(page, 'villager.share.corrected')
    await see(page, 'shared-corrected')
  })

  test('to a version that has not come yet says that too', async () => {
    const reader = await demo.seat()
    await reader.page.goto(link.replace(/2$/, '7'))
    await reader.page.waitForSelector('.answer')
    await hears(reader.page, 'villager.share.behind')
  })

  test.each([
    {
      what: 'a notice that nobody has',
      path: `${REGION}/${'0'.repeat(32)}/1`,
      says: 'villager.share.gone',
    },
    {
      what: 'another county',
      path: `150101000201/${'0'.repeat(32)}/1`,
      says: 'open.refused.noSuchBoard',
    },
    {
      what: 'no board at all',
      path: `152529999299/${'0'.repeat(32)}/1`,
      says: 'open.refused.noSuchBoard',
    },
  ])('to $what is told so in words, and leaves no board behind', async ({ path, says }) => {
    const reader = await demo.seat()
    const { page } = reader
    await page.goto(`${demo.server.url}/n/${path}`)
    await hears(page, says)
    await see(page, `shared-${says.split('.').pop()}`)
  })

  test('without a network waits for one', async () => {
    const reader = await demo.seat()
    const { page } = reader
    await page.route('**/api/**', (route) => route.abort())
    await page.goto(link)
    await hears(page, 'villager.share.offline')
    await see(page, 'shared-offline')
    await page.unroute('**/api/**')
    await page.locator('.state button').click()
    await page.waitForSelector('.answer')
  })
})

/** Runs in the page: the disk forgets by which way the board's entry stands in the log. */
function spoilProof(region: string): Promise<void> {
  return new Promise((done, failed) => {
    const opening = indexedDB.open('sambar')
    opening.onerror = () => failed(opening.error)
    opening.onsuccess = () => {
      const db = opening.result
      const change = db.transaction('boards', 'readwrite')
      const boards = change.objectStore('boards')
      const reading = boards.get(region)
      reading.onsuccess = () => {
        const record = reading.result as { held: { proof: string[] } }
        record.held.proof = record.held.proof.map(() => `${'A'.repeat(43)}=`)
        boards.put(record)
      }
      change.oncomplete = () => {
        db.close()
        done()
      }
    }
  })
}
