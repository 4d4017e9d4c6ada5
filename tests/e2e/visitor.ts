import type { Page } from 'playwright-core'
import type { Demo } from './demo.ts'
import { giveTablet, hang, SHAPES, type Shape } from './tablet.ts'

export const REGION = '152529900201'
export const SCRIPTS = ['zh-Hans', 'mn-Mong'] as const
const LANGS = { 'zh-Hans': 'zh-Hans', 'mn-Mong': 'mn-Mong-CN' }

interface Hung {
  shape: Shape
  /** Its timers pass when told. */
  clock: boolean
  regions: string[]
}

/** A tablet that hangs. */
export async function tablet(
  demo: Demo,
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

export const way = (page: Page, script: string) => page.locator(`.invite .way.${script}`)

/** Touches the button of a script, and waits for the board in it. */
export async function visit(
  page: Page,
  script: (typeof SCRIPTS)[number] = 'zh-Hans',
): Promise<void> {
  await way(page, script).click()
  await page.waitForSelector('a.notice')
  await page.waitForFunction((lang) => document.documentElement.lang === lang, LANGS[script])
}

export const search = (page: Page) => page.locator('#main input[type=search]')

/** Three letters and a touch. Answers whose page it is. */
export async function findPerson(page: Page, letters = 'bte'): Promise<string> {
  await search(page).fill(letters)
  await page.locator('a[href*="/person/"]').first().click()
  await page.waitForSelector('article.entry')
  return (await page.textContent('#main h1'))!.trim()
}

export const inLoop = (page: Page) => page.waitForSelector('.loop .leaf')
