import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, expect, test } from 'vitest'
import { launchBrowser } from '#tests/support/browser.ts'
import type { Checked } from '#tests/vectors/check-vectors.ts'
import type { Vectors } from '#tests/vectors/vectors.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const vectors = JSON.parse(readFileSync(here('../vectors/formats.json'), 'utf8')) as Vectors

/** The very checks that Node runs, as one script for the oldest browsers that the app is built for. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root: here('../..'),
    build: {
      write: false,
      target: ['chrome87', 'safari14'],
      lib: {
        entry: here('../vectors/check-vectors.ts'),
        formats: ['iife'],
        name: 'vectors',
        fileName: 'vectors',
      },
    },
  })
  const [output] = [built].flat()
  if (!output || !('output' in output)) throw new Error('nothing was built')
  return output.output[0].code
}

const opening = launchBrowser()
afterAll(async () => (await opening).close())

test('Chromium reproduces every vector of ARCHITECTURE.md', async () => {
  const page = await (await opening).newPage()
  // Web Crypto wants a secure context; this one never leaves the machine.
  await page.route('https://vectors.test/', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: '<!doctype html><title>vectors</title>',
    }),
  )
  await page.goto('https://vectors.test/')
  await page.addScriptTag({ content: await bundle() })
  const checked = await page.evaluate(
    (given) =>
      (
        globalThis as unknown as {
          vectors: { checkVectors(v: unknown): Promise<Checked[]> }
        }
      ).vectors.checkVectors(given),
    vectors as unknown,
  )
  expect(checked.length).toBeGreaterThan(30)
  expect(checked.filter(({ ok }) => !ok)).toEqual([])
})
