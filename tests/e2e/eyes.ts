import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

export const LANGUAGES = [
  { language: 'zh-Hans', html: 'zh-Hans' },
  { language: 'mn-Mong', html: 'mn-Mong-CN' },
] as const
export type Language = (typeof LANGUAGES)[number]['language']

/** One way in which a screen is seen. */
export interface Look {
  name: string
  width: number
  height: number
  /** What is chosen in the settings. */
  set: { colours?: string; contrast?: string; text?: string }
}

export const PHONE: Look = { name: 'phone', width: 360, height: 740, set: {} }
/** Large text is seen on the smallest phone: there it is hardest. */
export const LARGE_TEXT: Look = { ...PHONE, name: 'phone-text-200', set: { text: '200' } }
const DARK: Look = { ...PHONE, name: 'phone-dark', set: { colours: 'dark' } }
const CONTRAST: Look = { ...PHONE, name: 'phone-contrast', set: { contrast: 'more' } }

/** A screen is seen in every way. */
export const EVERY_LOOK: Look[] = [
  PHONE,
  DARK,
  CONTRAST,
  LARGE_TEXT,
  { name: 'desk', width: 1280, height: 800, set: {} },
  { name: 'tablet', width: 1080, height: 1920, set: {} },
]
/** A state of a screen seen elsewhere: as most people see it, and where room is least. */
export const TWO_LOOKS: Look[] = [PHONE, LARGE_TEXT]

/** Turns the page to a language, as the button in its header does. */
export async function turnTo(page: Page, language: Language): Promise<void> {
  const html = LANGUAGES.find((one) => one.language === language)!.html
  if ((await page.getAttribute('html', 'lang')) === html) return
  await page.locator('header .other').click()
  await page.waitForFunction((lang) => document.documentElement.lang === lang, html)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

async function dress(page: Page, { width, height, set }: Look): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.evaluate(
    (wanted) => {
      // As chosen in another tab; the app follows.
      for (const [name, value] of Object.entries(wanted))
        localStorage.setItem(`sambar.${name}`, value)
      window.dispatchEvent(new StorageEvent('storage', { key: null }))
    },
    { text: '100', colours: 'light', contrast: 'plain', ...set },
  )
  // Two frames: one that lays out, one in which observers have answered.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  )
  await page.waitForTimeout(60)
}

export interface Seeing {
  looks?: Look[]
  languages?: readonly Language[]
  /** Rules of accessibility are asked, too. */
  axe?: boolean
}

const BOTH: readonly Language[] = ['zh-Hans', 'mn-Mong']

/** Eyes for a folder of `tests/output`: each screen is pictured in both languages, and looked at as a careful eye would. */
export function createEyes(folder: string) {
  const pictures = join(import.meta.dirname, '../output', folder)
  mkdirSync(pictures, { recursive: true })

  /** Pictures of what the page shows now, and nothing wrong in any of them. */
  return async function see(
    page: Page,
    name: string,
    { looks = TWO_LOOKS, languages = BOTH, axe = true }: Seeing = {},
  ): Promise<void> {
    const wrong: string[] = []
    for (const language of languages) {
      await dress(page, PHONE)
      if (languages.length > 1) await turnTo(page, language)
      let read = ''
      for (const look of looks) {
        await dress(page, look)
        if (look === PHONE) read = await page.evaluate(readPage)
        if (look === LARGE_TEXT && read !== '' && (await page.evaluate(readPage)) !== read) {
          // A minute may have passed, and a page that tells the time said so.
          await dress(page, PHONE)
          read = await page.evaluate(readPage)
          await dress(page, look)
          if ((await page.evaluate(readPage)) !== read)
            wrong.push(`${language} ${look.name}: not the same words as in small`)
        }
        await page.screenshot({ path: join(pictures, `${language}-${name}-${look.name}.png`) })
        for (const fault of await page.evaluate(whatIsWrong))
          wrong.push(`${language} ${look.name}: ${fault}`)
        const colours = look.set.colours === 'dark' || look.set.contrast === 'more'
        if (axe && (look === PHONE || colours))
          for (const fault of await askAxe(page, colours ? ['color-contrast'] : null))
            wrong.push(`${language} ${look.name}: ${fault}`)
      }
    }
    await dress(page, PHONE)
    if (languages.length > 1) await turnTo(page, languages[0]!)
    expect(wrong, name).toEqual([])
  }
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[]
}

