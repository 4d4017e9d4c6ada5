import { launchBrowser } from '#tests/support/browser.ts'
import { createBigCounty } from '#tests/support/big-county.ts'
import { villageCode } from '#tests/support/big-notices.ts'
import { inventedName } from '#tests/support/big-sheet.ts'
import { startServer } from '#tests/support/server.ts'
import { publishYear } from './big-year.ts'
import type { Measured } from './figure.ts'
import { openPhone } from './phone.ts'

const PEOPLE = 3000
const NOTICES = 100
const BAR_MS = 16

/** Typing names on a board of 300 000 lines of 3 000 people: what a keystroke waits, there and back to the worker. */
export async function search(): Promise<Measured> {
  const county = await createBigCounty(1)
  const browser = await launchBrowser()
  try {
    const region = villageCode(0)
    for (const year of [2023, 2024, 2025])
      await publishYear(county, region, {
        year,
        notices: Math.ceil(NOTICES / 3),
        lines: PEOPLE,
        people: PEOPLE,
        seed: 'search',
      })
    const link = await county.link('http://127.0.0.1', region)
    await county.close()
    const server = await startServer({ demo: false, dataDir: county.dataDir })
    try {
      const phone = await openPhone(browser, server.url)
      await phone.call('firstSync', link, inventedName(7))
      const typed = Array.from({ length: 60 }, (_, n) => inventedName(n * 37))
      await phone.call('type', region, typed.slice(0, 10))
      const times = await phone.call('type', region, [...typed, 'bateer', 'bte', 'haosi', 'wangfu'])
      const p95 = [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!
      return {
        name: 'search',
        value: p95,
        floor: null,
        bar: BAR_MS,
        ok: p95 <= BAR_MS,
        unit: 'ms',
        said: `p95 of ${times.length} keystrokes, ${NOTICES * PEOPLE} lines, ${PEOPLE} people`,
      }
    } finally {
      await server.stop({ keep: true })
    }
  } finally {
    await browser.close()
    await county.tearDown()
  }
}
