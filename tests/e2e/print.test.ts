import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseLink } from '#protocol/link.ts'
import { parseSheet } from '#protocol/paper.ts'
import type { SheetName } from '#domain/board/sheet-verdict.ts'
import {
  cutOf,
  inkOn,
  printedPages,
  qrOn,
  type PagePicture,
  type Place,
} from '#tests/support/pdf.ts'
import { SAMBAR } from '#tests/support/server.ts'
import { standDemo } from './demo.ts'
import { createEyes, EVERY_LOOK, LANGUAGES, turnTo, type Language } from './eyes.ts'
import { type Reader } from './reader.ts'

/** A board whose third notice has names in both scripts and more lines than a page. */
const REGION = '152529900201'
const PICTURES = join(import.meta.dirname, '../output/print')
mkdirSync(PICTURES, { recursive: true })

const see = createEyes('print')
const demo = standDemo()

const SIZES = [
  { paper: 'a4', direction: 'portrait', width: 210, height: 297 },
  { paper: 'a4', direction: 'landscape', width: 297, height: 210 },
  { paper: 'a3', direction: 'portrait', width: 297, height: 420 },
  { paper: 'a3', direction: 'landscape', width: 420, height: 297 },
]
const CASES = LANGUAGES.flatMap(({ language }) => SIZES.map((size) => ({ language, ...size })))

const fenOf = (text: string) => Math.round(Number(text.replace(/[^\d.]/g, '')) * 100)

/** What stands on the sheets: read from the very page that is printed. */
const readSheets = (page: Page) =>
  page.$$eval('.sheets .sheet', (sheets) =>
    sheets.map((sheet) => ({
      rows: sheet.querySelectorAll('tbody tr').length,
      amounts: [...sheet.querySelectorAll('tbody .sum')].map((el) => el.textContent ?? ''),
      heads: sheet.querySelectorAll('thead').length,
      sum: sheet.querySelector('tfoot .sum')?.textContent ?? null,
      foot: sheet.querySelector('.of-pages')?.textContent ?? '',
      over: Math.max(
        sheet.scrollWidth - sheet.clientWidth,
        sheet.scrollHeight - sheet.clientHeight,
      ),
      tail: sheet.querySelector('.tail')?.textContent ?? null,
      codes: [...sheet.querySelectorAll('.corner')].map((el) => {
        const [page, box] = [sheet.getBoundingClientRect(), el.getBoundingClientRect()]
        return {
          x: (box.x - page.x) / page.width,
          y: (box.y - page.y) / page.height,
          width: box.width / page.width,
          height: box.height / page.height,
        }
      }),
    })),
  )

/** What a phone reads off each QR of printed pages. */
function linksOn(pages: PagePicture[], sheets: { codes: Place[] }[]): SheetName[] {
  return pages.flatMap((picture, i) =>
    sheets[i]!.codes.map((place) => {
      const text = qrOn(cutOf(picture, place)) ?? 'nothing that can be read'
      expect(text.length).toBeLessThan(300)
      return parseSheet(text)
    }),
  )
}

describe('a notice on paper', () => {
  let reader: Reader
  let page: Page
  let lines: number
  beforeAll(async () => {
    reader = await demo.seat()
    page = reader.page
    await page.goto(demo.link(REGION))
    await page.locator('a.notice').nth(3).click()
    await page.waitForSelector('.payee a')
    lines = Number(await page.getAttribute('[role=grid]', 'aria-rowcount')) - 1
    await page.locator('a[href$="/print"]').click()
    await page.waitForSelector('.sheets .sheet')
  })

  const choose = async (language: Language, paper: string, direction: string) => {
    await turnTo(page, language)
    await page.locator(`input[name=paper][value=${paper}]`).check()
    await page.locator(`input[name=direction][value=${direction}]`).check()
    await page.waitForSelector('.galley', { state: 'detached' })
    await page.waitForSelector('.sheets .sheet')
    await page.waitForTimeout(100)
  }

  test.each(CASES)(
    '$paper $direction, $language: every line once, a head and a sum on each page, a QR that says which sheet it is',
    async ({ language, paper, direction, width, height }) => {
      await choose(language, paper, direction)
      const sheets = await readSheets(page)
      expect(sheets.reduce((sum, { rows }) => sum + rows, 0)).toBe(lines)
      for (const sheet of sheets.filter(({ rows }) => rows > 0)) {
        expect(sheet.heads).toBe(1)
        const own = sheet.amounts.reduce((sum, amount) => sum + fenOf(amount), 0)
        expect(fenOf(sheet.sum!)).toBe(own)
      }
      expect(sheets.map(({ over }) => over > 1)).toEqual(sheets.map(() => false))
      const total = sheets.reduce((sum, sheet) => sum + (sheet.sum ? fenOf(sheet.sum) : 0), 0)
      const said = (total / 100).toLocaleString('en', { minimumFractionDigits: 2 })
      expect(sheets[sheets.length - 1]!.tail).toContain(said)
      sheets.forEach(({ foot }, i) => {
        const [n, all] = foot.match(/\d+/g)!.map(Number)
        expect([n, all]).toEqual([i + 1, sheets.length])
      })

      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
      const printed = printedPages(pdf, join(PICTURES, `${language}-${paper}-${direction}`))
      expect(printed.sizes).toEqual(sheets.map(() => ({ width, height })))
      for (const picture of printed.pages) expect(inkOn(picture)).toBeGreaterThan(0.005)
      const links = linksOn(printed.pages, sheets)
      expect(links).toHaveLength(sheets.length)
      for (const link of links) expect(link).toMatchObject({ region: REGION, version: 1 })
    },
  )

  test('the choice is seen in every way', async () => {
    await choose('zh-Hans', 'a4', 'portrait')
    await see(page, 'choice', { looks: EVERY_LOOK })
  })
})

