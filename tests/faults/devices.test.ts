import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RegionCode } from '#domain/region/region.ts'
import { formatDeviceCode, type DeviceCode } from '#protocol/device-code.ts'
import type { OrderingOffice } from '#server/devices/device-office.ts'
import {
  addDevice,
  changeDevice,
  newCode,
  restartDevice,
  revokeDevice,
} from '#server/devices/devices.ts'
import { enrolDevice } from '#server/devices/enrol.ts'
import { takeHeartbeat } from '#server/devices/heartbeat.ts'
import { checkAudit } from '#server/storage/audit.ts'
import { allDevices, findDevice } from '#server/storage/devices.ts'
import type { Storage } from '#server/storage/open.ts'
import { standingCounty, TEST_NOW, type StandingCounty } from '#tests/support/county.ts'
import { bodyOf, heartbeatOf, testTablet, type TestTablet } from '#tests/support/device-key.ts'
import { DIALECTS } from '#tests/support/databases.ts'

const REGION = '152529900201' as RegionCode
const OTHER = '152529900202' as RegionCode

class Broken extends Error {}

/** The same storage, whose next write of this kind breaks: before its commit, or after it, when only the answer is lost. */
function breaking(storage: Storage, nth: number, kept: boolean): Storage {
  let count = 0
  const transaction = () => ({
    execute: async <T>(work: (tx: Storage['db']) => Promise<T>): Promise<T> => {
      const mine = ++count === nth
      const done = await storage.db.transaction().execute(async (tx) => {
        const answer = await work(tx)
        if (mine && !kept) throw new Broken('before the commit')
        return answer
      })
      if (mine) throw new Broken('after the commit')
      return done
    },
  })
  const db = new Proxy(storage.db, {
    get: (target, name) =>
      name === 'transaction' ? transaction : (Reflect.get(target, name) as unknown),
  })
  return { ...storage, db }
}

function must<T extends object>(answer: T): Exclude<T, { refused: string }> {
  if ('refused' in answer) throw new Error(JSON.stringify(answer))
  return answer as Exclude<T, { refused: string }>
}

describe.each(DIALECTS)('a write about a tablet that breaks, on %s', (dialect) => {
  let standing: StandingCounty
  let office: OrderingOffice
  let tablet: TestTablet
  let addresses = 0
  beforeAll(async () => {
    standing = await standingCounty(dialect)
    const { storage, around, county } = standing
    const { publishing } = county
    const { random } = around
    const { countySecret } = publishing
    office = { storage, now: () => TEST_NOW, random, publishing, countySecret }
    tablet = await testTablet()
  })
  afterAll(() => standing.close())

  const broken = (nth: number, kept: boolean): OrderingOffice => ({
    ...office,
    storage: breaking(office.storage, nth, kept),
  })
  const enrol = async (by: OrderingOffice, code: DeviceCode) =>
    enrolDevice(by, {
      code: await formatDeviceCode(code),
      key: tablet.key,
      address: `10.0.0.${++addresses}`,
    })
  const beat = async (by: OrderingOffice, device: string, n: number) => {
    const body = bodyOf(heartbeatOf(n))
    return takeHeartbeat(by, device, JSON.parse(body), await tablet.sign(device, body))
  }
  const added = async () => must(await addDevice(office, null, { boards: [REGION] }))
  const rowOf = async (device: string) => (await findDevice(office.storage.db, device))!
  const KEPT = [{ kept: false }, { kept: true }]

  test.each(KEPT)('a new tablet (kept: $kept) is there whole or not at all', async ({ kept }) => {
    const before = new Set((await allDevices(office.storage.db)).map(({ id }) => id))
    await expect(addDevice(broken(1, kept), null, { boards: [REGION] })).rejects.toThrow(Broken)
    const made = (await allDevices(office.storage.db)).filter(({ id }) => !before.has(id))
    expect(made).toHaveLength(kept ? 1 : 0)
    // Nobody heard its code: the office makes another.
    for (const { id } of made) expect(must(await newCode(office, null, id)).device).toBe(id)
  })

  // The first write counts the try, the second spends the code, the third forgets the try.
  test.each([1, 2].flatMap((nth) => KEPT.map(({ kept }) => ({ nth, kept }))))(
    'an enrolment (write $nth, kept: $kept) is asked for again with the same key, and made once',
    async ({ nth, kept }) => {
      const { device, code } = await added()
      await expect(enrol(broken(nth, kept), code)).rejects.toThrow(Broken)
      expect((await rowOf(device)).key !== null).toBe(nth === 2 && kept)
      expect(must(await enrol(office, code)).device).toBe(device)
      const { key, version } = await rowOf(device)
      expect([key, version]).toEqual([tablet.key, 1])
    },
  )

  test.each(KEPT)(
    'a heartbeat (kept: $kept) is sent again under the next number',
    async ({ kept }) => {
      const { device, code } = await added()
      await enrol(office, code)
      await expect(beat(broken(1, kept), device, 1)).rejects.toThrow(Broken)
      expect((await rowOf(device)).n).toBe(kept ? 1 : 0)
      expect(await beat(office, device, 1)).toEqual(
        kept ? { refused: 'heartbeatOld', n: 1 } : { v: 1, settings: null },
      )
      expect(await beat(office, device, 2)).toEqual({ v: 1, settings: null })
    },
  )

  const ORDERS = [
    ['boards', (by, id) => changeDevice(by, null, id, { boards: [OTHER] })],
    ['restart', (by, id) => restartDevice(by, null, id)],
    ['revoke', (by, id) => revokeDevice(by, null, id)],
  ] as const satisfies readonly (readonly [
    string,
    (by: OrderingOffice, id: string) => Promise<object>,
  ])[]
  test.each(ORDERS.flatMap(([what, order]) => KEPT.map(({ kept }) => ({ what, order, kept }))))(
    'an order ($what, kept: $kept) has its version and its mark in the audit, or neither',
    async ({ order, kept }) => {
      const { device, code } = await added()
      await enrol(office, code)
      const audit = async () => (await checkAudit(office.storage.db)).rows
      const before = await audit()
      await expect(order(broken(1, kept), device)).rejects.toThrow(Broken)
      expect([(await rowOf(device)).version, await audit()]).toEqual(
        kept ? [2, before + 1] : [1, before],
      )
      const { settings } = must(await beat(office, device, 1))
      expect(settings !== null).toBe(kept)
    },
  )

  test('after all that the audit holds', async () => {
    expect(await checkAudit(office.storage.db)).toMatchObject({ brokenAt: null })
  })
})
