import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeviceCode } from '#protocol/device-code.ts'
import { formatDeviceCode } from '#protocol/device-code.ts'
import type { Heartbeat } from '#protocol/device-heartbeat.ts'
import { parseOrders, verifyOrders, type Orders } from '#protocol/device-orders.ts'
import { parseLink } from '#protocol/link.ts'
import { isPin } from '#app/kiosk/pin.ts'
import { rootOf, type OrderingOffice } from '#server/devices/device-office.ts'
import {
  addDevice,
  changeDevice,
  newCode,
  restartDevice,
  revokeDevice,
} from '#server/devices/devices.ts'
import { enrolDevice } from '#server/devices/enrol.ts'
import { takeHeartbeat } from '#server/devices/heartbeat.ts'
import { listDevices } from '#server/devices/list.ts'
import { newestKeyList } from '#server/keys/key-list.ts'
import { auditRows, checkAudit } from '#server/storage/audit.ts'
import { OFFER_TRIES } from '#server/devices/offers.ts'
import { allDevices, findOffer } from '#server/storage/devices.ts'
import { parseNote } from '#transparency/note.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import { bodyOf, heartbeatOf, testTablet, type TestTablet } from '#tests/support/device-key.ts'
import { FAR, FIRST, openOffice, SECOND, taken, type TestOffice } from '../office.ts'

const MINUTE = 60_000

