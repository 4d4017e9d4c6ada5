import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { pngOf, qrPicture, y4mOf } from '#tests/support/qr-picture.ts'
import { standDemo } from './demo.ts'
import { createEyes, EVERY_LOOK } from './eyes.ts'
import { walkByKeys } from './hands.ts'

const REGION = '152529900201'
const NOTICE = `https://gongkai.example.cn/n/${REGION}/${'0a'.repeat(16)}/1`
const PAYMENT = 'wxp://f2f0-nothing-of-ours'

const see = createEyes('ways-in')
const folder = mkdtempSync(join(tmpdir(), 'sambar-film-'))

const demo = standDemo()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A browser whose camera sees these texts as QR codes, one a second, over and over. The demo's own has no camera. */
function seeing(texts: string[]): Promise<Browser> {
  const film = join(folder, 'film.y4m')
  writeFileSync(film, y4mOf(texts.map((text) => qrPicture(text, { degrees: 6 }))))
  return demo.launch([
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ])
}

async function open(
  browser: Browser,
  { allowed = true, path = '/open/scan', first = false } = {},
): Promise<Page> {
  const language = first ? null : 'zh-Hans'
  const { context, page } = await demo.seat({ language, worker: true }, browser)
  if (allowed) await context.grantPermissions(['camera'], { origin: demo.server.url })
  await page.goto(demo.server.url + path)
  return page
}

const choosePhoto = (page: Page, png: Buffer) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: png })

/** Tracks of cameras that are on, of those that the page was given. */
const KEEP_TRACKS = () => {
  const { mediaDevices } = navigator
  const ask = mediaDevices.getUserMedia.bind(mediaDevices)
  const all: MediaStreamTrack[] = []
  Object.assign(window, { liveTracks: () => all.filter((t) => t.readyState === 'live').length })
  mediaDevices.getUserMedia = async (how) => {
    const stream = await ask(how)
    all.push(...stream.getTracks())
    return stream
  }
}
const liveTracks = (page: Page) =>
  page.evaluate(() => (window as unknown as { liveTracks(): number }).liveTracks())

/** Another app comes before this one, or goes. */
const turnAway = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

describe('with a camera that sees the board', () => {
  test('from nothing to the names: language, one button, the camera, the board', async () => {
    const browser = await seeing([demo.link(REGION)])
    const page = await open(browser, { first: true, path: '/' })
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    page.on('request', (request) => said.push(request.url()))
    await page.addInitScript(KEEP_TRACKS)
    await page.reload()
    await page.getByRole('button', { name: '汉语' }).click()
    await page.locator('a.scan').click()
    await page.waitForURL(`**/board/${REGION}`)
    await page.waitForSelector('a.notice')
    await page.locator('input[type=search]').fill('bte')
    await page.locator('a[href*="/person/"]').first().waitFor()
    // The camera is off, and the key stands nowhere: address, history, title, log, requests, small stores.
    expect(await liveTracks(page)).toBe(0)
    const left = await page.evaluate(() =>
      JSON.stringify([
        location.href,
        history.state,
        document.title,
        { ...localStorage },
        { ...sessionStorage },
      ]),
    )
    expect(left + said.join(' ')).not.toContain(demo.board(REGION).key)
    // Back leads to the board or the door, never into the camera.
    await page.goBack()
    await page.waitForFunction(() => !location.pathname.endsWith('/scan'))
    expect(page.url()).not.toContain('#')
  })

  test('leaving turns the camera off', async () => {
    const browser = await seeing([PAYMENT])
    const page = await open(browser, { path: '/open' })
    await page.addInitScript(KEEP_TRACKS)
    await page.reload()
    await page.locator('a.scan').click()
    await page.waitForSelector('.finder.seeing')
    expect(await liveTracks(page)).toBe(1)
    await turnAway(page, 'hidden')
    expect(await liveTracks(page)).toBe(0)
    await turnAway(page, 'visible')
    await page.waitForSelector('.finder.seeing')
    expect(await liveTracks(page)).toBe(1)
    await page.locator('header .back').click()
    await page.waitForSelector('a.scan')
    expect(await liveTracks(page)).toBe(0)
  })
})

