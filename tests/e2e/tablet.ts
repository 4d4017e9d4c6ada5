import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { runSambar } from '#tests/support/sambar-cli.ts'
import type { TestServer } from '#tests/support/server.ts'

/** The glass that a board hangs behind. */
export const SHAPES = {
  wide: { width: 1280, height: 800 },
  full: { width: 1920, height: 1080 },
  tall: { width: 1080, height: 1920 },
} as const
export type Shape = keyof typeof SHAPES

export interface GivenTablet {
  device: string
  /** Three groups of four. */
  code: string
  /** `https://…/kiosk#…` */
  link: string
  pin: string | null
}

/** A tablet as the office makes one. It shines at any hour: tests run at any. */
export async function giveTablet(
  server: TestServer,
  regions: readonly string[],
  ...more: string[]
): Promise<GivenTablet> {
  const hours = more.includes('--on') ? [] : ['--on', '00:00', '--off', '00:00']
  const args = ['device', 'add', '--url', server.url, ...hours, ...more, '--region', ...regions]
  const { exit, json, stderr } = await runSambar(server, args)
  if (exit !== 0) throw new Error(`no tablet: ${stderr}`)
  return json as unknown as GivenTablet
}

/** What the office orders, or asks, of its tablets. */
export async function office(server: TestServer, ...args: string[]): Promise<unknown> {
  const { exit, json, stderr } = await runSambar(server, ['device', ...args])
  if (exit !== 0) throw new Error(`device ${args.join(' ')}: ${stderr}`)
  return json
}

/** A tablet as its office sees it. */
export interface Listed {
  device: string
  standing: string
  boards: { shown: { seq: number } | null; newest: { seq: number } | null }[]
  errors: { code: string; count: number }[]
}

export async function listed(server: TestServer, device: string): Promise<Listed> {
  const said = (await office(server, 'list')) as { devices: Listed[] }
  return said.devices.find((one) => one.device === device)!
}

/** Opens the tablet by the link that its office shows, and waits until the board hangs. */
export async function hang(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.waitForSelector('.loop .leaf')
}

const PICTURES = join(import.meta.dirname, '../output/kiosk')
mkdirSync(PICTURES, { recursive: true })

export const picture = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: join(PICTURES, `${name}.png`) })

/** What a careful eye would see wrong on the glass, in the shape it has. `touch`: least side of what is touched. */
export async function looksRight(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await picture(page, name)
  expect(await page.evaluate(whatIsWrong), name).toEqual([])
}

