import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { MONGOLIAN_KEYS } from '#app/kiosk/keys.ts'
import { standDemo } from './demo.ts'
import { askAxe } from './eyes.ts'
import { walkByKeys } from './hands.ts'
import { readQr } from './read-qr.ts'
import { hears } from './reader.ts'
import { giveTablet, hang, looksRight, SHAPES, type Shape } from './tablet.ts'

const REGION = '152529900201'
/** On this board once, in both scripts. */
const NAME = { zh: '毕力格', mn: 'ᠪᠢᠯᠢᠭ' }
const SCRIPTS = ['zh-Hans', 'mn-Mong'] as const
type Script = (typeof SCRIPTS)[number]

const demo = standDemo()

/** Somebody stands before the board and has touched it. `voices`: languages that this device speaks by itself. */
async function visit(
  script: Script,
  { shape = 'wide', voices = [] }: { shape?: Shape; voices?: string[] } = {},
): Promise<Page> {
  const { link } = await giveTablet(demo.server, [REGION])
  const { page } = await demo.seat({ language: null })
  await page.addInitScript(speakUnheard, voices)
  await page.setViewportSize(SHAPES[shape])
  await hang(page, link)
  await page.locator(`.invite .way.${script}`).click()
  await page.waitForSelector('a.notice')
  await page.waitForSelector('.entry .key')
  return page
}

/** Runs in the page, before its own scripts: voices that write down what they would say. */
function speakUnheard(langs: string[]): void {
  const said: string[] = []
  let now: SpeechSynthesisUtterance | null = null
  const speechSynthesis = {
    speaking: false,
    getVoices: () => langs.map((lang) => ({ lang, localService: true, default: true, name: lang })),
    speak(utterance: SpeechSynthesisUtterance) {
      said.push(utterance.text)
      now = utterance
    },
    cancel: () => (now = null),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }
  const next = () => now?.onend?.({} as SpeechSynthesisEvent)
  class Utterance {
    readonly text: string
    voice = null
    constructor(text: string) {
      this.text = text
    }
  }
  Object.defineProperty(window, 'speechSynthesis', { value: speechSynthesis })
  Object.assign(window, { SpeechSynthesisUtterance: Utterance, said, next })
}
const said = (page: Page) => page.evaluate(() => (window as unknown as { said: string[] }).said)
const next = (page: Page) => page.evaluate(() => (window as unknown as { next(): void }).next())

const way = (page: Page, which: 'grid' | 'letters' | 'mongolian') => page.locator(`#way-${which}`)
/** The next to be pointed at. */
const choices = (page: Page) => page.locator('.grid .keys .key')
const key = (page: Page, at: number) => page.locator('.pad .key').nth(at)
const found = (page: Page) => page.locator('#main a[href*="/person/"]')
const finds = (page: Page, name: string) =>
  page.locator('#main a[href*="/person/"]', { hasText: name }).first().waitFor()

async function whole(page: Page, name: string): Promise<void> {
  await looksRight(page, name)
  const faults = await askAxe(page, null)
  // The glass is not enlarged, by anybody's fingers: the next reader would find it so.
  expect(
    faults.filter((one) => !one.startsWith('meta-viewport')),
    name,
  ).toEqual([])
}

describe.each(['wide', 'tall'] as const)('without a keyboard, on a %s glass,', (shape) => {
  test.each(SCRIPTS)(
    'names are pointed at and typed in %s, and every key can be seen',
    async (script) => {
      const page = await visit(script, { shape })
      await whole(page, `name-letter-${shape}-${script}`)
      await choices(page).first().click()
      await whole(page, `name-next-${shape}-${script}`)
      for (const pad of ['letters', 'mongolian'] as const) {
        await way(page, pad).click()
        await page.waitForSelector('.pad')
        await whole(page, `name-${pad}-${shape}-${script}`)
      }
      await walkByKeys(page, `${shape} ${script}`)
    },
  )
})

describe('a name is found', () => {
  test('by pointing at a letter, a character and the name: three touches', async () => {
    const page = await visit('zh-Hans')
    const touch = (text: string) =>
      page.locator('.grid .keys').getByRole('button', { name: text, exact: true }).click()
    await touch('B')
    await touch('毕')
    await touch(NAME.zh)
    await finds(page, NAME.zh)
    expect(await page.inputValue('#main input[type=search]')).toBe(NAME.zh)
    await found(page).first().click()
    await page.waitForSelector('article.entry')
  })

  test('in Mongolian letters, and rubbing out finds it again', async () => {
    const page = await visit('mn-Mong')
    await way(page, 'mongolian').click()
    for (const letter of NAME.mn)
      await key(
        page,
        MONGOLIAN_KEYS.findIndex(({ writes }) => writes === letter),
      ).click()
    expect(await page.inputValue('#main input[type=search]')).toBe(NAME.mn)
    await finds(page, NAME.zh)
    const [rub, , clear] = await page.locator('.pad .act').all()
    await rub!.click()
    expect(await page.inputValue('#main input[type=search]')).toBe(NAME.mn.slice(0, -1))
    await finds(page, NAME.zh)
    await clear!.click()
    expect(await page.inputValue('#main input[type=search]')).toBe('')
  })

  test('by pinyin initials, also with a real keyboard among the keys', async () => {
    const page = await visit('zh-Hans')
    await way(page, 'letters').click()
    for (const letter of 'blg') await key(page, letter.charCodeAt(0) - 97).click()
    await finds(page, NAME.zh)
    await page.locator('.pad .act').last().click()
    // One Tab into the pad, arrows on it.
    await key(page, 0).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    expect(await page.inputValue('#main input[type=search]')).toBe('b')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    expect(await page.inputValue('#main input[type=search]')).toBe('')
  })
})

