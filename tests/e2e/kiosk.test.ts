import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '#tests/support/root.ts'
import { standDemo } from './demo.ts'
import { signIn } from './office.ts'
import {
  giveTablet,
  hang,
  listed,
  looksRight,
  office,
  picture,
  SHAPES,
  type Shape,
} from './tablet.ts'
import { findPerson, inLoop, REGION, SCRIPTS, search, tablet, visit, way } from './visitor.ts'

const OTHER = '152529900202'
/** Something has been approved for it and waits to be published. */
const NEWS = '152529901202'

const demo = standDemo()

describe('a device becomes a board', () => {
  test('by twelve characters read out by an office; a mistyped one costs no try', async () => {
    const { code, device } = await giveTablet(demo.server, [REGION])
    const { page } = await demo.seat({ language: null })
    await page.setViewportSize(SHAPES.wide)
    await page.goto(`${demo.server.url}/kiosk`)
    const groups = page.locator('.group')
    await groups.first().waitFor()
    expect(await groups.count()).toBe(3)
    await picture(page, 'enrol-mn')
    await page.locator('.other').click()
    await picture(page, 'enrol-zh')
    const wrong = code.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    for (const typed of [wrong, code]) {
      await groups.first().fill(typed)
      await page.locator('.btn.main').click()
      if (typed === wrong) await page.locator('.note.wrong').waitFor()
    }
    await inLoop(page)
    await expect
      .poll(async () => (await listed(demo.server, device)).boards[0]!.shown, { timeout: 30_000 })
      .not.toBe(null)
    // What is painted, read back from the page, is what the county has published last.
    const { boards } = await listed(demo.server, device)
    expect(boards[0]!.shown).toEqual(boards[0]!.newest)
    expect(String(boards[0]!.shown!.seq)).toBe(
      await page.getAttribute('[data-manifest]', 'data-seq'),
    )
  })

  test('by the QR of the office, whose code leaves the address at once', async () => {
    const { page } = await tablet(demo)
    expect(page.url()).toBe(`${demo.server.url}/kiosk`)
    await page.reload()
    await inLoop(page)
    await page.goto(`${demo.server.url}/settings`)
    await inLoop(page)
  })

  test('and a phone that only looks in is not held', async () => {
    const { page } = await demo.seat()
    await page.goto(`${demo.server.url}/kiosk`)
    await page.locator('.group').first().waitFor()
    expect(
      await page.evaluate(() => [
        localStorage['sambar.kiosk'] ?? null,
        'held' in document.documentElement.dataset,
      ]),
    ).toEqual([null, false])
    await page.goto(demo.link(REGION))
    await page.waitForSelector('nav.tabs')
  })
})

describe.each(Object.keys(SHAPES) as Shape[])('on a %s glass', (shape) => {
  test('every leaf hangs right in both scripts, and comes round', async () => {
    const { page } = await tablet(demo, ['--pace', '50'], { shape, clock: true })
    const seen = new Set<string>()
    await page.waitForTimeout(300)
    for (let step = 0; step < 40; step++) {
      const leaf = await page.evaluate(() => {
        const { scrollTop = 0, scrollLeft = 0 } = document.querySelector('.hung') ?? {}
        const title = document.querySelector('.leaf h2')?.textContent ?? ''
        return `${document.documentElement.lang} ${title} ${scrollTop + scrollLeft}`
      })
      if (!seen.has(leaf)) {
        seen.add(leaf)
        await looksRight(page, `loop-${shape}-${seen.size}`)
      }
      // Longer than any page stands; the next begins to count when it stands.
      await page.clock.runFor(31_000)
      await page.waitForTimeout(200)
    }
    const titles = [...seen]
    expect(titles.filter((one) => one.startsWith('zh')).length).toBeGreaterThan(5)
    expect(titles.filter((one) => one.startsWith('mn')).length).toBeGreaterThan(5)
  })

  test('both scripts hang side by side where the office wants it so, and the one that is touched opens', async () => {
    const { page } = await tablet(demo, ['--pace', '50', '--loop', 'beside'], {
      shape,
      clock: true,
    })
    const seen = new Set<string>()
    for (let step = 0; step < 24; step++) {
      await page.waitForTimeout(300)
      const leaf = await page.evaluate(() =>
        [...document.querySelectorAll('.hung')]
          .map((el) => `${el.querySelector('h2')?.textContent} ${el.scrollTop + el.scrollLeft}`)
          .join(),
      )
      if (!seen.has(leaf)) {
        seen.add(leaf)
        await looksRight(page, `beside-${shape}-${seen.size}`)
        const modes = await page.$$eval('.pane', (panes) =>
          panes.map((pane) => getComputedStyle(pane).writingMode),
        )
        expect(modes.sort()).toEqual(['horizontal-tb', 'vertical-lr'])
      }
      await page.clock.runFor(5_000)
    }
    expect(seen.size).toBeGreaterThan(5)
    await page.locator('.pane:lang(mn)').click()
    await page.waitForFunction(() => document.documentElement.lang === 'mn-Mong-CN')
    await page.waitForSelector('a.notice')
  })

  test.each(SCRIPTS)(
    'one touch opens the board in %s, and every screen is large and in reach',
    async (script) => {
      const { page } = await tablet(demo, [], { shape })
      const of = (name: string) => `visit-${shape}-${script}-${name}`
      await visit(page, script)
      await looksRight(page, of('board'))
      await search(page).fill('bte')
      await page.waitForSelector('a[href*="/person/"] .amount')
      await looksRight(page, of('search'))
      await findPerson(page)
      await looksRight(page, of('person'))
      await page.locator('article.entry footer a').first().click()
      await page.waitForSelector('.payee')
      await looksRight(page, of('notice'))
      await page.locator('a.verify').click()
      await page.waitForSelector('.mark.card')
      await looksRight(page, of('verified'))
      await page.locator('.reads > .bar button').nth(2).click()
      await page.waitForSelector('a.field')
      await looksRight(page, of('catalog'))
      await page.locator('.bar .done').click()
      await inLoop(page)
    },
  )
})

