import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ROOT } from '#tests/support/root.ts'
import { standDemo } from './demo.ts'
import { NOTICE } from './reader.ts'

const REGION = '152529900201'
const FONT = '/fonts/hudum.woff2'

const demo = standDemo()

/**
 * Words, and how long HarfBuzz makes them in the embedded font, in its units (1 000 to the em). A suffix or a last letter
 * that does not join is another glyph of another length.
 */
const SHAPES: { what: string; text: string; units: number }[] = [
  { what: 'a suffix of one letter', text: 'ᠣᠨ\u202Fᠤ', units: 2432 },
  { what: 'a genitive', text: 'ᠵᠠᠰᠠᠭ\u202Fᠤᠨ', units: 3538 },
  { what: 'a last vowel that stands apart', text: 'ᠭᠠᠴᠠᠭ\u180Eᠠ', units: 3019 },
  { what: 'the same written through', text: 'ᠭᠠᠴᠠᠭᠠ', units: 2881 },
  { what: 'both', text: 'ᠭᠠᠴᠠᠭ\u180Eᠠ\u202Fᠶᠢᠨ', units: 4488 },
  { what: 'a feminine word', text: 'ᠨᠡᠷ\u180Eᠡ', units: 1747 },
  { what: 'a comitative', text: 'ᠬᠦᠴᠦᠨ\u202Fᠲᠡᠢ', units: 4425 },
  { what: 'a chosen form of a letter', text: 'ᠳ\u180Bᠤᠭᠠᠷ', units: 2599 },
]
/** Lengths in the app's own stack of fonts, at one pixel a unit. */
const lengthsOf = (page: Page, texts: string[]): Promise<number[]> =>
  page.evaluate(async (all) => {
    await document.fonts.load('18px Hudum', 'ᠣᠨ')
    return all.map((text) => {
      const probe = document.getElementById('main')!.appendChild(document.createElement('span'))
      Object.assign(probe.style, { position: 'absolute', whiteSpace: 'pre', fontSize: '1000px' })
      probe.textContent = text
      const { width, height } = probe.getBoundingClientRect()
      const vertical = getComputedStyle(probe).writingMode === 'vertical-lr'
      probe.remove()
      return Math.round(vertical ? height : width)
    })
  }, texts)

test.each(['zh-Hans', 'mn-Mong'] as const)(
  'Mongolian on a page in %s is drawn as its rules say: suffixes and last vowels join',
  async (language) => {
    const reader = await demo.seat({ language })
    await reader.page.goto(demo.link(REGION))
    await reader.page.waitForSelector(NOTICE)
    const measured = await lengthsOf(
      reader.page,
      SHAPES.map(({ text }) => text),
    )
    const told = SHAPES.map(({ what, text }, i) => ({ what, text, units: measured[i] }))
    expect(told).toEqual(SHAPES)
  },
)

test('the font is fetched where Mongolian stands on the page, and by nobody else; it is small', async () => {
  for (const [language, wanted] of [
    ['zh-Hans', false],
    ['mn-Mong', true],
  ] as const) {
    const reader = await demo.seat({ language })
    const asked: string[] = []
    reader.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    // The first screens that anybody sees. There the other script has a drawn name only.
    await reader.page.goto(`${demo.server.url}/language`)
    await reader.page.waitForSelector('button.own')
    await reader.page.goto(`${demo.server.url}/open`)
    await reader.page.waitForSelector('a.scan')
    await reader.page.evaluate(() => document.fonts.ready.then(() => undefined))
    expect([language, asked.includes(FONT)]).toEqual([language, wanted])
  }
  expect(statSync(join(ROOT, 'public', FONT)).size).toBeLessThanOrEqual(35 * 1024)
})

test('on a Chinese board the font is asked for after the first picture, and nothing moves when it comes', async () => {
  const { page } = await demo.seat()
  await page.goto(demo.link(REGION))
  await page.waitForSelector(NOTICE)
  await page.addInitScript((notice) => {
    const told = () => {
      const { height, width } = document.querySelector('.upright')!.getBoundingClientRect()
      return [[...document.fonts][0]!.status, height, width]
    }
    const look = () => {
      if (!document.querySelector(notice)) return
      observer.disconnect()
      requestAnimationFrame(() => Object.assign(window, { first: told() }))
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { subtree: true, childList: true })
    Object.assign(window, { told })
  }, NOTICE)
  await page.reload()
  await page.locator('.upright', { hasText: 'ᠭᠠᠴᠠᠭ' }).waitFor()
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  const [first, now] = await page.evaluate(() => {
    const seen = window as unknown as { first: unknown[]; told(): unknown[] }
    return [seen.first, seen.told()]
  })
  expect(now[0]).toBe('loaded')
  expect(first).toEqual(['unloaded', ...now.slice(1)])
})