/** Runs in the page. */
function whatIsWrong(): string[] {
  const wrong: string[] = []
  const { innerWidth: wide, innerHeight: high } = window
  const key = /\b(villager|open|sync|kiosk|paper|device)\.[a-z]+\w*/.exec(document.body.innerText)
  if (key) wrong.push(`a key instead of words: ${key[0]}`)
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one heading')
  const page = document.documentElement
  if (page.scrollWidth > wide || page.scrollHeight > high)
    wrong.push('the page is larger than the glass')
  const seen = [...document.querySelectorAll<HTMLElement>('.kiosk *')].filter((el) => {
    const { width, height } = el.getBoundingClientRect()
    return width > 2 && height > 2 && getComputedStyle(el).visibility !== 'hidden'
  })
  const own = (el: HTMLElement) =>
    [...el.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim() !== '')
  const sizes = seen.filter(own).map((el) => parseFloat(getComputedStyle(el).fontSize))
  if (Math.max(...sizes) < 30) wrong.push(`the largest words have ${Math.max(...sizes)} px`)
  for (const el of seen) {
    const { width, height } = el.getBoundingClientRect()
    const touched = el.matches('button, a.line, a.btn, input, summary')
    if (touched && !el.closest('.hidden') && Math.min(width, height) < 59.5)
      wrong.push(`too small to touch: ${el.className} ${Math.round(width)}×${Math.round(height)}`)
    if (el.matches('a[href^="tel:"], a[href^="http"], a[target], input[type=file]'))
      wrong.push(`leads out: ${el.getAttribute('href') ?? el.tagName}`)
  }
  // What may be done must be within reach from a wheelchair on a tall screen: below its upper third. A page that is moved
  // brings what it holds there.
  const main = document.getElementById('main')?.getBoundingClientRect()
  // All of it stands two pixels elsewhere each minute (`kiosk/shift.ts`).
  const floor = (high > wide ? high / 3 : 0) - 3
  if (main && main.top < floor)
    wrong.push(`the page begins ${Math.round(main.top)} px from the top`)
  for (const el of document.querySelectorAll<HTMLElement>('.reads > .bar button, .invite button')) {
    const box = el.getBoundingClientRect()
    if (box.top < floor) wrong.push(`out of reach: ${el.textContent}`)
    if (box.bottom > high + 3 || box.right > wide + 3 || box.left < -3)
      wrong.push(`off the glass: ${el.textContent}`)
  }
  const boxes = (which: string) =>
    [...document.querySelectorAll(which)].map((el) => el.getBoundingClientRect())
  for (const a of boxes('.invite .way'))
    for (const b of boxes('.invite .mark, .invite .count'))
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1)
        if (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
          wrong.push('what is touched lies over what is scanned')
  for (const el of seen) {
    const { overflowX, overflowY } = getComputedStyle(el)
    const hides = [overflowX, overflowY].some((how) => how === 'hidden' || how === 'clip')
    const cut = Math.max(el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight)
    // A leaf that is longer than the glass is shown page by page.
    if (hides && cut > 3 && !el.matches('.hung') && !el.closest('.hidden'))
      wrong.push(`clipped: ${el.className} ${el.textContent?.slice(0, 20)}`)
  }
  // There, each page ends between two lines. A line's box is a little larger than its letters.
  const edges = (box: DOMRect, turned: boolean): [number, number] =>
    turned ? [box.left, box.right] : [box.top, box.bottom]
  for (const el of document.querySelectorAll<HTMLElement>('.hung')) {
    const turned = getComputedStyle(el).writingMode === 'vertical-lr'
    const [start, end] = edges(el.getBoundingClientRect(), turned)
    const range = document.createRange()
    const words = document.createTreeWalker(el, NodeFilter.SHOW_TEXT)
    while (words.nextNode()) {
      range.selectNodeContents(words.currentNode)
      for (const box of range.getClientRects()) {
        const [from, to] = edges(box, turned)
        const cut = Math.min(Math.max(start - from, to - end), to - start, end - from)
        if (cut > (to - from) * 0.15) wrong.push(`cut: ${words.currentNode.textContent}`)
      }
    }
  }
  return wrong
}

/** Everything that the browser keeps for this origin, as text: a name each, and what lies there. */
export function dumpOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const found: Record<string, string> = {}
    const text = (value: unknown): string =>
      JSON.stringify(value, (_, one: unknown) =>
        one instanceof Uint8Array || one instanceof ArrayBuffer
          ? `${one.byteLength} bytes`
          : one instanceof CryptoKey
            ? 'key'
            : one,
      )
    for (const [name, storage] of Object.entries({ localStorage, sessionStorage }))
      for (let i = 0; i < storage.length; i++)
        found[`${name}.${storage.key(i)}`] = storage.getItem(storage.key(i)!)!
    found['cookie'] = document.cookie
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open(name!)
        open.onsuccess = () => resolve(open.result)
        open.onerror = () => reject(open.error!)
      })
      for (const store of [...db.objectStoreNames]) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const all = db.transaction(store).objectStore(store).getAll()
          all.onsuccess = () => resolve(all.result as unknown[])
          all.onerror = () => reject(all.error!)
        })
        found[`${name}.${store}`] = text(rows)
      }
      db.close()
    }
    return found
  })
}