describe.each(DIALECTS)('tablets on %s', (dialect) => {
  let test_: TestOffice
  let office: OrderingOffice
  let tablet: TestTablet
  let addresses = 0
  beforeAll(async () => {
    test_ = await openOffice(dialect)
    office = { ...test_, countySecret: test_.publishing.countySecret }
    tablet = await testTablet()
  })
  afterAll(() => test_.close())

  const admin = () => test_.person('admin')
  /** Each from an address of its own, unless it is said. */
  const enrol = async (code: DeviceCode, key = tablet.key, address = `10.0.0.${++addresses}`) =>
    enrolDevice(office, { code: await formatDeviceCode(code), key, address })
  const beat = async (device: string, heartbeat: Heartbeat, by = tablet) => {
    const body = bodyOf(heartbeat)
    return takeHeartbeat(office, device, JSON.parse(body), await by.sign(device, body))
  }
  const wrong = ({ offer, secret }: DeviceCode): DeviceCode => ({
    offer,
    secret: secret === '000000' ? '000001' : '000000',
  })
  const ordersIn = (note: string | null) => parseOrders(parseNote(note ?? '').text).orders
  const added = async (boards = [FIRST], more: object = {}) =>
    taken(await addDevice(office, admin(), { boards, ...more }))

  test('a code makes one device of one board, and its orders are signed for it', async () => {
    const { device, code } = await added([FIRST, SECOND], { name: ' 一嘎查 ' })
    const enrolled = taken(await enrol(code))
    expect(enrolled.device).toBe(device)
    const list = await newestKeyList(office.storage.read)
    const held = { device, version: 0 }
    const { orders, version } = await verifyOrders(enrolled.settings, list!.list, held)
    expect(version).toBe(1)
    expect(orders).toMatchObject({ languages: 'both', restart: 0, revoked: false, pin: null })
    const root = await rootOf(office.storage.read)
    expect(orders.boards.map(({ region }) => region)).toEqual([FIRST, SECOND])
    expect(orders.boards.map(({ link }) => parseLink(link).region)).toEqual([FIRST, SECOND])
    for (const { link } of orders.boards) expect(parseLink(link).root).toEqual(root)
    // Neither another device nor the same one again takes them.
    for (const other of [
      { device: '0'.repeat(32), version: 0 },
      { device, version: 1 },
    ])
      await expect(verifyOrders(enrolled.settings, list!.list, other)).rejects.toMatchObject({
        code: 'ORDERS_WRONG',
      })
  })

  test('the same code with the same key answers again, with another key it is spent', async () => {
    const { code } = await added()
    const first = taken(await enrol(code))
    expect(await enrol(code)).toEqual(first)
    expect(await enrol(code, (await testTablet()).key)).toEqual({ refused: 'deviceCodeWrong' })
    office = { ...office, now: () => test_.now() + 11 * MINUTE }
    expect(await enrol(code)).toEqual({ refused: 'deviceCodeWrong' })
    office = { ...office, now: test_.now }
  })

  test('a code lives ten minutes', async () => {
    const { code, expiresAt } = await added()
    expect(Date.parse(expiresAt) - test_.now()).toBeLessThanOrEqual(10 * MINUTE)
    test_.pass(10 * MINUTE)
    expect(await enrol(code)).toEqual({ refused: 'deviceCodeWrong' })
  })

  test('five wrong tries end it, from wherever they come', async () => {
    const { device, code } = await added()
    for (let i = 0; i < 5; i++)
      expect(await enrol(wrong(code))).toEqual({ refused: 'deviceCodeWrong' })
    expect(await enrol(code)).toEqual({ refused: 'deviceCodeWrong' })
    // The office makes another, and the one before is void.
    const again = taken(await newCode(office, admin(), device))
    expect(taken(await enrol(again.code)).device).toBe(device)
    expect(await newCode(office, admin(), device)).toEqual({ refused: 'deviceEnrolled' })
  })

  test.each([
    [4, true],
    [5, false],
    [40, false],
  ])(
    '%i wrong tries at the very same moment are as many: the code lives: %s',
    async (many, lives) => {
      const { code } = await added()
      const at = (tries: number) =>
        Promise.all(Array.from({ length: tries }, () => enrol(wrong(code))))
      for (const answer of await at(many)) expect(answer).toEqual({ refused: 'deviceCodeWrong' })
      const row = await findOffer(office.storage.read, code.offer)
      expect(row?.tries).toBe(Math.min(many, OFFER_TRIES))
      expect('device' in (await enrol(code))).toBe(lives)
    },
  )

  test('whoever guesses waits longer and longer, whichever code is guessed at', async () => {
    const { code } = await added()
    const guess = { offer: code.offer === '0000' ? '0001' : '0000', secret: '000000' }
    for (let i = 0; i < 5; i++)
      expect(await enrol(guess, tablet.key, 'evil')).toEqual({ refused: 'deviceCodeWrong' })
    expect(await enrol(code, tablet.key, 'evil')).toEqual({
      refused: 'tooManyTries',
      retryAfterSeconds: 30,
    })
    test_.pass(30_000)
    expect(await enrol(guess, tablet.key, 'evil')).toEqual({ refused: 'deviceCodeWrong' })
    expect(await enrol(guess, tablet.key, 'evil')).toMatchObject({ retryAfterSeconds: 60 })
    // Elsewhere nobody waits.
    expect(taken(await enrol(code)).v).toBe(1)
  })

  test('what is no key of P-256 is refused, and spends nothing', async () => {
    const { code } = await added()
    for (const key of ['', 'AAAA', 'no base64', tablet.key.slice(0, -8)])
      expect(await enrol(code, key)).toEqual({ refused: 'malformed' })
    expect(taken(await enrol(code)).v).toBe(1)
  })

  test('a heartbeat counts once, and only under the device’s own key', async () => {
    const { device, code } = await added()
    const unknown = { refused: 'notFound' }
    expect(await beat(device, heartbeatOf(1))).toEqual(unknown)
    await enrol(code)
    expect(await beat(device, heartbeatOf(7))).toEqual({ v: 1, settings: null })
    expect(await beat(device, heartbeatOf(7))).toEqual({ refused: 'heartbeatOld', n: 7 })
    expect(await beat(device, heartbeatOf(6))).toEqual({ refused: 'heartbeatOld', n: 7 })
    expect(await beat(device, heartbeatOf(8), await testTablet())).toEqual(unknown)
    expect(await beat('f'.repeat(32), heartbeatOf(8))).toEqual(unknown)
    const body = bodyOf(heartbeatOf(8))
    const bent = JSON.parse(bodyOf(heartbeatOf(9))) as unknown
    expect(await takeHeartbeat(office, device, bent, await tablet.sign(device, body))).toEqual(
      unknown,
    )
    // What a newer device says beside is signed with the rest, and passed over.
    expect(await beat(device, { ...heartbeatOf(8), mood: 'fine' } as unknown as Heartbeat)).toEqual(
      { v: 1, settings: null },
    )
    for (const odd of [{ errors: [{ code: 'no words!', count: 1 }] }, { n: -1 }, { shows: {} }])
      expect(await beat(device, { ...heartbeatOf(10), ...odd } as unknown as Heartbeat)).toEqual({
        refused: 'malformed',
      })
  })

  test('new orders come with the next heartbeat, until they are held', async () => {
    const { device, code } = await added()
    await enrol(code)
    const { pin } = taken(
      await changeDevice(office, admin(), device, {
        boards: [SECOND],
        settings: { languages: 'mn-Mong', schedule: { on: '06:30', off: '22:00' } },
        pin: 'new',
      }),
    )
    taken(await restartDevice(office, null, device))
    const heard = taken(await beat(device, heartbeatOf(1)))
    const orders = ordersIn(heard.settings)
    expect(orders).toMatchObject({
      languages: 'mn-Mong',
      schedule: { on: '06:30', off: '22:00' },
      idleSeconds: 60,
      restart: 1,
    })
    expect(orders.boards.map(({ region }) => region)).toEqual([SECOND])
    expect(await isPin(pin!, orders.pin!)).toBe(true)
    expect(await isPin('000000', orders.pin!)).toBe(false)
    expect(taken(await beat(device, heartbeatOf(2, { settings: 2 }))).settings).not.toBeNull()
    expect(taken(await beat(device, heartbeatOf(3, { settings: 3 }))).settings).toBeNull()
  })

  test('a tablet from before loop and printer could be ordered has both scripts by turns, and prints nothing', async () => {
    const { device, code } = await added()
    await enrol(code)
    const { settings } = await office.storage.db
      .selectFrom('devices')
      .select('settings')
      .where('id', '=', device)
      .executeTakeFirstOrThrow()
    const {
      loop: _loop,
      printNotices: _notices,
      printSlips: _slips,
      ...before
    } = JSON.parse(settings) as Orders
    await office.storage.db
      .updateTable('devices')
      .set({ settings: JSON.stringify(before) })
      .where('id', '=', device)
      .execute()
    taken(await changeDevice(office, null, device, { settings: { printSlips: 'roll' } }))
    const orders = ordersIn(taken(await beat(device, heartbeatOf(1))).settings)
    expect(orders).toMatchObject({ loop: 'turns', printNotices: null, printSlips: 'roll' })
  })

  test('a board with a new key gives its tablets new orders', async () => {
    const { device, code } = await added([SECOND])
    const first = ordersIn(taken(await enrol(code)).settings)
    const { epoch } = parseLink(first.boards[0]!.link)
    await office.storage.db
      .updateTable('boards')
      .set({ epoch: epoch + 1 })
      .where('region', '=', SECOND)
      .execute()
    const heard = taken(await beat(device, heartbeatOf(1)))
    expect(parseLink(ordersIn(heard.settings).boards[0]!.link).epoch).toBe(epoch + 1)
  })

  test('a tablet that was taken back is told so, and nothing can be done with it any more', async () => {
    const { device, code } = await added([FIRST], { pin: '402918' })
    await enrol(code)
    taken(await revokeDevice(office, admin(), device))
    const orders = ordersIn(taken(await beat(device, heartbeatOf(1))).settings)
    expect(orders).toMatchObject({ revoked: true, boards: [], pin: null })
    const gone = { refused: 'deviceRevoked' }
    expect(await restartDevice(office, admin(), device)).toEqual(gone)
    expect(await changeDevice(office, admin(), device, { name: 'x' })).toEqual(gone)
    const waiting = await added()
    taken(await revokeDevice(office, admin(), waiting.device))
    expect(await enrol(waiting.code)).toEqual({ refused: 'deviceCodeWrong' })
  })

  test('nobody reaches beyond their scope, nor half beyond it', async () => {
    const east = test_.person('reviewer-east')
    expect(await addDevice(office, east, { boards: [FIRST, FAR], pin: '1' })).toEqual({
      refused: 'outOfScope',
      region: FAR,
    })
    const { device } = await added([FIRST, FAR])
    expect(await restartDevice(office, east, device)).toEqual({ refused: 'notFound' })
    expect(await changeDevice(office, east, device, { pin: '1' })).toEqual({ refused: 'notFound' })
    const own = taken(await addDevice(office, east, { boards: [FIRST] }))
    expect(await changeDevice(office, east, own.device, { boards: [FAR] })).toEqual({
      refused: 'outOfScope',
      region: FAR,
    })
    const seen = (await listDevices(office, east)).map((one) => one.device)
    expect(seen).toEqual(expect.arrayContaining([device, own.device]))
    const west = (await listDevices(office, test_.person('auditor-west'))).map((d) => d.device)
    expect(west).toContain(device)
    expect(west).not.toContain(own.device)
  })

  test('boards must hang, be few, and be some; a PIN is no common one', async () => {
    const add = (more: object) => addDevice(office, admin(), { boards: [FIRST], ...more })
    expect(await add({ boards: [] })).toEqual({ refused: 'boardsMissing' })
    expect(await add({ boards: ['152529900299'] })).toMatchObject({ refused: 'regionUnknown' })
    const seven = ['1', '2', '3', '4', '5', '6', '7'].map((n) => `15252990020${n}`)
    expect(await add({ boards: seven })).toEqual({ refused: 'tooManyBoards', most: 5 })
    for (const pin of ['12345', '１２３４５６', 'abcdef', '1234567'])
      expect(await add({ pin })).toEqual({ refused: 'pinMalformed' })
    for (const pin of ['123456', '000000', '121212', '987654', '456789'])
      expect(await add({ pin })).toEqual({ refused: 'pinCommon' })
  })

  test('the list says what each shows and since when, the worst first', async () => {
    const { device, code } = await added([FIRST], { name: '表上的' })
    await enrol(code)
    const head = await office.storage.db
      .selectFrom('boards')
      .select(['seq', 'manifest'])
      .where('region', '=', FIRST)
      .executeTakeFirstOrThrow()
    const shows = [{ region: FIRST, seq: head.seq, manifest: head.manifest }] as Heartbeat['shows']
    await beat(device, heartbeatOf(1, { shows }))
    const since = new Date(test_.now()).toISOString().slice(0, 19)
    test_.pass(MINUTE)
    await beat(device, heartbeatOf(2, { shows, errors: [{ code: 'quota', count: 2 }] }))
    const find = async () =>
      (await listDevices(office, admin())).find((one) => one.device === device)
    expect(await find()).toMatchObject({
      name: '表上的',
      standing: 'errors',
      showsSince: `${since}Z`,
      versionHeld: 1,
      errors: [{ code: 'quota', count: 2 }],
      boards: [{ region: FIRST, newest: head, shown: head }],
      settings: { pin: false },
    })
    await beat(device, heartbeatOf(3, { shows: null }))
    expect(await find()).toMatchObject({ standing: 'showsOther' })
    const standings = (await listDevices(office, null)).map(({ standing }) => standing)
    const order = ['neverHeard', 'silent', 'showsOther', 'errors', 'well', 'revoked']
    expect(standings.map((one) => order.indexOf(one))).toEqual(
      standings.map((one) => order.indexOf(one)).sort((a, b) => a - b),
    )
  })

  test('who did it is kept; codes, keys, PINs and links are nowhere', async () => {
    const { device, code, pin } = await added([FIRST], { pin: 'new' })
    const { settings } = taken(await enrol(code))
    const rows = await auditRows(office.storage.read, 500)
    const about = rows.filter(({ subject }) => subject === device)
    expect(about.map(({ action, staff, region }) => [action, staff, region])).toEqual([
      ['enrolDevice', null, FIRST],
      ['addDevice', admin().id, FIRST],
    ])
    const offers = await office.storage.db.selectFrom('device_offers').selectAll().execute()
    const devices = await allDevices(office.storage.db)
    const all = JSON.stringify([rows, offers, devices])
    const boardKey = ordersIn(settings).boards[0]!.link.split('.')[2]!
    for (const secret of [code.secret, pin!, boardKey]) expect(all).not.toContain(secret)
    expect(JSON.stringify(rows)).not.toContain(tablet.key)
    expect(await checkAudit(office.storage.read)).toMatchObject({ brokenAt: null })
  })
})
