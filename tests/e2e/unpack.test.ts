import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { launchBrowser } from '#tests/support/browser.ts'
import { emptyPage, pageScript } from '#tests/support/page-script.ts'

const UNPACK = fileURLToPath(new URL('../../src/protocol/unpack.ts', import.meta.url))
const opening = launchBrowser()
let page: Page

beforeAll(async () => {
  page = await (await opening).newPage()
  await emptyPage(page)
  await page.addScriptTag({ content: await pageScript(UNPACK, 'unpacker') })
})
afterAll(async () => (await opening).close())

/** What the page makes of packed bytes: the plain ones, or the code of the refusal. */
const unpacked = (packed: Uint8Array, size: number): Promise<string> =>
  page.evaluate(
    async ([text, length]) => {
      const { unpack } = (
        globalThis as unknown as {
          unpacker: { unpack(packed: Uint8Array, size: number): Promise<Uint8Array> }
        }
      ).unpacker
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
      try {
        const plain = await unpack(bytes, length)
        let binary = ''
        for (const byte of plain) binary += String.fromCharCode(byte)
        return btoa(binary)
      } catch (error) {
        return (error as { code?: string }).code ?? String(error)
      }
    },
    [Buffer.from(packed).toString('base64'), size] as const,
  )

/** gzip whose last four bytes claim another size than it holds. */
function lying(packed: Buffer, size: number): Buffer {
  const lie = Buffer.from(packed)
  lie.writeUInt32LE(size, lie.length - 4)
  return lie
}

// Below and above the length up to which the browser unpacks in one go.
test.each([1_000, 300_000])('the browser unpacks %i bytes as they were', async (size) => {
  const plain = randomBytes(size)
  expect(await unpacked(gzipSync(plain), size)).toBe(plain.toString('base64'))
})

test.each([
  ['a bomb', lying(gzipSync(Buffer.alloc(64 << 20)), 1000), 1000],
  ['less than was said', lying(gzipSync(randomBytes(100_000)), 100_001), 100_001],
  ['more than was said', lying(gzipSync(randomBytes(100_000)), 99_999), 99_999],
  ['what is cut off', lying(gzipSync(randomBytes(100_000)).subarray(0, 60_000), 100_000), 100_000],
  ['what is no gzip', lying(randomBytes(60_000), 60_000), 60_000],
] as const)('the browser refuses %s', async (_, packed, size) => {
  expect(await unpacked(packed, size)).toBe('SIZE_WRONG')
})
