import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Device } from '#device/api.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import { answerFirst, openingAnswers, type Answers } from '#device/opening.ts'
import { readOpening } from '#device/read-opening.ts'
import { DATA_VERSION } from '#device/data-version.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Disk, type Phone } from '#tests/support/phone.ts'

const CLOCK = { now: () => Date.parse('2026-03-09T02:00:00Z'), monotonic: () => 0 }
const PATH = `/board/${VILLAGE}`

let county: TestCounty
let disk: Disk
let phone: Phone

beforeEach(async () => {
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  await county.payments(VILLAGE, { households: households(10) })
  await county.payments(VILLAGE, { year: 2024, households: households(5) })
  await county.publish(VILLAGE)
  disk = newDisk()
  phone = startPhone(disk, county.fetch)
  await phone.device.openLink(await county.link(VILLAGE))
})
afterEach(() => {
  vi.unstubAllGlobals()
  stopPhone(phone)
})

const read = (path = PATH) => readOpening(disk.indexedDB, path)
async function answers(path?: string): Promise<Answers | null> {
  const rows = await read(path)
  return rows && openingAnswers(rows, CLOCK)
}
/** Every question that may be answered first, with what the device itself says to it. */
async function told(device: Device): Promise<[string, unknown][]> {
  return [
    ['["ages"]', await device.ages()],
    ['["boards"]', await device.boards()],
    ['["homeBoard"]', await device.homeBoard()],
    ['["condition"]', await device.condition()],
    ['["fields"]', await device.fields()],
    [`["notices","${VILLAGE}"]`, await device.notices(VILLAGE)],
    ['["households"]', await device.households()],
    [`["news","${VILLAGE}"]`, await device.news(VILLAGE)],
  ]
}

describe('what the first screen shows, read before the device is awake', () => {
  test('is what the device itself says', async () => {
    await phone.device.sync()
    const [first] = await phone.device.search(VILLAGE, 'bte')
    await phone.device.followHousehold(VILLAGE, first!.payee)
    const { seq } = await phone.device.news(VILLAGE)
    await phone.device.markSeen(VILLAGE, seq!)
    await county.payments(VILLAGE, { year: 2026, households: households(3) })
    await county.publish(VILLAGE)
    await phone.device.sync()
    await phone.device.households()
    const device = await told(phone.device)
    expect(device.find(([key]) => key.startsWith('["news"'))![1]).toMatchObject({
      items: [{ kind: 'new' }],
    })
    expect([...(await answers())!]).toEqual(device)
    expect([...(await answers('/'))!]).toEqual(device)
  })

  test('of another board is not that of the one that opens first', async () => {
    await phone.device.sync()
    const others = (await read('/board/152529901209'))!
    expect(others.notices).toEqual([])
    expect([...openingAnswers(others, CLOCK).keys()]).not.toContain(`["notices","${VILLAGE}"]`)
  })

  test('is nothing where nothing lies, and no database is made', async () => {
    expect(await readOpening(new IDBFactory(), PATH)).toBeNull()
    const fresh = new IDBFactory()
    await readOpening(fresh, PATH)
    expect(await fresh.databases()).toEqual([])
  })

  test('is left to the device: a board that never came, and data of a newer app', async () => {
    expect([...(await answers())!]).toEqual([])
    await phone.device.sync()
    expect((await answers())!.size).toBe(8)
    await phone.db.settings.put({ name: 'dataVersion', value: DATA_VERSION + 1 })
    expect([...(await answers())!]).toEqual([])
  })

  test('is left to the device where a followed household was read from another state of its board', async () => {
    await phone.device.sync()
    const [first] = await phone.device.search(VILLAGE, 'bte')
    await phone.device.followHousehold(VILLAGE, first!.payee as PayeeNumber)
    await phone.db.households.toCollection().modify({ of: '' })
    const known = [...(await answers())!.keys()]
    expect(known).toContain(`["notices","${VILLAGE}"]`)
    expect(known).not.toContain('["households"]')
    expect(known).not.toContain(`["news","${VILLAGE}"]`)
  })

  test('holds up nobody who changes the tables meanwhile', async () => {
    await phone.device.sync()
    const reading = read()
    await phone.device.setHomeBoard(VILLAGE)
    expect(await reading).not.toBeNull()
    stopPhone(phone)
    const gone = disk.indexedDB.deleteDatabase('sambar')
    await new Promise((resolve, reject) => {
      gone.onsuccess = resolve
      gone.onblocked = reject
    })
    phone = startPhone(disk, county.fetch)
  })
})

describe('a device that is answered for', () => {
  const known = (): Answers => new Map<string, unknown>([['["homeBoard"]', 'known']])

  test('says it once; then it speaks itself', async () => {
    const device = answerFirst(phone.device, Promise.resolve(known()))
    expect(await device.homeBoard()).toBe('known')
    expect(await device.homeBoard()).toBe(VILLAGE)
    expect(await device.boards()).toEqual(await phone.device.boards())
  })

  test.each([
    ['a sync', (device: Device) => device.sync()],
    ['a board removed', (device: Device) => device.removeBoard(COUNTY)],
    [
      'a household unfollowed',
      (device: Device) => device.unfollowHousehold(VILLAGE, '1' as PayeeNumber),
    ],
  ])('says it no more once %s may have changed it', async (_what, change) => {
    const device = answerFirst(phone.device, Promise.resolve(known()))
    await change(device)
    expect(await device.homeBoard()).toBe(VILLAGE)
  })
})