/** What a screen reader, or who sees colours weakly, would stumble over. `rules`: those alone, else all. */
export async function askAxe(page: Page, rules: string[] | null): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  const { violations } = await page.evaluate(
    (only) =>
      (
        window as unknown as { axe: { run(at: Document, how: object): Promise<AxeResult> } }
      ).axe.run(document, {
        resultTypes: ['violations'],
        ...(only ? { runOnly: { type: 'rule', values: only } } : {}),
      }),
    rules,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 4)
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  )
}

/** Runs in the page. Its words; rows of a long list come and go with the room there is, banners stand elsewhere. */
function readPage(): string {
  const grid = document.querySelector<HTMLElement>('main [role=grid]')
  if (grid) grid.hidden = true
  const banners = document.querySelector<HTMLElement>('main .banners')
  if (banners) banners.hidden = true
  const text = document.getElementById('main')!.innerText.replace(/[ \n]+/g, ' ')
  if (grid) grid.hidden = false
  if (banners) banners.hidden = false
  return text.trim()
}

/** Runs in the page. What a careful eye would also see, said in words. */
function whatIsWrong(): string[] {
  const wrong: string[] = []
  const vertical = getComputedStyle(document.documentElement).writingMode === 'vertical-lr'
  const main = document.getElementById('main')!
  const over = vertical
    ? main.scrollHeight - main.clientHeight
    : main.scrollWidth - main.clientWidth
  if (over > 1) wrong.push(`the line is ${over} too long`)
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one heading')
  const key = /\b(villager|open|sync|kiosk|device|paper)\.[a-z]+/i.exec(document.body.innerText)
  if (key) wrong.push(`a key instead of words: ${key[0]}`)
  // On a wide screen the tabs stand within the header's line; what they hold must not meet.
  const boxes = (selector: string) =>
    [...document.querySelectorAll(selector)].map((el) => el.getBoundingClientRect())
  const meet = (one: DOMRect[], other: DOMRect[]) =>
    one.some((a) =>
      other.some((b) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        return across > 1 && along > 1
      }),
    )
  if (
    meet(boxes('#main'), boxes('.header, .tabs')) ||
    meet(boxes('.header > *:not(.tabs)'), boxes('.tabs a'))
  )
    wrong.push('header, page and tabs lie over each other')
  const view = main.getBoundingClientRect()
  if (Math.min(view.width, view.height) < 160) wrong.push('hardly anything is left for the page')
  for (const el of document.querySelectorAll<HTMLElement>(
    'main button, nav a, header button, main .line',
  )) {
    if (el.closest('details:not([open])') && !el.matches('summary')) continue
    const { width, height } = el.getBoundingClientRect()
    if (width === 0 || el.matches('.check')) continue
    if (Math.min(width, height) < 44)
      wrong.push(`too small to touch: ${el.className} ${Math.round(width)}×${Math.round(height)}`)
  }
  for (const el of document.querySelectorAll<HTMLElement>(
    'main h1, main h2, main .v, main .badge, nav span, main .amount',
  )) {
    const box = el.getBoundingClientRect()
    if (el.closest('details:not([open])') && !el.closest('summary')) continue
    if (box.width === 0 || el.closest('.hidden, .fields') || el.classList.contains('hidden'))
      continue
    const spill = vertical
      ? Math.max(box.bottom - view.bottom, 0)
      : Math.max(box.right - view.right, 0)
    if (!el.closest('nav') && spill > 1) wrong.push(`runs out: ${el.textContent?.slice(0, 20)}`)
  }
  for (const el of document.querySelectorAll<HTMLElement>('main *, header *, nav *')) {
    const cut = Math.max(el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight)
    if (cut <= 3 || el.clientWidth < 4 || el.closest('.hidden, svg, details:not([open])')) continue
    const { overflowX, overflowY, visibility } = getComputedStyle(el)
    if (visibility === 'hidden') continue
    const hides = [overflowX, overflowY].some((how) => how === 'hidden' || how === 'clip')
    if (hides && el.textContent)
      wrong.push(`clipped: ${el.className} ${el.textContent.slice(0, 20)}`)
  }
  return wrong
}
