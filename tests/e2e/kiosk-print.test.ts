import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { inkOn, printedPages } from '#tests/support/pdf.ts'
import { standDemo } from './demo.ts'
import { hears } from './reader.ts'
import { giveTablet, hang, looksRight, SHAPES, type Shape } from './tablet.ts'
import { findPerson, inLoop, REGION, SCRIPTS, tablet, visit } from './visitor.ts'

const PICTURES = join(import.meta.dirname, '../output/kiosk')
mkdirSync(PICTURES, { recursive: true })

const demo = standDemo()

/** Somebody stands before a tablet whose browser prints without asking, and counts how often. */
async function beside(
  script: (typeof SCRIPTS)[number],
  shape: Shape,
  ...orders: string[]
): Promise<Page> {
  const { link } = await giveTablet(demo.server, [REGION], ...orders)
  const { page } = await demo.seat({ language: null })
  await page.addInitScript(() => {
    Object.assign(window, { printed: 0 })
    window.print = () => void ((window as unknown as { printed: number }).printed += 1)
  })
  await page.setViewportSize(SHAPES[shape])
  await hang(page, link)
  await visit(page, script)
  return page
}
const printed = (page: Page) =>
  page.evaluate(() => (window as unknown as { printed: number }).printed)
const toPrint = (page: Page) => page.locator('.tools a.btn')

/** Touches the button, and answers what a printer would lay out: the sheets and nothing of the tablet. */
async function print(page: Page, name: string): Promise<{ width: number; height: number }[]> {
  await toPrint(page).click()
  await page.waitForSelector('.sheets .sheet')
  await looksRight(page, name)
  expect(await page.locator('#main input').count()).toBe(0)
  expect(await printed(page)).toBe(0)
  await page.locator('#main .btn.main').click()
  await page.waitForSelector('#main .btn.main:disabled')
  expect(await printed(page)).toBe(1)
  if (name.includes('zh')) await hears(page, 'paper.print.sent')
  const sheets = await page.locator('.sheets .sheet').count()
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  const { sizes, pages } = printedPages(pdf, join(PICTURES, name), 100)
  expect(sizes).toHaveLength(sheets)
  for (const one of pages) expect(inkOn(one)).toBeGreaterThan(0.005)
  return sizes
}

describe.each(SCRIPTS)('where a printer stands beside the tablet, in %s', (script) => {
  test.each([
    { slips: 'a5', shape: 'wide' },
    { slips: 'roll', shape: 'tall' },
  ] as const)(
    'a household takes a slip home on $slips, which names only what the board shows',
    async ({ slips, shape }) => {
      const page = await beside(script, shape, '--print-slips', slips)
      const name = await findPerson(page)
      const payee = await page.evaluate(
        () =>
          /person\/([0-9A-Z]+)\/print/.exec(
            document.querySelector('.tools a.btn')!.getAttribute('href')!,
          )![1]!,
      )
      const sizes = await print(page, `slip-${script}-${slips}`)
      if (slips === 'a5') expect(sizes[0]).toEqual({ width: 148, height: 210 })
      else expect(Math.min(sizes[0]!.width, sizes[0]!.height)).toBe(80)
      const words = (await page.textContent('.sheets'))!
      expect(words).toContain(name.split(' ')[0]!.trim().slice(0, 2))
      expect(words).not.toContain(payee)
      expect(words).not.toMatch(/\d{15}/)
      // Nothing of it stays: not in the name of the print, not when the visit has ended.
      expect(await page.title()).not.toContain(name)
      const reloaded = page.waitForEvent('load')
      await page.locator('.bar .done').click()
      await reloaded
      await inLoop(page)
      expect(await page.content()).not.toContain(payee)
      expect(await page.evaluate(() => document.documentElement.className)).not.toContain(
        'on-paper',
      )
    },
  )

  test('a notice is printed whole on A4, and no slip where none is ordered', async () => {
    const page = await beside(script, 'wide', '--print-notices', 'a4')
    await page.locator('a.notice').nth(3).click()
    await page.waitForSelector('.payee a')
    const sizes = await print(page, `notice-${script}`)
    expect(sizes[0]).toEqual({ width: 210, height: 297 })
    await page.locator('.reads > .bar button').first().click()
    await page.waitForSelector('.payee a')
    await page.locator('.payee a').first().click()
    await page.waitForSelector('article.entry')
    await page.waitForSelector('.tools')
    expect(await toPrint(page).count()).toBe(0)
  })
})

test('where there is no printer, nothing offers to print', async () => {
  const { page } = await tablet(demo)
  await visit(page)
  await findPerson(page)
  await page.waitForSelector('.tools')
  expect(await toPrint(page).count()).toBe(0)
})
