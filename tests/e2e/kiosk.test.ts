import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { launchRemembering } from '#tests/support/browser.ts'
import { ROOT } from '#tests/support/root.ts'
import { standDemo } from './demo.ts'
import { signIn } from './office.ts'
import {
  dumpOf,
  giveTablet,
  hang,
  looksRight,
  office,
  picture,
  SHAPES,
  type Shape,
} from './tablet.ts'

const REGION = '152529900201'
const OTHER = '152529900202'
/** Something has been approved for it and waits to be published. */
const NEWS = '152529901202'
const SCRIPTS = ['zh-Hans', 'mn-Mong'] as const
const LANGS = { 'zh-Hans': 'zh-Hans', 'mn-Mong': 'mn-Mong-CN' }

const demo = standDemo()

/** A tablet that hangs; `clock`: its timers pass when told. */
async function tablet(
  options: string[] = [],
  { shape = 'wide', clock = false, regions = [REGION] }: Partial<Hung> = {},
): Promise<{ page: Page; device: string; pin: string | null }> {
  const given = await giveTablet(demo.server, regions, ...options)
  const { page } = await demo.seat({ language: null })
  await page.setViewportSize(SHAPES[shape])
  if (clock) await page.clock.install()
  await hang(page, given.link)
  return { page, ...given }
}
interface Hung {
  shape: Shape
  clock: boolean
  regions: string[]
}