describe('what the office wants', () => {
  test('a new notice hangs, new orders hold, and a tablet that is taken back is no board any more', async () => {
    const { page, device } = await tablet(demo, [], { clock: true, regions: [NEWS] })
    const round = async () => {
      await page.clock.runFor(6 * 60_000 + 10_000)
      await page.waitForTimeout(2_500)
      await page.clock.runFor(10_000)
    }
    const seq = () => page.getAttribute('[data-manifest]', 'data-seq')
    const before = Number(await seq())
    await (await signIn(demo.server)).publishApproved(NEWS)
    await round()
    await page.waitForFunction(
      (old) => Number(document.querySelector<HTMLElement>('[data-manifest]')?.dataset['seq']) > old,
      before,
    )
    await office(demo.server, 'set', device, '--languages', 'zh-Hans')
    await round()
    await page.waitForFunction(() => document.querySelectorAll('.invite .way').length === 1)
    await office(demo.server, 'revoke', device)
    await round()
    await page.locator('.group').first().waitFor()
    expect(await page.evaluate(() => localStorage['sambar.kiosk'] ?? null)).toBe(null)
  })

  test.each([
    { days: 6, state: 'fresh' },
    { days: 10, state: 'amber' },
    { days: 40, state: 'red' },
  ])('a board not heard of for $days days is $state', async ({ days, state }) => {
    const { link } = await giveTablet(demo.server, [REGION])
    const between = await demo.between()
    const worker = readdirSync(join(ROOT, 'dist/app/assets')).find(
      (name) => /^worker-[^.]*\.js$/.test(name) && !name.startsWith('worker-part'),
    )!
    // The device's clock, so many days on.
    const later = `{ const now = Date.now; Date.now = () => now() + ${days} * 86400000 }\n`
    between.before.set(`/assets/${worker}`, later)
    const { page } = await demo.seat({ language: null })
    await page.setViewportSize(SHAPES.wide)
    await hang(page, link.replace(demo.server.url, between.url))
    await page.locator(`.age.${state}`).waitFor()
    await way(page, 'zh-Hans').click()
    await page.waitForSelector('a.notice')
    await picture(page, `age-${state}`)
  })

  test('outside of its hours it is dark, wakes for whoever touches it, and goes back to sleep', async () => {
    const china = (hours: number) =>
      `${String((new Date().getUTCHours() + 8 + hours) % 24).padStart(2, '0')}:00`
    const given = await giveTablet(demo.server, [REGION], '--on', china(3), '--off', china(-1))
    const { page } = await demo.seat({ language: null })
    await page.setViewportSize(SHAPES.wide)
    await page.goto(given.link)
    await page.locator('.night').waitFor()
    await picture(page, 'night')
    await page.locator('.night').click()
    await page.waitForSelector('a.notice')
    await page.locator('.reads > .bar .done').click()
    await page.locator('.night').waitFor()
  })

  test('two boards hang one after the other, and a visitor chooses', async () => {
    const { page } = await tablet(demo, ['--pace', '50'], { regions: [REGION, OTHER], clock: true })
    const seen = new Set<string>()
    for (let i = 0; i < 60 && seen.size < 2; i++) {
      seen.add((await page.getAttribute('[data-manifest]', 'data-region'))!)
      await page.clock.runFor(31_000)
      await page.waitForTimeout(200)
    }
    expect([...seen].sort()).toEqual([REGION, OTHER])
    await way(page, 'zh-Hans').click()
    await page.locator('.pick').first().waitFor()
    await looksRight(page, 'pick')
    await page.locator('.pick').nth(1).click()
    await page.waitForSelector('a.notice')
    await page.locator('.reads > .bar button').nth(1).click()
    await page.locator('.pick').first().click()
    await page.waitForSelector('a.notice')
    await page.locator('.reads > .bar .done').click()
    await inLoop(page)
  })
})
