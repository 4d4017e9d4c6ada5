import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseDeviceLink } from '#protocol/device-code.ts'
import { launchBrowser } from '#tests/support/browser.ts'
import { ROOT } from '#tests/support/root.ts'
import { runSambar } from '#tests/support/sambar-cli.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

const REGION = '152529900201'

let server: TestServer
const opening = launchBrowser()
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await (await opening).close()
  await server.stop()
})

/** The built worker without any screen: what the page would say to it, said by hand. */
async function workerOn(page: Page): Promise<(method: string, ...args: unknown[]) => unknown> {
  const script = readdirSync(join(ROOT, 'dist/app/assets')).find((file) =>
    /^worker-(?!part-).*\.js$/.test(file),
  )
  await page.goto(`${server.url}/api/v1/health`)
  await page.evaluate((url) => {
    const worker = new Worker(url)
    const waiting = new Map<number, (answer: object) => void>()
    worker.onmessage = ({ data }: MessageEvent<{ id: number }>) => waiting.get(data.id)?.(data)
    Object.assign(globalThis, {
      ask: (method: string, args: unknown[]) =>
        new Promise((resolve) => {
          const id = waiting.size + 1
          waiting.set(id, resolve)
          worker.postMessage({ sambar: 'call', id, method, args, progress: false })
        }),
    })
  }, `/assets/${script}`)
  return async (method, ...args) => {
    const answer = await page.evaluate(
      ([name, given]) =>
        (globalThis as unknown as { ask(m: string, a: unknown[]): Promise<unknown> }).ask(
          name,
          given,
        ),
      [method, args] as [string, unknown[]],
    )
    const { value, message } = answer as { value?: unknown; message?: string }
    if (message !== undefined) throw new Error(message)
    return value
  }
}

const device = async (...words: string[]) => (await runSambar(server, ['device', ...words])).json
const standing = async () =>
  ((await device('list'))['devices'] as { standing: string }[]).map((one) => one.standing)

test('in a browser the built worker fetches its part for tablets: enrolled, heard, restarted, taken back', async () => {
  const context = await (await opening).newContext({ bypassCSP: true })
  const page = await context.newPage()
  const ask = await workerOn(page)
  expect(await ask('tablet')).toBeNull()
  const told = await device('add', '--region', REGION, '--url', server.url)
  const { code, root } = parseDeviceLink(String(told['link']))
  expect(await ask('enrol', code, root)).toEqual({ device: told['device'] })
  expect(await ask('tablet')).toMatchObject({ boards: [REGION], rootPinned: 'link' })
  const outcomes = await ask('sync')
  expect(outcomes).toMatchObject([{ kind: 'fresh' }, { kind: 'fresh', region: REGION }])
  const [board] = (await ask('boards')) as { key: string; asOf: string; seq: number }[]
  expect(board).toMatchObject({ key: 'fits' })

  const shown = { app: '0.1.0', shows: null, asOf: null, battery: null, upSeconds: 1, errors: [] }
  expect(await ask('beat', shown)).toEqual({ kind: 'sent', newOrders: false, restart: false })
  expect(await standing()).toEqual(['showsOther'])
  await device('restart', String(told['device']))
  expect(await ask('beat', shown)).toEqual({ kind: 'sent', newOrders: true, restart: true })
  await device('revoke', String(told['device']))
  expect(await ask('beat', shown)).toEqual({ kind: 'revoked' })
  expect(await ask('tablet')).toBeNull()
  expect(await ask('boards')).toEqual([])
  expect(await standing()).toEqual(['revoked'])
  await context.close()
})
