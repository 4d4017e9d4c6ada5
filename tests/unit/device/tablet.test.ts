import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest'
import type { RegionCode } from '#domain/region/region.ts'
import type { DeviceDeps } from '#device/device.ts'
import type { BeatOutcome, Shown } from '#device/tablet/api.ts'
import { parseDeviceLink } from '#protocol/device-code.ts'
import { openDoor, type Door } from '../server/http/door.ts'
import { newDisk, startPhone, stopPhone, type Disk, type Phone } from '#tests/support/phone.ts'
import { COUNTY, FIRST, hangKept, keepReport, reportOf, SECOND, taken } from '../server/office.ts'

let door: Door
let disk: Disk
let phone: Phone
/** Stands between tablet and county. */
let line: (url: string, go: () => Promise<Response>) => Promise<Response>

beforeAll(async () => {
  door = await openDoor()
  const kept = await keepReport(
    door.office,
    reportOf({ [FIRST]: [['巴特尔', 100]], [SECOND]: [['其木格', 20]] }),
  )
  await hangKept(door.office, taken(kept))
})
afterAll(() => door.close())
beforeEach(() => {
  disk = newDisk()
  line = (_url, go) => go()
  start()
})
afterEach(() => stopPhone(phone))

/** `fetch` of a browser whose page came from this county. */
const fetchCounty: DeviceDeps['fetch'] = (url, init) =>
  line(url, async () => {
    const answer = await door.ask(init.method ?? 'GET', url, {
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof init.body === 'string' ? { payload: init.body } : {}),
    })
    const { statusCode: status } = answer
    const headers = Object.entries(answer.headers).map(([k, v]): [string, string] => [k, String(v)])
    const body = status === 304 ? null : new Uint8Array(answer.rawPayload)
    return new Response(body, { status, headers })
  })

function start(): void {
  const clock = { now: () => door.office.now() + 60_000, monotonic: () => 0 }
  phone = startPhone(disk, fetchCounty, { clock })
}
function restart(): void {
  stopPhone(phone)
  start()
}

interface Told {
  device: string
  code: string
  link: string
}
const office = async (method: string, path: string, body?: object): Promise<Told> => {
  const answer = await door.as('admin', method, `/api/v1/office/devices${path}`, body)
  if (answer.statusCode >= 300) throw new Error(answer.body)
  return answer.json() as Told
}
const offer = (boards: RegionCode[] = [FIRST], more: object = {}) =>
  office('POST', '', { boards, ...more })
const listed = async (id: string) => {
  const answer = await door.as('admin', 'GET', '/api/v1/office/devices')
  const { devices } = answer.json() as { devices: ({ device: string } & Record<string, unknown>)[] }
  return devices.find(({ device }) => device === id)
}

const SHOWN: Shown = {
  app: '0.1.0',
  shows: null,
  asOf: null,
  battery: { level: 50, charging: false },
  upSeconds: 60,
  errors: [],
}
const beat = (shown: Partial<Shown> = {}): Promise<BeatOutcome> =>
  phone.device.beat({ ...SHOWN, ...shown })
const regions = async () => (await phone.device.boards()).map(({ region }) => region)

/** A tablet of these boards, by QR. */
async function enrolled(boards: RegionCode[] = [FIRST]): Promise<string> {
  const { device, link } = await offer(boards)
  const { code, root } = parseDeviceLink(link)
  expect(await phone.device.enrol(code, root)).toEqual({ device })
  return device
}

const notAsked = (): never => {
  throw new Error('the county was asked')
}

