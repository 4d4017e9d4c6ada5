import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { launchProfile } from '#tests/support/browser.ts'

const BROWSER_STARTS_MS = 2000
/** By then the page has long been drawn. */
const OPENED_MS = 1500

/** A browser started on a profile, and ended. */
export async function visit(
  profile: string,
  work: (page: Page) => Promise<unknown>,
): Promise<void> {
  const context: BrowserContext = await launchProfile(profile)
  try {
    // A browser that has just begun is busy with itself; what is asked is how long the app takes.
    await sleep(BROWSER_STARTS_MS)
    await work(context.pages()[0] ?? (await context.newPage()))
  } finally {
    await context.close()
  }
}

/** Milliseconds until `selector` stood, by the page's own clock, which begins with the navigation. */
export async function timeTo(page: Page, url: string, selector: string): Promise<number> {
  await page.addInitScript((wanted) => {
    const look = () => {
      if (!document.querySelector(wanted)) return
      observer.disconnect()
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        // After the frame in which it stood.
        channel.port1.onmessage = () => Object.assign(window, { stoodAt: performance.now() })
        channel.port2.postMessage(null)
      })
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { subtree: true, childList: true })
  }, selector)
  await page.goto(url, { waitUntil: 'commit' })
  // Asking runs in the page, too: not while it opens.
  await sleep(OPENED_MS)
  const at = await page.waitForFunction(() => (window as { stoodAt?: number }).stoodAt)
  return (await at.jsonValue()) as number
}