describe('a household’s slip', () => {
  const PAPERS = LANGUAGES.flatMap(({ language }) => [
    { language, paper: 'a5' },
    { language, paper: 'roll' },
  ])

  test.each(PAPERS)(
    'on $paper, $language: its own lines, their sums, a QR each, and nobody’s number',
    async ({ language, paper }) => {
      const { page } = await demo.seat()
      await page.goto(demo.link(REGION))
      await page.locator('a.notice').nth(3).click()
      await page.locator('.payee a').first().click()
      await page.waitForSelector('article.entry')
      const entries = await page.locator('article.entry').count()
      const number = page.url().split('/').pop()!
      await page.locator('a[href$="/print"]').click()
      await turnTo(page, language)
      await page.locator(`input[name=paper][value=${paper}]`).check()
      await page.waitForSelector('.galley', { state: 'detached' })
      await page.waitForSelector('.sheets .sheet')
      const sheets = await readSheets(page)
      expect(await page.locator('.sheets .payment').count()).toBe(entries)
      expect(sheets.map(({ over }) => over > 1)).toEqual(sheets.map(() => false))
      expect(await page.textContent('.sheets')).not.toContain(number)
      expect(await page.textContent('.sheets')).not.toMatch(/\d{15}/)

      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
      const printed = printedPages(pdf, join(PICTURES, `slip-${language}-${paper}`))
      expect(printed.pages).toHaveLength(sheets.length)
      if (paper === 'a5') expect(printed.sizes[0]).toEqual({ width: 148, height: 210 })
      else expect(Math.min(printed.sizes[0]!.width, printed.sizes[0]!.height)).toBe(80)
      expect(linksOn(printed.pages, sheets)).toHaveLength(entries)
      if (language === 'zh-Hans') await see(page, `slip-${paper}`)
    },
  )
})

test('the sheet for the wall: one page a board, its QR opens it, its code and both scripts stand beside it', async () => {
  const file = join(PICTURES, 'wall.html')
  execFileSync(process.execPath, [SAMBAR, 'board', '--url', demo.server.url, '--sheet', file], {
    env: { ...process.env, SAMBAR_DATA: demo.server.dataDir, DATABASE_URL: '' },
  })
  // As an office opens it: from a disk, without a network.
  const { page } = await demo.seat()
  await page.goto(pathToFileURL(file).href)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  expect(await page.evaluate(() => document.fonts.check('16px Hudum', '\u1820'))).toBe(true)
  const boxes = await page.$$eval('section', (all) =>
    all.map((section) => ({
      over: section.scrollHeight > section.clientHeight + 1,
      words: section.textContent ?? '',
    })),
  )
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  const { pages, sizes } = printedPages(pdf, join(PICTURES, 'wall'), 100)
  expect(sizes).toEqual(boxes.map(() => ({ width: 210, height: 297 })))
  expect(boxes.some(({ over }) => over)).toBe(false)
  pages.forEach((picture, i) => {
    const { region } = parseLink(qrOn(picture)!)
    const board = demo.board(region)
    expect(qrOn(picture)).toBe(board.link)
    expect(boxes[i]!.words).toContain(board.code)
  })
})