describe('a tablet is made', () => {
  test('by the QR of its office: it holds its boards, and names on them', async () => {
    expect(await phone.device.tablet()).toBeNull()
    const device = await enrolled([FIRST, SECOND])
    expect(await phone.device.tablet()).toEqual({
      device,
      boards: [FIRST, SECOND],
      version: 1,
      orderedAt: expect.any(String) as string,
      rootPinned: 'link',
      heardAt: null,
    })
    expect(await phone.device.orders()).toEqual({
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
    })
    expect(await regions()).toEqual([FIRST, SECOND])
    expect(await phone.device.homeBoard()).toBe(FIRST)
    const outcomes = await phone.device.sync()
    expect(outcomes.map(({ region, kind }) => [region, kind])).toEqual(
      [COUNTY, FIRST, SECOND].map((region) => [region, 'fresh']),
    )
    expect((await phone.device.boards())[0]).toMatchObject({ key: 'fits', rootPinned: 'link' })
    expect(await phone.device.search(FIRST, '巴特尔')).toHaveLength(1)
    restart()
    expect(await phone.device.tablet()).toMatchObject({ device })
  })

  test('by a typed code, and says that the county was believed at first use', async () => {
    const { device, code } = await offer()
    expect(await phone.device.enrol(` ${code.toLowerCase()} `, null)).toEqual({ device })
    expect(await phone.device.tablet()).toMatchObject({ rootPinned: 'firstUse' })
    await phone.device.sync()
    expect((await phone.device.boards())[0]).toMatchObject({ key: 'fits', rootPinned: 'firstUse' })
  })

  test('its key is its own: it cannot be read out, and lies nowhere else', async () => {
    await enrolled()
    const kept = await phone.db.tabletKey.get('key')
    expect(kept?.key.extractable).toBe(false)
    expect(disk.canary).not.toContain(kept?.publicKey)
  })

  test('once', async () => {
    await enrolled()
    const { code } = await offer()
    expect(await phone.device.enrol(code, null)).toEqual({ refused: 'enrolledAlready' })
  })

  test('and not by a mistyped code: no try is lost', async () => {
    const { code } = await offer()
    line = notAsked
    const last = code.endsWith('0') ? '1' : '0'
    for (const typed of ['', 'ABCD', code.slice(0, -1) + last, `${code}0`])
      expect(await phone.device.enrol(typed, null)).toEqual({ refused: 'codeTyped' })
  })

  test('nor by one that is spent', async () => {
    const { code } = await offer()
    const other = startPhone(newDisk(), fetchCounty)
    await other.device.enrol(code, null)
    stopPhone(other)
    expect(await phone.device.enrol(code, null)).toEqual({ refused: 'codeWrong' })
    expect(await phone.device.tablet()).toBeNull()
  })

  test('nor by another county than the QR’s: its code is not even shown there', async () => {
    const { link } = await offer()
    const { code, root } = parseDeviceLink(link)
    const evil = (root.startsWith('A') ? 'B' : 'A') + root.slice(1)
    line = (url, go) => (url.endsWith('/devices') ? notAsked() : go())
    expect(await phone.device.enrol(code, evil)).toEqual({ refused: 'otherCounty' })
  })

  test.each([
    ['offline', () => Promise.reject(new TypeError('network'))],
    ['serverTrouble', async () => new Response('{}', { status: 500 })],
    ['notReady', async () => new Response('{}', { status: 503 })],
    ['serverTrouble', async () => new Response('{"v":1}')],
    [
      'captivePortal',
      async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
    ],
  ])('nor without the county: %s', async (refused, answer) => {
    const { code, device } = await offer()
    line = (url, go) => (url.endsWith('/devices') ? answer() : go())
    expect(await phone.device.enrol(code, null)).toEqual({ refused })
    line = (_url, go) => go()
    expect(await phone.device.enrol(code, null)).toEqual({ device })
  })

  test('an answer that was lost is asked for again, after a power cut too', async () => {
    const { code, device } = await offer()
    line = async (url, go) => {
      const answer = await go()
      if (url.endsWith('/devices')) throw new TypeError('cut')
      return answer
    }
    expect(await phone.device.enrol(code, null)).toEqual({ refused: 'offline' })
    expect(await phone.device.tablet()).toBeNull()
    line = (_url, go) => go()
    restart()
    expect(await phone.device.enrol(code, null)).toEqual({ device })
  })

  test('what somebody followed on this device before is gone', async () => {
    const other = await offer([SECOND])
    const { code, root } = parseDeviceLink(other.link)
    await phone.device.openPublic(FIRST)
    await phone.device.enrol(code, root)
    expect(await regions()).toEqual([SECOND])
    expect(await phone.db.households.count()).toBe(0)
  })
})

