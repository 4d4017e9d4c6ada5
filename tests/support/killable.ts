import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { FLAGS, findChromium } from './browser.ts'

export interface Killable {
  context: BrowserContext
  page: Page
  /** Pulls the plug: every process of it ends at once, and nothing is put away first. */
  kill(): Promise<void>
}

/** Chromium on a profile of its own, as a machine starts it: no hand that drives it keeps it from dying. */
export async function launchKillable(profile: string, more: string[] = []): Promise<Killable> {
  const flags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
  const child = spawn(findChromium(), [...FLAGS, ...flags, ...more, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, so that all of it can be ended together.
    detached: true,
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  process.once('exit', end)
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      const found = /ws:\/\/\S+/.exec(said)
      if (found) resolve(found[0])
    })
    void gone.then(() => reject(new Error(`the browser ended: ${said}`)))
  })
  const browser = await chromium.connectOverCDP(address)
  const context = browser.contexts()[0]!
  context.setDefaultTimeout(60_000)
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    async kill() {
      end()
      process.removeListener('exit', end)
      await gone
      await browser.close().catch(() => undefined)
      // Its children let go of the profile a moment later.
      await sleep(200)
    },
  }
}
