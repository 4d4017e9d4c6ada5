import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RegionCode } from '#domain/region/region.ts'
import { deviceCodeOf, formatDeviceCode } from '#protocol/device-code.ts'
import { formatOrders, type Orders } from '#protocol/device-orders.ts'
import type { Shown } from '#device/tablet/api.ts'
import { signNote } from '#transparency/sign.ts'
import type { Signer } from '#transparency/signer.ts'
import { serveText } from '#tests/support/county-answers.ts'
import { newDisk, startPhone, stopPhone, type Phone } from '#tests/support/phone.ts'
import { COUNTY, OTHER_VILLAGE, TestCounty, VILLAGE } from '#tests/support/test-county.ts'

const DEVICE = '0123456789abcdef'.repeat(2)
const SHOWN: Shown = {
  app: '0.1.0',
  shows: null,
  asOf: null,
  battery: null,
  upSeconds: 1,
  errors: [],
}

let county: TestCounty
let phone: Phone
/** What the county hands out next. */
let note = ''

const ordersFor = async (more: Partial<Orders> = {}): Promise<Orders> => ({
  boards: [{ region: VILLAGE, link: await county.link(VILLAGE) }],
  languages: 'both',
  loop: 'turns',
  schedule: { on: '07:00', off: '21:00' },
  idleSeconds: 60,
  pace: 100,
  warnDays: 7,
  alarmDays: 30,
  pin: null,
  printNotices: null,
  printSlips: null,
  restart: 0,
  revoked: false,
  ...more,
})

/** The next note, signed by the log key of today unless it is said. */
async function give(version: number, more: Partial<Orders> = {}, by?: Signer, origin?: string) {
  const text = formatOrders({
    origin: origin ?? county.origin,
    device: DEVICE,
    version,
    at: county.instant(),
    orders: await ordersFor(more),
  })
  note = await signNote(text, [by ?? county.log])
}

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  await county.publish(VILLAGE, OTHER_VILLAGE)
  county.answer = (path, given) => {
    if (!path.startsWith('/api/v1/devices')) return given
    const said = path.endsWith('/heartbeat') ? {} : { device: DEVICE }
    return serveText(JSON.stringify({ v: 1, ...said, settings: note }))
  }
  phone = startPhone(newDisk(), county.fetch)
  await give(1)
  const code = await formatDeviceCode(deviceCodeOf(new Uint8Array(7)))
  expect(await phone.device.enrol(code, null)).toEqual({ device: DEVICE })
})
afterEach(() => stopPhone(phone))

const beat = () => phone.device.beat(SHOWN)
const taken = { kind: 'sent', newOrders: true, restart: false }
const refused = (code: string) => ({ kind: 'ordersRefused', code })

describe('orders', () => {
  test('by a key that is in force since, the device fetches the newer key list for', async () => {
    await phone.device.sync()
    await county.rotateLogKey()
    await give(2)
    expect(await beat()).toEqual(taken)
  })

  test('by a key that was replaced are not taken', async () => {
    const old = county.log
    await county.rotateLogKey()
    await county.publish(VILLAGE)
    await phone.device.sync()
    await give(2, { restart: 7 }, old)
    expect(await beat()).toEqual(refused('SIGNATURE_MISSING'))
  })

  test('by another key of the county, or by nobody’s, are not taken', async () => {
    await phone.device.sync()
    for (const by of [county.root, (await TestCounty.create({ seed: 9 })).log]) {
      await give(2, {}, by)
      expect(await beat()).toMatchObject({ kind: 'ordersRefused' })
    }
    await give(2, {}, undefined, 'other.example')
    expect(await beat()).toEqual(refused('ORIGIN_WRONG'))
  })

  test('for a board of another county, another root or another name are not taken', async () => {
    const other = await TestCounty.create({ seed: 9 })
    const elsewhere = '150102001001' as RegionCode
    for (const boards of [
      [{ region: VILLAGE, link: await other.link(VILLAGE) }],
      [{ region: OTHER_VILLAGE, link: await county.link(VILLAGE) }],
      [
        { region: VILLAGE, link: await county.link(VILLAGE) },
        { region: elsewhere, link: await county.link(elsewhere) },
      ],
    ]) {
      await give(2, { boards })
      expect(await beat()).toEqual(refused('ORDERS_WRONG'))
    }
    await give(2, { boards: [{ region: VILLAGE, link: 'https://evil.example/' }] })
    expect(await beat()).toEqual(refused('MALFORMED'))
    expect((await phone.device.boards()).map(({ region }) => region)).toEqual([VILLAGE])
    expect((await phone.device.tablet())?.version).toBe(1)
  })

  test('bring a board’s new key, and keep the old one for what hangs under it', async () => {
    county.board(VILLAGE).epoch = 2
    await give(2)
    expect(await beat()).toEqual(taken)
    const follow = await phone.db.follows.get(VILLAGE)
    expect(follow?.keys.map(({ epoch }) => epoch)).toEqual([1, 2])
  })

  test('of a newer app are left alone until the app is new', async () => {
    county.answer = () => serveText(JSON.stringify({ v: 2, settings: null }))
    expect(await beat()).toEqual({ kind: 'updateTheApp' })
  })
})
