import { describe, expect, test } from 'vitest'
import { launchRemembering } from '#tests/support/browser.ts'
import { standDemo } from './demo.ts'
import { dumpOf, giveTablet, hang, picture, SHAPES } from './tablet.ts'
import { findPerson, inLoop, REGION, search, tablet, visit } from './visitor.ts'

const demo = standDemo()

describe('nothing of a reader stays', () => {
  /** What the tablet itself writes while somebody reads: when the county was heard, and how often it was told. */
  const OWN = /\.(log|boards|tabletKey|tablet|lastOutcome)$|sambar\.(errors|kiosk)/
  const others = (dump: Record<string, string>) =>
    Object.fromEntries(Object.entries(dump).filter(([name]) => !OWN.test(name)))

  test('when they say they are done: not in a store, a field, a title, a clipboard, nor behind the back button', async () => {
    const { page } = await tablet(demo)
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
    const { page } = await tablet(demo, ['--idle', '30'], { clock: true })
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
    const { page } = await tablet(demo)
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
    const { page } = await tablet(demo)
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
    const { page, pin } = await tablet(demo, ['--new-pin'], { clock: true })
    const type = async (digits: string) => {
      for (const digit of digits) await page.locator('.key', { hasText: digit }).first().click()
    }
    const corner = async () => {
      // It comes after the first leaf.
      await page.locator('.corner').waitFor({ state: 'attached' })
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
    const { page } = await tablet(demo)
    await page.locator('.corner').waitFor({ state: 'attached' })
    await page.mouse.click(20, 20)
    expect(await page.locator('.pad').count()).toBe(0)
    await page.mouse.move(20, 20)
    await page.mouse.down()
    await page.locator('#way-out').waitFor()
    await page.mouse.up()
    expect(await page.locator('.key').count()).toBe(0)
  })
})
