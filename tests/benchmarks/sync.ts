import { launchBrowser } from '#tests/support/browser.ts'
import { createBigCounty, type BigCounty } from '#tests/support/big-county.ts'
import { bigNotice, villageCode } from '#tests/support/big-notices.ts'
import { inventedName } from '#tests/support/big-sheet.ts'
import { freePort, startServer, type TestServer } from '#tests/support/server.ts'
import { atMost, type Measured } from './figure.ts'
import { startMeter, type Reading } from './meter.ts'
import { bodiesOf } from './bodies.ts'
import { publishYear } from './big-year.ts'
import { openPhone } from './phone.ts'

const VILLAGE = villageCode(0)
const NOTICES = 100
const LINES = 1000

const year = (year: number, notices: number, lines: number) => ({
  year,
  notices,
  lines,
  seed: 'sync',
})

/** Serves a county from the built server, and lets it go again, so that the bench can publish between. */
async function serving<T>(
  county: BigCounty,
  work: (server: TestServer) => Promise<T>,
  port?: number,
): Promise<T> {
  await county.close()
  const server = await startServer({ demo: false, dataDir: county.dataDir, port })
  try {
    return await work(server)
  } finally {
    await server.stop({ keep: true })
    await county.open()
  }
}

export async function firstSync(): Promise<Measured> {
  const county = await createBigCounty(1)
  const browser = await launchBrowser()
  try {
    await publishYear(county, VILLAGE, year(2025, NOTICES, LINES))
    const link = await county.link('http://127.0.0.1', VILLAGE)
    return await serving(county, async (server) => {
      const bodies = await bodiesOf(server.url, link)
      const ours: number[] = []
      const floors: number[] = []
      // In turn, each in a profile of its own; the first of each warms the machine.
      for (let round = 0; round < 8; round++) {
        for (const unpack of ['stream', 'script'] as const) {
          const phone = await openPhone(browser, server.url)
          floors.push(await phone.call('floor', bodies, unpack))
          await phone.close()
        }
        const phone = await openPhone(browser, server.url)
        ours.push(await phone.call('firstSync', link, inventedName(7)))
        await phone.close()
      }
      const bytes = bodies.flatMap((b) => b.objects).reduce((sum, o) => sum + o.length, 0)
      const said = `${NOTICES} notices × ${LINES} lines, ${Math.round(bytes / 1024)} KB`
      return atMost('first-sync', Math.min(...ours), Math.min(...floors), 2, 'ms', said)
    })
  } finally {
    await browser.close()
    await county.tearDown()
  }
}

/** Syncs once through a meter, does `between` while the server is away, and reads what a second sync takes. */
async function secondSync(county: BigCounty, between: () => Promise<void>): Promise<Reading> {
  const browser = await launchBrowser()
  const port = await freePort()
  const meter = await startMeter(port)
  try {
    const link = await county.link(meter.url, VILLAGE)
    const phone = await serving(
      county,
      async () => {
        const opened = await openPhone(browser, meter.url)
        await opened.call('firstSync', link, inventedName(7))
        return opened
      },
      port,
    )
    await between()
    return await serving(
      county,
      async () => {
        meter.read()
        await phone.call('sync', VILLAGE)
        return meter.read()
      },
      port,
    )
  } finally {
    await browser.close()
    await meter.close()
  }
}

export async function noChangeSync(): Promise<Measured> {
  const county = await createBigCounty(1)
  try {
    await publishYear(county, VILLAGE, year(2025, 3, 50))
    const { requests, bytesDown } = await secondSync(county, async () => undefined)
    return {
      name: 'no-change-sync',
      value: bytesDown,
      floor: null,
      bar: 2048,
      ok: requests <= 3 && bytesDown <= 2048,
      unit: 'bytes',
      said: `${requests} requests, at most 3`,
    }
  } finally {
    await county.tearDown()
  }
}

export async function oneNoticeSync(): Promise<Measured> {
  const readings: Reading[] = []
  for (const earlierNotices of [10, 100]) {
    const county = await createBigCounty(1)
    try {
      for (const earlier of [2023, 2024])
        await publishYear(county, VILLAGE, year(earlier, earlierNotices / 2, 20))
      await publishYear(county, VILLAGE, year(2025, 1, 20))
      readings.push(
        await secondSync(county, async () => {
          await county.publish([
            bigNotice({
              region: VILLAGE,
              program: county.program,
              year: 2025,
              batch: 'one more',
              lines: LINES,
              seed: 'sync',
            }),
          ])
        }),
      )
    } finally {
      await county.tearDown()
    }
  }
  const [small, big] = readings as [Reading, Reading]
  const ratio = big.bytesDown / small.bytesDown
  const requests = Math.max(small.requests, big.requests)
  return {
    name: 'one-notice-sync',
    value: big.bytesDown,
    floor: small.bytesDown,
    bar: 1.1,
    ok: requests <= 6 && Math.abs(ratio - 1) <= 0.1,
    unit: 'bytes',
    said: `${requests} requests, at most 6; floor = with a tenth of the earlier notices`,
  }
}