describe('a heartbeat', () => {
  test('tells the county what is shown, in less than a kilobyte', async () => {
    const device = await enrolled()
    await phone.device.sync()
    const [board] = await phone.db.boards.where({ region: FIRST }).toArray()
    const { seq, manifestHash: manifest, asOf } = board!.held!
    let sent = 0
    line = (url, go) => go().finally(() => (sent += url.endsWith('/heartbeat') ? 1 : 0))
    expect(await beat({ shows: [{ region: FIRST, seq, manifest }], asOf })).toEqual({
      kind: 'sent',
      newOrders: false,
      restart: false,
    })
    expect(sent).toBe(1)
    expect(await listed(device)).toMatchObject({
      standing: 'well',
      asOf,
      boards: [{ region: FIRST, shown: { seq, manifest } }],
    })
    expect((await phone.device.tablet())?.heardAt).not.toBeNull()
  })

  test('is nobody’s where there is no tablet', async () => {
    line = notAsked
    expect(await beat()).toEqual({ kind: 'notEnrolled' })
  })

  test('brings new orders: boards come and go, the settings hold', async () => {
    const device = await enrolled()
    await phone.device.sync()
    await office('PUT', `/${device}`, {
      boards: [SECOND],
      settings: { languages: 'mn-Mong', idleSeconds: 90 },
    })
    expect(await beat()).toEqual({ kind: 'sent', newOrders: true, restart: false })
    expect(await phone.device.tablet()).toMatchObject({ boards: [SECOND], version: 2 })
    expect(await phone.device.orders()).toMatchObject({ languages: 'mn-Mong', idleSeconds: 90 })
    expect(await regions()).toEqual([SECOND])
    expect(await phone.db.notices.where({ region: FIRST }).count()).toBe(0)
    // The link of a board that was taken away is nowhere any more.
    expect(JSON.stringify([await phone.db.tablet.toArray(), disk.canary])).not.toContain(FIRST)
    expect(await phone.device.homeBoard()).toBe(SECOND)
    await phone.device.sync()
    expect(await phone.device.search(SECOND, '其木格')).toHaveLength(1)
    expect(await beat()).toEqual({ kind: 'sent', newOrders: false, restart: false })
  })

  test('brings a restart once', async () => {
    const device = await enrolled()
    await office('POST', `/${device}/restart`)
    expect(await beat()).toEqual({ kind: 'sent', newOrders: true, restart: true })
    await office('PUT', `/${device}`, { name: '新' })
    expect(await beat()).toEqual({ kind: 'sent', newOrders: true, restart: false })
  })

  test('takes the tablet back: names, keys and the tablet are gone, and stay gone', async () => {
    const device = await enrolled()
    await phone.device.sync()
    await office('POST', `/${device}/revocation`)
    expect(await beat()).toEqual({ kind: 'revoked' })
    for (const table of phone.db.tables)
      if (table.name !== 'settings')
        expect([table.name, await table.count()]).toEqual([table.name, 0])
    expect(disk.canary).not.toContain(FIRST)
    restart()
    expect(await phone.device.tablet()).toBeNull()
    expect(await regions()).toEqual([])
    expect(await beat()).toEqual({ kind: 'notEnrolled' })
  })

  test('a power cut between the order and the wiping changes nothing: it is wiped at the next look', async () => {
    const device = await enrolled()
    await phone.device.sync()
    await office('POST', `/${device}/revocation`)
    const objects = phone.db.tables.find(({ name }) => name === 'objects')!
    objects.clear = () => Promise.reject(new Error('cut')) as never
    await expect(beat()).rejects.toThrow('cut')
    restart()
    expect(await phone.device.tablet()).toBeNull()
    expect(await phone.db.objects.count()).toBe(0)
  })

  test('boards that an interrupted change left behind are put right by the next one', async () => {
    const device = await enrolled()
    await office('PUT', `/${device}`, { boards: [SECOND] })
    const { follows } = phone.db
    const put = follows.put.bind(follows)
    follows.put = () => Promise.reject(new Error('cut')) as never
    await expect(beat()).rejects.toThrow('cut')
    follows.put = put
    restart()
    expect((await phone.device.tablet())?.boards).toEqual([SECOND])
    expect(await beat()).toEqual({ kind: 'sent', newOrders: false, restart: false })
    expect(await regions()).toEqual([SECOND])
  })

  test('goes on counting after a database that forgot', async () => {
    await enrolled()
    for (let i = 0; i < 3; i++) await beat()
    await phone.db.tabletKey.update('key', { n: 1 })
    expect(await beat()).toMatchObject({ kind: 'sent' })
    expect((await phone.db.tabletKey.get('key'))?.n).toBe(4)
  })

  test('is sent from a full disk too: the county remembers its number', async () => {
    const device = await enrolled()
    await beat()
    phone.db.tabletKey.hook('updating', () => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const errors = [{ code: 'sync.diskFull', count: 1 }]
    for (let i = 0; i < 3; i++) expect(await beat({ errors })).toMatchObject({ kind: 'sent' })
    expect((await phone.db.tabletKey.get('key'))?.n).toBe(1)
    expect(await listed(device)).toMatchObject({ errors })
  })

  test.each<[string, () => Promise<Response>]>([
    ['offline', () => Promise.reject(new TypeError('network'))],
    ['serverTrouble', async () => new Response('{}', { status: 500 })],
    ['serverTrouble', async () => new Response('{"v":1,"settings":7}')],
    ['serverTrouble', async () => new Response('{"error":"otherSite"}', { status: 403 })],
    ['notKnown', async () => new Response('{"error":"notFound"}', { status: 404 })],
    [
      'captivePortal',
      async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
    ],
  ])('without the county changes nothing: %s', async (kind, answer) => {
    const device = await enrolled()
    line = (url, go) => (url.endsWith('/heartbeat') ? answer() : go())
    expect(await beat()).toEqual({ kind })
    expect(await phone.device.tablet()).toMatchObject({ device, version: 1 })
    expect(await regions()).toEqual([FIRST])
  })

  test('orders that are not signed, for another, or old are not taken', async () => {
    const device = await enrolled()
    const first = (await phone.db.tablet.get('tablet'))!.note
    await office('POST', `/${device}/restart`)
    const other = await offer([FIRST])
    const second = startPhone(newDisk(), fetchCounty)
    await second.device.enrol(other.code, null)
    const others = (await second.db.tablet.get('tablet'))!.note
    stopPhone(second)
    const give = (settings: string) => {
      line = (url, go) =>
        url.endsWith('/heartbeat')
          ? Promise.resolve(new Response(JSON.stringify({ v: 1, settings })))
          : go()
    }
    for (const [note, code] of [
      [first, 'ORDERS_WRONG'],
      [others, 'ORDERS_WRONG'],
      [first.replace('"idleSeconds":60', '"idleSeconds":61'), 'SIGNATURE_WRONG'],
      ['hello', 'MALFORMED'],
    ] as const) {
      give(note)
      expect(await beat()).toEqual({ kind: 'ordersRefused', code })
    }
    expect(await phone.device.tablet()).toMatchObject({ device, version: 1 })
    line = (_url, go) => go()
    expect(await beat()).toMatchObject({ kind: 'sent', newOrders: true })
  })
})
