import { expect, test } from 'vitest'
import { standDemo } from './demo.ts'
import type { Language } from './eyes.ts'

const REGION = '152529900201'

const demo = standDemo()
const open = async (language: Language) => (await demo.seat({ language, worker: true })).page

interface Manifest {
  name: string
  lang: string
  start_url: string
  id: string
  icons: { src: string; sizes: string; type: string; purpose: string }[]
}

test.each([
  ['zh-Hans', '/zh.webmanifest'],
  ['mn-Mong', '/mn.webmanifest'],
] as const)(
  'the browser finds nothing that keeps the app from being installed: %s',
  async (language, path) => {
    const page = await open(language)
    await page.goto(demo.link(REGION))
    await page.waitForSelector('a.notice')
    const chrome = await page.context().newCDPSession(page)
    const found = await chrome.send('Page.getAppManifest')
    expect(new URL(found.url).pathname).toBe(path)
    expect(found.errors).toEqual([])
    const { installabilityErrors } = await chrome.send('Page.getInstallabilityErrors')
    // A window of its own profile is never installed into; that alone is said.
    expect(
      installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'),
    ).toEqual([])
    const manifest = JSON.parse(found.data!) as Manifest
    expect(manifest).toMatchObject({ start_url: '/', id: '/', display: 'standalone' })
    expect(manifest.name).toMatch(/\p{Script=Han}/u)
    expect(manifest.name).toMatch(/\p{Script=Mongolian}/u)
    for (const icon of manifest.icons) {
      const size = await page.evaluate(async (src) => {
        const image = new Image()
        image.src = src
        await image.decode()
        return `${image.naturalWidth}x${image.naturalHeight}`
      }, icon.src)
      if (icon.type === 'image/png') expect(size).toBe(icon.sizes)
    }
    expect(manifest.icons.map(({ purpose, sizes }) => `${purpose} ${sizes}`)).toEqual(
      expect.arrayContaining([
        'any 192x192',
        'any 512x512',
        'maskable 192x192',
        'maskable 512x512',
      ]),
    )
  },
)

test('the manifest and the browser’s bars follow the language and the colours', async () => {
  const page = await open('zh-Hans')
  await page.goto(demo.link(REGION))
  await page.waitForSelector('a.notice')
  const frame = () =>
    page.evaluate(() => [
      document.querySelector('link[rel=manifest]')!.getAttribute('href'),
      ...[...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')].map(
        ({ content }) => content,
      ),
    ])
  expect(await frame()).toEqual(['/zh.webmanifest', '#f1eee8', '#f1eee8'])
  await page.locator('header .other').click()
  await page.waitForFunction(() => document.documentElement.lang === 'mn-Mong-CN')
  expect((await frame())[0]).toBe('/mn.webmanifest')
  await page.evaluate(() => localStorage.setItem('sambar.colours', 'dark'))
  await page.reload()
  await page.waitForSelector('a.notice')
  expect(await frame()).toEqual(['/mn.webmanifest', '#0e1012', '#0e1012'])
})

test('installing is offered once on the board, and can be had in the settings', async () => {
  const page = await open('zh-Hans')
  const offer = () =>
    page.evaluate(() => {
      const event = new Event('beforeinstallprompt', { cancelable: true })
      Object.assign(event, {
        prompt: () => Promise.resolve(Object.assign(window, { asked: true })),
        userChoice: Promise.resolve({ outcome: 'accepted' }),
      })
      window.dispatchEvent(event)
      return event.defaultPrevented
    })
  await page.goto(`${demo.server.url}/settings`)
  await page.getByText('字号').first().waitFor()
  expect(await offer()).toBe(true)
  // Nothing is held yet, so there is nothing to install it for.
  expect(await page.getByText('放到手机桌面').count()).toBe(0)

  await page.goto(demo.link(REGION))
  await page.waitForSelector('a.notice')
  expect(await page.getByText('放到手机桌面').count()).toBe(0)
  await offer()
  await page.getByText('不用了').click()
  expect(await page.getByText('放到手机桌面').count()).toBe(0)
  await page.reload()
  await page.waitForSelector('a.notice')
  await offer()
  expect(await page.getByText('放到手机桌面').count()).toBe(0)

  await page.locator('nav.tabs a[href="/settings"]').click()
  await page.getByText('放到桌面', { exact: true }).click()
  expect(await page.evaluate(() => Reflect.get(window, 'asked'))).toBe(true)
})
