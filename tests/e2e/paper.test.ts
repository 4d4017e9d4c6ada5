import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { formatMark, formatSheet } from '#protocol/paper.ts'
import type { Head, Manifest, NoticeRecord, Shelf } from '#protocol/shapes.ts'
import { pngOf, qrPicture } from '#tests/support/qr-picture.ts'
import { standDemo } from './demo.ts'
import { createEyes, EVERY_LOOK } from './eyes.ts'
import { hears, NOTICE, type Reader } from './reader.ts'

/** A board with a notice corrected since and one withdrawn; and one that nobody has opened. */
const REGION = '152529901203' as RegionCode
const OTHER = '152529900201' as RegionCode
const NEVER = '0'.repeat(64) as Hash

const see = createEyes('paper')
const demo = standDemo()

/** What the county has published, as anybody may fetch it. */
async function published(region: RegionCode) {
  const api = `${demo.server.url}/api/v1`
  const head = (await (await fetch(`${api}/boards/${region}`)).json()) as Head
  const manifest = JSON.parse(head.manifest) as Manifest
  const shelves = await Promise.all(
    manifest.shelves.map(async ({ object }) => {
      const bytes = await (await fetch(`${api}/objects/${object.address}`)).arrayBuffer()
      return JSON.parse(gunzipSync(Buffer.from(bytes)).subarray(16).toString()) as Shelf
    }),
  )
  const notices = shelves.flatMap((shelf) => shelf.notices)
  const hash = createHash('sha256').update(head.manifest).digest('hex') as Hash
  return { notices, mark: { region, seq: manifest.seq, manifest: hash } }
}
const sheetOf = (
  region: RegionCode,
  { id, version, digest }: NoticeRecord,
  of: { version?: number; digest?: Hash } = {},
) => formatSheet(demo.server.url, { region, notice: id, version, digest, ...of })

/** A phone with the board on it and the app installed, and then without a network. */
async function offline(): Promise<Reader> {
  const reader = await demo.seat({ worker: true })
  const { page, context } = reader
  await page.goto(demo.link(REGION))
  await page.waitForSelector(NOTICE)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await context.setOffline(true)
  return reader
}

describe('a sheet of paper', () => {
  test('is judged by the phone that holds its board, without a network, by its address and by the scanner', async () => {
    const { notices } = await published(REGION)
    const corrected = notices.find(({ version }) => version === 2)!
    const withdrawn = notices.find(({ state }) => state === 'withdrawn')!
    const [elsewhere] = (await published(OTHER)).notices
    const { page } = await offline()
    const cases = [
      [sheetOf(REGION, corrected), 'current'],
      [sheetOf(REGION, corrected, corrected.chain[0]!), 'superseded'],
      [sheetOf(REGION, withdrawn), 'withdrawn'],
      [sheetOf(REGION, corrected, { digest: NEVER }), 'neverPublished'],
      [sheetOf(REGION, corrected, { version: 3 }), 'notYet'],
      [sheetOf(OTHER, elsewhere!), 'notHeld'],
    ] as const
    for (const [address, says] of cases) {
      await page.goto(address)
      await hears(page, `paper.sheet.${says}`)
      await hears(page, `paper.sheet.${says}Text`)
      await see(page, says, says === 'current' ? { looks: EVERY_LOOK } : {})
    }

    await page.goto(`${demo.server.url}/open/scan`)
    await page.locator('input[type=file]').setInputFiles({
      name: 'photo.png',
      mimeType: 'image/png',
      buffer: pngOf(qrPicture(sheetOf(REGION, withdrawn))),
    })
    await hears(page, 'paper.sheet.withdrawn')
    expect(new URL(page.url()).pathname).toMatch(/^\/s\//)
  })

  test('of a board that a phone has not got is judged once its open side has been fetched', async () => {
    const [notice] = (await published(OTHER)).notices
    const { page } = await demo.seat({ worker: true })
    await page.goto(demo.link(REGION))
    await page.waitForSelector(NOTICE)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await page.goto(sheetOf(OTHER, notice!))
    await hears(page, 'paper.sheet.notHeld')
    await page.locator('.btn.main').click()
    await hears(page, 'paper.sheet.current')
  })

  test('scanned by any other app gets the same answer from the county, without script and without a name', async () => {
    const { notices, mark } = await published(REGION)
    const corrected = notices.find(({ version }) => version === 2)!
    const context = await demo.browser.newContext({ javaScriptEnabled: false })
    try {
      const page = await context.newPage()
      const heading = async (address: string) => {
        const answer = await page.goto(address)
        expect(answer!.headers()['cache-control']).toBe('no-store')
        return page.textContent('h1')
      }
      expect(await heading(sheetOf(REGION, corrected))).toBe('这张纸现行有效')
      expect(await heading(sheetOf(REGION, corrected, corrected.chain[0]!))).toBe(
        '这张纸已被第 2 版代替',
      )
      expect(await heading(sheetOf(REGION, corrected, { digest: NEVER }))).toBe(
        '公开栏从没有公布过这张纸',
      )
      expect(await heading(formatMark(demo.server.url, mark))).toBe('与旗县现在公布的是同一份')
      expect(await heading(formatMark(demo.server.url, { ...mark, manifest: NEVER }))).toBe(
        '旗县从没有公布过这一份',
      )
    } finally {
      await context.close()
    }
  })
})

test('two that hold a board say whether it is the same, without a network; a contradiction is an alarm', async () => {
  const { mark } = await published(REGION)
  const { page } = await offline()
  const show = async (of: Partial<typeof mark>, says: string) => {
    await page.goto(formatMark(demo.server.url, { ...mark, ...of }))
    await hears(page, `paper.mark.${says}`)
    await see(page, `mark-${says}`)
  }
  // What the other one shows: among the things that were checked.
  await page.locator(NOTICE).first().click()
  await page.locator('.verify').click()
  await hears(page, 'paper.mark.scan')
  expect(await page.textContent('.mark.card')).toContain(mark.manifest.slice(0, 4))
  await show({}, 'same')
  await show({ seq: mark.seq + 1, manifest: NEVER }, 'theyAreNewer')
  await show({ seq: 0, manifest: NEVER }, mark.seq === 0 ? 'different' : 'theyAreOlder')
  await show({ manifest: NEVER }, 'different')
  await show({ region: OTHER }, 'notHeld')
})
