import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { launchBrowser } from '#tests/support/browser.ts'
import { emptyPage, pageScript } from '#tests/support/page-script.ts'
import type { Checked } from '#tests/vectors/check-vectors.ts'
import type { Vectors } from '#tests/vectors/vectors.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const vectors = JSON.parse(readFileSync(here('../vectors/formats.json'), 'utf8')) as Vectors

const opening = launchBrowser()
afterAll(async () => (await opening).close())

test('Chromium reproduces every vector of ARCHITECTURE.md', async () => {
  const page = await (await opening).newPage()
  await emptyPage(page)
  // The very checks that Node runs.
  await page.addScriptTag({
    content: await pageScript(here('../vectors/check-vectors.ts'), 'vectors'),
  })
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