test.each([
  { name: 'scan-other', text: PAYMENT, words: '这不是公开栏的二维码' },
  { name: 'scan-notice', text: NOTICE, words: '这是一件公开的二维码' },
])('$name: $words', async ({ name, text, words }) => {
  const page = await open(await seeing([text]))
  await page.getByText(words).waitFor()
  await see(page, name)
})

test('after a code that is none of ours the camera goes on looking', async () => {
  const page = await open(await seeing([PAYMENT, PAYMENT, NOTICE, NOTICE]))
  await page.getByText('这不是公开栏的二维码').waitFor()
  await page.getByText('这是一件公开的二维码').waitFor()
  await page.getByText('看这一件').click()
  await page.waitForURL(`**${new URL(NOTICE).pathname}`)
})

test('the board of another county is said to be that', async () => {
  const elsewhere = demo
    .link(REGION)
    .replace(demo.server.url, 'https://gongkai.example.cn')
    .replace(REGION, '150102001201')
  const page = await open(await seeing([elsewhere]))
  await page.getByText('这是另一个旗县的公开栏').waitFor()
  expect(page.url()).toBe(`${demo.server.url}/open/scan`)
})

describe('without a camera', () => {
  test('a photo of the QR opens the board', async () => {
    const page = await open(demo.browser)
    await page.getByText('没有找到相机').waitFor()
    await see(page, 'scan-none', { looks: EVERY_LOOK })
    await walkByKeys(page, 'scan-none')
    // As phones take it: large, the QR small in it and askew.
    await choosePhoto(
      page,
      pngOf(qrPicture(demo.link(REGION), { width: 2400, height: 1800, fill: 0.25, degrees: 9 })),
    )
    await page.waitForURL(`**/board/${REGION}`)
    await page.waitForSelector('a.notice')
  })

  test('a photo without a QR, and a file that is no photo, are said to be that', async () => {
    const page = await open(demo.browser)
    await page.getByText('没有找到相机').waitFor()
    await choosePhoto(
      page,
      pngOf({ width: 300, height: 200, grey: new Uint8Array(60_000).fill(180) }),
    )
    await page.getByText('照片里没有认出二维码').waitFor()
    await choosePhoto(page, Buffer.from('not a picture'))
    await page.getByText('这个文件不是照片').waitFor()
    await choosePhoto(page, pngOf(qrPicture(PAYMENT)))
    await page.getByText('这不是公开栏的二维码').waitFor()
  })

  test.each([
    { name: 'NotAllowedError', words: '没有得到允许', again: true },
    { name: 'NotReadableError', words: '相机正被别的应用占着', again: true },
    { name: 'AnythingElse', words: '相机没有打开', again: true },
  ])('$name: $words, and the other ways stand beside', async ({ name, words, again }) => {
    const page = await open(demo.browser, { path: '/open' })
    await page.evaluate((named) => {
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(Object.assign(new Error('camera'), { name: named }))
    }, name)
    await page.locator('a.scan').click()
    await page.getByText(words).waitFor()
    expect(await page.getByText('重试').count()).toBe(again ? 1 : 0)
    await page.locator('a[href="/open/pick"]').click()
    await page.waitForSelector('details.township')
  })

  test('a camera that the reader refuses is no dead end', async () => {
    const page = await open(await seeing([demo.link(REGION)]), { allowed: false })
    await page.getByText('没有得到允许').waitFor()
    await see(page, 'scan-denied')
    await choosePhoto(page, pngOf(qrPicture(demo.link(REGION))))
    await page.waitForURL(`**/board/${REGION}`)
  })
})

test('on plain http the browser gives no camera, and the screen says why', async () => {
  const browser = await demo.launch([
    '--use-fake-device-for-media-stream',
    '--host-resolver-rules=MAP gongkai.example.cn 127.0.0.1',
  ])
  const { page } = await demo.seat({ worker: true }, browser)
  await page.goto(`http://gongkai.example.cn:${demo.server.port}/open/scan`)
  await page.getByText('这个地址不是 https，浏览器不让用相机').waitFor({ timeout: 30_000 })
})
