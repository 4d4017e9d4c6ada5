import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A module as one script for the oldest browsers that the app is built for; its exports hang on `globalThis[name]`. */
export async function pageScript(entry: string, name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    build: {
      write: false,
      target: ['chrome87', 'safari14'],
      lib: { entry, formats: ['iife'], name, fileName: name },
    },
  })
  const [output] = [built].flat()
  if (!output || !('output' in output)) throw new Error('nothing was built')
  return output.output[0].code
}

/** An empty page in a secure context, as Web Crypto wants it; nothing of it leaves the machine. */
export async function emptyPage(page: Page): Promise<void> {
  await page.route('https://empty.test/', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: '<!doctype html><title>empty</title>',
    }),
  )
  await page.goto('https://empty.test/')
}