async function toPerson(page: Page): Promise<void> {
  await page.locator('#main input[type=search]').fill('blg')
  await found(page).first().click()
  await page.waitForSelector('article.entry')
  await page.waitForSelector('.tools')
}

describe('who does not read', () => {
  test('hears a person’s lines and a notice, figures in words, until it is enough', async () => {
    const page = await visit('zh-Hans', { voices: ['en-US', 'zh-CN'] })
    await toPerson(page)
    await page.locator('.read .btn').click()
    expect((await said(page))[0]).toContain('毕力格')
    await next(page)
    await page.locator('.read .now').waitFor()
    await whole(page, 'read-person-zh-Hans')
    for (let i = 0; i < 6; i++) await next(page)
    const lines = await said(page)
    expect(lines.join('')).toMatch(/二〇二[四五六]年.*元/)
    expect(lines.join('')).not.toMatch(/\d/)
    await page.locator('.read .btn').click()
    await next(page)
    expect(await said(page)).toEqual(lines)

    await page.locator('article.entry footer a').first().click()
    await page.waitForSelector('.payee a')
    await page.locator('.read .btn').click()
    expect((await said(page)).length).toBe(lines.length + 1)
    // Going away ends it.
    await page.locator('nav.bar .btn').first().click()
    await page.waitForSelector('article.entry')
    await next(page)
    expect((await said(page)).length).toBe(lines.length + 1)
  })

  test('is told that no voice speaks Mongolian, and may hear it in Chinese', async () => {
    const page = await visit('mn-Mong', { voices: ['zh-CN', 'mn-MN'] })
    await toPerson(page)
    await page.locator('.read .soft').waitFor()
    await whole(page, 'read-person-mn-Mong')
    await page.locator('.read .btn').click()
    expect((await said(page))[0]).toContain('毕力格')
  })

  test('is told plainly where the device has no voice at all', async () => {
    const page = await visit('zh-Hans')
    await toPerson(page)
    await hears(page, 'kiosk.read.noVoice')
    expect(await page.locator('.read .btn').count()).toBe(0)
  })
})

test.each(SCRIPTS)('a page in %s is turned by big steps, to its end and back', async (script) => {
  const page = await visit(script)
  await toPerson(page)
  const place = () =>
    page.evaluate(() => {
      const main = document.getElementById('main')!
      return main.scrollLeft + main.scrollTop
    })
  const [back, on] = await page.locator('.steps .btn').all()
  await on!.click()
  const first = await place()
  expect(first).toBeGreaterThan(300)
  await expect.poll(() => back!.isEnabled()).toBe(true)
  for (let i = 0; i < 30 && (await on!.isEnabled()); i++) {
    await on!.click()
    await page.waitForTimeout(50)
  }
  expect(await on!.isEnabled()).toBe(false)
  expect(await place()).toBeGreaterThan(first)
})

describe('taking it away', () => {
  test.each(SCRIPTS)(
    'in %s: a code that names no person and opens on the phone, which checks it itself',
    async (script) => {
      const page = await visit(script)
      await toPerson(page)
      const payee = /\/person\/([0-9A-Z]+)/.exec(
        await page.evaluate(
          () => document.querySelector('a[href*="/person/"]')?.getAttribute('href') ?? '',
        ),
      )?.[1]
      await page.locator('.tools .acts > .btn').click()
      await page.waitForSelector('.take svg.qr')
      await whole(page, `take-${script}`)
      const link = (await readQr(page))!
      expect(link).toMatch(new RegExp(`^${demo.server.url}/n/${REGION}/[0-9a-f]{32}/\\d+$`))
      expect(link).not.toContain(demo.board(REGION).key)
      if (payee) expect(link).not.toContain(payee)
      if (script !== 'zh-Hans') return

      // A phone that holds the board: verified there, and one's own line is found by name.
      const { page: phone } = await demo.seat()
      await phone.goto(demo.link(REGION))
      await phone.waitForSelector('a.notice')
      await phone.goto(link)
      await phone.waitForURL(/\/notice\//)
      await hears(phone, 'villager.notice.verify')
      await phone.locator('.list input[type=search]').fill('毕力格')
      await phone.locator('.payee a', { hasText: '毕力格' }).first().waitFor()

      // Any other phone sees rules and sums, and is told how to see names.
      const { page: stranger } = await demo.seat()
      await stranger.goto(link)
      await stranger.waitForURL(/\/notice\//)
      await hears(stranger, 'villager.notice.scanNames')
    },
  )
})

test('slower is slower for this visit, and for the next one it is as ordered again', async () => {
  const page = await visit('zh-Hans')
  const marks = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.slower .mark')].findIndex((one) => one.matches('.now')),
    )
  await page.locator('.bar .slower').click()
  expect(await marks()).toBe(1)
  await page.locator('.bar .done').click()
  await page.waitForSelector('.loop .leaf')
  await page.locator('.invite .way.zh-Hans').click()
  await page.waitForSelector('.bar .slower')
  expect(await marks()).toBe(0)
})
