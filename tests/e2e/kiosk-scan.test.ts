import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { BoardMark } from '#domain/board/cross-check.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { formatMark } from '#protocol/paper.ts'
import { qrPicture, y4mOf } from '#tests/support/qr-picture.ts'
import { standDemo } from './demo.ts'
import { hears } from './reader.ts'
import { dumpOf, giveTablet, hang, looksRight, SHAPES, type Shape } from './tablet.ts'
import { inLoop, REGION, SCRIPTS, tablet, visit } from './visitor.ts'

const PAYMENT = 'wxp://f2f0-nothing-of-ours'
const NEVER = '0'.repeat(64)

const folder = mkdtempSync(join(tmpdir(), 'sambar-film-'))
const demo = standDemo()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A tablet's browser whose camera is shown these codes, one a second. */
function seeing(texts: string[]): Promise<Browser> {
  const film = join(folder, 'film.y4m')
  writeFileSync(film, y4mOf(texts.map((text) => qrPicture(text, { degrees: 4 }))))
  return demo.launch([
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ])
}

/** Runs in the page, before its own scripts: tells in localStorage how many cameras are on, also after the page has gone. */
function countCameras(): void {
  const { mediaDevices } = navigator
  if (!mediaDevices) return
  const ask = mediaDevices.getUserMedia.bind(mediaDevices)
  const tell = (by: number) => {
    localStorage['test.cameras'] = Number(localStorage['test.cameras'] ?? 0) + by
  }
  mediaDevices.getUserMedia = async (how) => {
    const stream = await ask(how)
    for (const track of stream.getTracks()) {
      const stop = track.stop.bind(track)
      track.stop = () => {
        if (track.readyState === 'live') tell(-1)
        stop()
      }
      tell(1)
    }
    return stream
  }
}
const cameras = (page: Page) => page.evaluate(() => Number(localStorage['test.cameras'] ?? 0))

/** What hangs, as a phone that holds the same would show it. */
async function markHere(): Promise<BoardMark> {
  const { page } = await tablet(demo)
  const { region, seq, manifest } = await page.evaluate(
    () => ({ ...document.querySelector<HTMLElement>('[data-manifest]')!.dataset }) as DOMStringMap,
  )
  return {
    region: parseRegionCode(region!)!,
    seq: Number(seq),
    manifest: manifest as BoardMark['manifest'],
  }
}

/** Somebody holds a phone before the tablet's camera. */
async function hold(
  browser: Browser | undefined,
  script: (typeof SCRIPTS)[number],
  shape: Shape,
  allowed = true,
): Promise<Page> {
  const { link } = await giveTablet(demo.server, [REGION])
  const { context, page } = await demo.seat({ language: null }, browser)
  if (allowed) await context.grantPermissions(['camera'], { origin: demo.server.url })
  await page.addInitScript(countCameras)
  await page.setViewportSize(SHAPES[shape])
  await hang(page, link)
  await visit(page, script)
  await page.locator('a.notice').first().click()
  await page.locator('a.verify').click()
  await page.locator('#main section a.btn').last().click()
  return page
}

describe.each([
  { script: 'zh-Hans', shape: 'wide' },
  { script: 'mn-Mong', shape: 'tall' },
] as const)('a phone is held before the camera of a tablet, in $script', ({ script, shape }) => {
  test('that shows the same board: said, and the camera is off', async () => {
    const mark = await markHere()
    const browser = await seeing([formatMark(demo.server.url, mark)])
    const page = await hold(browser, script, shape)
    await page.waitForSelector('#main .note[role=status]')
    if (script === 'zh-Hans') await hears(page, 'paper.mark.same')
    await looksRight(page, `check-same-${shape}-${script}`)
    await expect.poll(() => cameras(page)).toBe(0)
  })

  test('that shows another of the same number: an alarm, and both proofs are kept', async () => {
    const mark = await markHere()
    const browser = await seeing([
      formatMark('https://gongkai.example.cn', { ...mark, manifest: NEVER as never }),
    ])
    const page = await hold(browser, script, shape)
    await page.waitForSelector('#main .note.wrong')
    if (script === 'zh-Hans') await hears(page, 'paper.mark.different')
    await looksRight(page, `check-different-${shape}-${script}`)
    const kept = Object.entries(await dumpOf(page)).find(([name]) => name.endsWith('.evidence'))!
    expect(kept[1]).toContain(NEVER)
    expect(kept[1]).toContain(`${mark.seq}`)
    expect(kept[1]).toMatch(/"held":\{"checkpoint":.*"entry":.*"manifest":/)
  })

  test('that shows something else: said so, the camera goes on, and the visit’s end puts it out', async () => {
    const page = await hold(await seeing([PAYMENT]), script, shape)
    await page.waitForSelector('#main .note.wrong')
    await looksRight(page, `check-other-${shape}-${script}`)
    expect(await cameras(page)).toBe(1)
    const reloaded = page.waitForEvent('load')
    await page.locator('.bar .done').click()
    await reloaded
    await inLoop(page)
    // Put out by the page, not by its end.
    expect(await cameras(page)).toBe(0)
  })
})

test.each(SCRIPTS)('a camera that is not there is said plainly in %s', async (script) => {
  const page = await hold(undefined, script, 'wide')
  await page.waitForSelector('#main .note[role=alert]')
  if (script === 'zh-Hans') await hears(page, 'open.camera.none')
  await looksRight(page, `check-none-${script}`)
})

test('a camera that is refused is said plainly, and may be asked for again', async () => {
  const page = await hold(await seeing([PAYMENT]), 'zh-Hans', 'wide', false)
  await page.waitForSelector('#main .note[role=alert] .btn')
  await hears(page, 'open.camera.denied')
  await looksRight(page, 'check-denied')
})