const way = (page: Page, script: string) => page.locator(`.invite .way.${script}`)
async function visit(page: Page, script: (typeof SCRIPTS)[number] = 'zh-Hans'): Promise<void> {
  await way(page, script).click()
  await page.waitForSelector('a.notice')
  await page.waitForFunction((lang) => document.documentElement.lang === lang, LANGS[script])
}
const search = (page: Page) => page.locator('#main input[type=search]')
async function findPerson(page: Page, letters = 'bte'): Promise<string> {
  await search(page).fill(letters)
  await page.locator('a[href*="/person/"]').first().click()
  await page.waitForSelector('article.entry')
  return (await page.textContent('#main h1'))!.trim()
}
const inLoop = (page: Page) => page.waitForSelector('.loop .leaf')

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
      .poll(async () => (await listed(device)).boards[0]!.shown, { timeout: 30_000 })
      .not.toBe(null)
    // What is painted, read back from the page, is what the county has published last.
    const { boards } = await listed(device)
    expect(boards[0]!.shown).toEqual(boards[0]!.newest)
    expect(String(boards[0]!.shown!.seq)).toBe(
      await page.getAttribute('[data-manifest]', 'data-seq'),
    )
  })

  test('by the QR of the office, whose code leaves the address at once', async () => {
    const { page } = await tablet()
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

interface Listed {
  device: string
  boards: { shown: { seq: number } | null; newest: { seq: number } | null }[]
}
/** What the office sees of a tablet. */
async function listed(device: string): Promise<Listed> {
  const said = (await office(demo.server, 'list')) as { devices: Listed[] }
  return said.devices.find((one) => one.device === device)!
}

describe.each(Object.keys(SHAPES) as Shape[])('on a %s glass', (shape) => {
  test('every leaf hangs right in both scripts, and comes round', async () => {
    const { page } = await tablet(['--pace', '50'], { shape, clock: true })
    const seen = new Set<string>()
    for (let step = 0; step < 40; step++) {
      const leaf = await page.evaluate(() => {
        const { scrollTop = 0, scrollLeft = 0 } = document.querySelector('.sheet') ?? {}
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

  test.each(SCRIPTS)(
    'one touch opens the board in %s, and every screen is large and in reach',
    async (script) => {
      const { page } = await tablet([], { shape })
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
      await page.locator('.reads > .bar button').nth(2).click()
      await page.waitForSelector('a.field')
      await looksRight(page, of('catalog'))
      await page.locator('.bar .done').click()
      await inLoop(page)
    },
  )
})

describe('nothing of a reader stays', () => {
  /** What the tablet itself writes while somebody reads: when the county was heard, and how often it was told. */
  const OWN = /\.(log|boards|tabletKey|tablet|lastOutcome)$|sambar\.(errors|kiosk)/
  const others = (dump: Record<string, string>) =>
    Object.fromEntries(Object.entries(dump).filter(([name]) => !OWN.test(name)))

  test('when they say they are done: not in a store, a field, a title, a clipboard, nor behind the back button', async () => {
    const { page } = await tablet()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const before = others(await dumpOf(page))
    const entries = await page.evaluate(() => history.length)
    await visit(page)
    const name = await findPerson(page)
    await page.evaluate((text) => navigator.clipboard.writeText(text), name)
    expect(await page.title()).not.toContain(name)
    expect(page.url()).toBe(`${demo.server.url}/kiosk`)
    expect(await page.evaluate(() => history.length)).toBe(entries)
    const reloaded = page.waitForEvent('load')
    await page.locator('.bar .done').click()
    await page.waitForSelector('.visit', { state: 'detached' })
    expect(await page.content()).not.toContain(name)
    await reloaded
    await inLoop(page)
    expect(others(await dumpOf(page))).toEqual(before)
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('')
    expect(await page.evaluate(() => history.length)).toBe(entries)
    await page.goBack()
    await page.goForward()
    await inLoop(page)
    expect(await page.content()).not.toContain(name)
    await visit(page)
    expect(await search(page).inputValue()).toBe('')
    expect(await page.locator('.reads > .bar button').first().isDisabled()).toBe(true)
  })

  test('when they walk away: asked after the time that was ordered, then gone; a touch is an answer', async () => {
    const { page } = await tablet(['--idle', '30'], { clock: true })
    await visit(page, 'mn-Mong')
    const name = await findPerson(page)
    for (let i = 0; i < 4; i++) {
      await page.clock.runFor(29_000)
      await page.mouse.wheel(0, 40)
    }
    expect(await page.locator('.over').count()).toBe(0)
    await page.clock.runFor(30_500)
    await page.locator('[role=alertdialog]').waitFor()
    await picture(page, 'still-there')
    await page.locator('[role=alertdialog] .stay').click()
    await page.locator('[role=alertdialog]').waitFor({ state: 'detached' })
    expect(await page.content()).toContain(name)
    await page.clock.runFor(30_500)
    const reloaded = page.waitForEvent('load')
    await page.clock.runFor(15_500)
    await reloaded
    await inLoop(page)
    expect(await page.content()).not.toContain(name)
  })

  test('nor in a page that the browser froze when somebody found a way out of it, and brings back', async () => {
    const browser = await launchRemembering()
    try {
      const { link } = await giveTablet(demo.server, [REGION])
      const { page } = await demo.seat({ language: null }, browser)
      await page.setViewportSize(SHAPES.wide)
      await page.addInitScript(() =>
        addEventListener('pageshow', ({ persisted }) => {
          if (persisted) sessionStorage['frozen'] = document.body.hidden ? 'empty' : 'shown'
        }),
      )
      await hang(page, link)
      await visit(page)
      const name = await findPerson(page)
      await page.goto(`${demo.server.url}/plain`)
      await page.goBack()
      await inLoop(page)
      expect(await page.content()).not.toContain(name)
      // It was frozen indeed, and what was seen of it for a moment was nothing.
      expect(await page.evaluate(() => sessionStorage['frozen'])).toBe('empty')
    } finally {
      await browser.close()
    }
  })

  test('where the page could not come again, the clean one stays', async () => {
    const { page } = await tablet()
    await visit(page)
    const name = await findPerson(page)
    await page.context().setOffline(true)
    await page.locator('.bar .done').click()
    await inLoop(page)
    expect(await page.content()).not.toContain(name)
    await visit(page)
    expect(await search(page).inputValue()).toBe('')
    expect(await page.locator('.reads > .bar button').first().isDisabled()).toBe(true)
  })
})

describe('nobody leads it elsewhere', () => {
  test('not by menus, keys, fingers, links, windows or files', async () => {
    const { page } = await tablet()
    await visit(page)
    await findPerson(page)
    const refused = await page.evaluate(() => {
      const at = document.querySelector('#main h1')!
      const tried = (event: Event) => !at.dispatchEvent(event)
      const how = { bubbles: true, cancelable: true }
      const key = (init: KeyboardEventInit) =>
        tried(new KeyboardEvent('keydown', { ...how, ...init }))
      const away = document.querySelector('#main')!.appendChild(document.createElement('a'))
      away.href = 'https://example.org/'
      away.target = '_blank'
      const file = document.querySelector('#main')!.appendChild(document.createElement('input'))
      file.type = 'file'
      const clicked = [away, file].map((el) => !el.dispatchEvent(new MouseEvent('click', how)))
      away.remove()
      file.remove()
      return {
        menu: tried(new MouseEvent('contextmenu', how)),
        chosen: tried(new Event('selectstart', how)),
        dragged: tried(new DragEvent('dragstart', how)),
        copied: tried(new ClipboardEvent('copy', how)),
        zoomed: tried(new WheelEvent('wheel', { ...how, ctrlKey: true })),
        printed: key({ key: 'p', ctrlKey: true }),
        sought: key({ key: 'l', ctrlKey: true }),
        tools: key({ key: 'F12' }),
        back: key({ key: 'ArrowLeft', altKey: true }),
        clicked,
        window: window.open('https://example.org/') === null,
      }
    })
    expect(refused).toEqual({
      ...{ menu: true, chosen: true, dragged: true, copied: true, zoomed: true },
      ...{
        printed: true,
        sought: true,
        tools: true,
        back: true,
        clicked: [true, true],
        window: true,
      },
    })
    expect(await page.locator('a[href^="tel:"]').count()).toBe(0)
    expect(page.context().pages()).toHaveLength(1)
    expect(page.url()).toBe(`${demo.server.url}/kiosk`)
  })

  test('but by six digits, which cannot be guessed: a reload forgets no wrong try', async () => {
    const { page, pin } = await tablet(['--new-pin'], { clock: true })
    const type = async (digits: string) => {
      for (const digit of digits) await page.locator('.key', { hasText: digit }).first().click()
    }
    const corner = async () => {
      await page.mouse.move(20, 20)
      await page.mouse.down()
      await page.clock.runFor(3_100)
      await page.mouse.up()
      await page.locator('.pad').waitFor()
    }
    await corner()
    await picture(page, 'way-out')
    const wrong = pin === '000000' ? '111111' : '000000'
    for (let i = 0; i < 5; i++) {
      await type(wrong)
      await page.waitForFunction(() => !document.querySelector('.dots .full'))
      if (i === 2) {
        await page.reload()
        await inLoop(page)
        await corner()
      }
    }
    expect(await page.locator('.key').first().isDisabled()).toBe(true)
    await page.reload()
    await inLoop(page)
    await corner()
    expect(await page.locator('.key').first().isDisabled()).toBe(true)
    await picture(page, 'way-out-wait')
    await page.clock.runFor(61_000)
    await corner()
    await type(pin!)
    await page.locator('.leave').waitFor()
    await picture(page, 'keeper')
    await page.locator('.leave').click()
    // The villager's app, as on a phone that has no language yet.
    await page.waitForSelector('button.own')
  })

  test('a short press in the corner is nothing, and without a PIN there is no way out', async () => {
    const { page } = await tablet()
    await page.mouse.click(20, 20)
    expect(await page.locator('.pad').count()).toBe(0)
    await page.mouse.move(20, 20)
    await page.mouse.down()
    await page.locator('#way-out').waitFor()
    await page.mouse.up()
    expect(await page.locator('.key').count()).toBe(0)
  })
})

describe('what the office wants', () => {
  test('a new notice hangs, new orders hold, and a tablet that is taken back is no board any more', async () => {
    const { page, device } = await tablet([], { clock: true, regions: [NEWS] })
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
    const { page } = await tablet(['--pace', '50'], { regions: [REGION, OTHER], clock: true })
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
