import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { ROOT } from '#tests/support/root.ts'
import type { Bench } from './page/page.ts'

/** The device's worker as the app itself starts it. */
function workerFile(): string {
  const dist = join(ROOT, 'dist/app')
  const app = /<script defer src="([^"]+)"/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))
  const worker =
    app && /\/assets\/worker-(?!part-)[\w-]+\.js/.exec(readFileSync(join(dist, app[1]!), 'utf8'))
  if (!worker) throw new Error('the app begins no worker')
  return worker[0]
}

export interface Phone {
  page: Page
  call<K extends keyof Bench>(
    name: K,
    ...args: Parameters<Bench[K]>
  ): Promise<Awaited<ReturnType<Bench[K]>>>
  close(): Promise<void>
}

/** A fresh profile with an empty page of the server's origin, in which the device runs in the app's own worker. */
export async function openPhone(browser: Browser, origin: string): Promise<Phone> {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await context.newPage()
  const script = readFileSync(join(import.meta.dirname, 'page/page.js'), 'utf8')
  await page.route('**/bench', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bench</title>' }),
  )
  await page.goto(`${origin}/bench`)
  await page.addScriptTag({ content: script })
  const call = (name: string, ...args: unknown[]) =>
    page.evaluate(
      ([method, rest]) =>
        (window.bench as unknown as Record<string, (...a: unknown[]) => unknown>)[method]!(...rest),
      [name, args] as [string, unknown[]],
    )
  await call('start', workerFile())
  return { page, call: call as Phone['call'], close: () => context.close() }
}
