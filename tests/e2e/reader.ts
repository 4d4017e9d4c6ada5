import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { sentences } from '#tests/support/words.ts'
import type { Language } from './eyes.ts'

/** Somebody with a phone, reading Chinese until told otherwise. Whatever breaks unseen is written down. */
export interface Reader {
  context: BrowserContext
  page: Page
  /** Errors of the page's own scripts. */
  troubles: string[]
  /** Says that nothing broke unseen, and puts the phone away. */
  leave(): Promise<void>
}

export interface Reading {
  language?: Language | null
  /** Page routes cannot stand between a service worker and the network; where they are needed there is none. */
  worker?: boolean
  script?: boolean
}

export async function seatReader(
  browser: Browser,
  { language = 'zh-Hans', worker = false, script = true }: Reading = {},
): Promise<Reader> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    serviceWorkers: worker ? 'allow' : 'block',
    javaScriptEnabled: script,
  })
  context.setDefaultTimeout(60_000)
  if (language)
    await context.addInitScript((one) => {
      // A page without an origin has no store.
      if (window.origin === 'null') return
      localStorage.setItem('sambar.language', localStorage.getItem('sambar.language') ?? one)
    }, language)
  const troubles: string[] = []
  const page = await context.newPage()
  page.on('pageerror', (error) => troubles.push(error.message))
  return {
    context,
    page,
    troubles,
    async leave() {
      await context.close()
      expect(troubles).toEqual([])
    },
  }
}

const zh = sentences('zh-Hans')

/** A sentence of the app in Chinese, whatever stands in its gaps. */
export function saying(key: string): RegExp {
  const text = zh.get(key)
  if (text === undefined) throw new Error(`no such sentence: ${key}`)
  const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(parts.join('.*'))
}

/** Waits until the page says it. Throws with what it says instead. */
export async function hears(page: Page, key: string): Promise<void> {
  try {
    await page.getByText(saying(key)).first().waitFor({ timeout: 20_000 })
  } catch (cause) {
    const said = (await page.innerText('body')).replace(/\s*\n\s*/g, ' | ').slice(0, 600)
    throw new Error(`${key} is not said, but: ${said}`, { cause })
  }
}

/** A notice of the board is on screen. */
export const NOTICE = 'a[href*="/notice/"]'

/** The one field of a board, a catalog, a list. */
export const searchField = (page: Page): Locator => page.locator('input[type=search]')

/** The page's requests go through the service worker from here on. */
export const controlled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated')

/** Asks the county for news at once, as a phone does when its network is back. */
export const askForNews = (page: Page): Promise<void> =>
  page.evaluate(() => void window.dispatchEvent(new Event('online')))
