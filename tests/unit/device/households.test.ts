import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { parseHouseholds } from '#device/canary-households.ts'
import { DATA_VERSION } from '#device/data-version.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, OTHER_VILLAGE, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Disk, type Phone } from '#tests/support/phone.ts'

const PAYEE = '00000003' as PayeeNumber
const all = households(10)
const without = all.filter(({ payee }) => payee !== PAYEE)

let county: TestCounty
let disk: Disk
let phone: Phone
let id: NoticeId
let time: number

beforeEach(async () => {
  time = Date.parse('2026-03-09T01:12:00Z')
  county = await TestCounty.create({ now: () => time })
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  id = await county.payments(VILLAGE, { households: all })
  await county.publish(VILLAGE)
  disk = newDisk()
  phone = startPhone(disk, county.fetch)
  await phone.device.openLink(await county.link(VILLAGE))
  await sync()
})
afterEach(() => stopPhone(phone))

const sync = async () => phone.device.sync()
const publish = async () => {
  time += 86_400_000
  await county.publish(VILLAGE)
  await sync()
}
const only = async () => (await phone.device.households())[0]!

describe('a followed household', () => {
  test('is shown with its sums, and is there after a restart', async () => {
    expect(await phone.device.followHousehold(VILLAGE, PAYEE)).toBe(null)
    await county.payments(VILLAGE, { year: 2024, households: all })
    await publish()
    stopPhone(phone)
    phone = startPhone(disk, county.fetch)
    expect(await phone.device.households()).toMatchObject([
      {
        region: VILLAGE,
        payee: PAYEE,
        name: '苏和',
        groups: ['4组'],
        board: { zh: '示范嘎查' },
        here: true,
        totalsByYear: [
          { year: 2025, paidFen: 10_021 },
          { year: 2024, paidFen: 10_021 },
        ],
        lines: [
          { notice: id, year: 2025, standing: 'here', amountFen: 10_021, status: 'paid' },
          { year: 2024, standing: 'here' },
        ],
      },
    ])
  })

  test('is one however often it is followed, and gone when it is not', async () => {
    await phone.device.followHousehold(VILLAGE, PAYEE)
    await phone.device.followHousehold(VILLAGE, PAYEE)
    await phone.device.followHousehold(VILLAGE, '00000001' as PayeeNumber)
    const payees = async () => (await phone.device.households()).map(({ payee }) => payee)
    expect(await payees()).toEqual([PAYEE, '00000001'])
    await phone.device.unfollowHousehold(VILLAGE, PAYEE)
    expect(await payees()).toEqual(['00000001'])
    expect(disk.canary).not.toContain(PAYEE)
  })

  test('must stand on the board', async () => {
    expect(await phone.device.followHousehold(VILLAGE, 'ZZZZZZZZ' as PayeeNumber)).toEqual({
      refused: 'notListed',
    })
    expect(await phone.device.households()).toEqual([])
  })

  test('may be one of several, on several boards', async () => {
    await county.payments(OTHER_VILLAGE, { households: households(3, 500) })
    await county.publish(OTHER_VILLAGE)
    await phone.device.openLink(await county.link(OTHER_VILLAGE))
    await sync()
    await phone.device.followHousehold(VILLAGE, PAYEE)
    await phone.device.followHousehold(OTHER_VILLAGE, '00000501' as PayeeNumber)
    const kept = await phone.device.households()
    expect(kept.map(({ region, here }) => [region, here])).toEqual([
      [VILLAGE, true],
      [OTHER_VILLAGE, true],
    ])
  })
})

describe('a followed household whose list leaves the phone', () => {
  const known = { name: '苏和', totalsByYear: [{ year: 2025, paidFen: 10_021 }] }
  const gone = { ...known, here: false, lines: [{ notice: id, standing: 'left' }] }

  beforeEach(async () => {
    await phone.device.followHousehold(VILLAGE, PAYEE)
    gone.lines[0]!.notice = id
  })

  test('with its board stays as it was last known, and is refreshed when the board is back', async () => {
    const { asOf } = await only()
    await phone.device.removeBoard(VILLAGE)
    expect(await phone.device.boards()).toEqual([])
    expect(await only()).toMatchObject({ ...gone, asOf })
    stopPhone(phone)
    phone = startPhone(disk, county.fetch)
    expect(await only()).toMatchObject(gone)
    await county.payments(VILLAGE, { year: 2024, households: all })
    await county.publish(VILLAGE)
    await phone.device.openLink(await county.link(VILLAGE))
    expect(await only()).toMatchObject(gone)
    await sync()
    expect(await only()).toMatchObject({ here: true, lines: [{}, { year: 2024 }] })
  })

  test('because it was withdrawn stays, says so, and counts no more', async () => {
    county.withdraw(VILLAGE, id)
    await publish()
    expect(await only()).toMatchObject({
      name: '苏和',
      here: false,
      totalsByYear: [],
      lines: [{ notice: id, standing: 'withdrawn', amountFen: 10_021 }],
    })
  })

  test('because a correction names it no more, says so', async () => {
    const { asOf } = await only()
    await county.payments(VILLAGE, {
      id,
      households: without,
      change: { what: ['payee'], why: '更正' },
    })
    await publish()
    expect(await only()).toMatchObject({
      here: false,
      totalsByYear: [],
      lines: [{ standing: 'struck', version: 1, asOf }],
      asOf,
    })
  })

  test('because the browser lost its bytes, stays and comes back with them', async () => {
    const row = (await phone.db.notices.get([VILLAGE, id]))!
    await phone.db.households.update([VILLAGE, PAYEE], { of: '' })
    await phone.db.objects.delete(row.lists[0]!.ref.address)
    stopPhone(phone)
    phone = startPhone(disk, county.fetch)
    expect(await only()).toMatchObject(gone)
    // Asked again it has nothing to write, so that nobody who watches is woken for nothing.
    const written: unknown[] = []
    phone.db.households.hook('updating', (change) => void written.push(change))
    expect(await only()).toMatchObject(gone)
    expect(written).toEqual([])
    await sync()
    expect(await only()).toMatchObject({ ...known, here: true, lines: [{ standing: 'here' }] })
    expect(written.length).toBeGreaterThan(0)
  })

  test('because its key is lost, stays as it was last known', async () => {
    await phone.db.follows.update(VILLAGE, { keys: [] })
    await publish()
    expect(await only()).toMatchObject(gone)
  })

  test('with the whole database is told by the canary, until one sync brings it back', async () => {
    stopPhone(phone)
    disk.indexedDB = new IDBFactory()
    phone = startPhone(disk, county.fetch)
    expect(await phone.device.condition()).toMatchObject({ evicted: true })
    expect(await only()).toMatchObject(gone)
    await sync()
    expect(await only()).toMatchObject({ ...known, here: true })
  })

  test('and after its board with the whole database too, is still told', async () => {
    await phone.device.removeBoard(VILLAGE)
    stopPhone(phone)
    disk.indexedDB = new IDBFactory()
    phone = startPhone(disk, county.fetch)
    expect(await phone.device.boards()).toEqual([])
    expect(await only()).toMatchObject(gone)
  })

  test('goes when everything is removed', async () => {
    await phone.device.removeEverything()
    expect(await phone.device.households()).toEqual([])
    expect(disk.canary).not.toContain('苏和')
  })
})

describe('households in the canary', () => {
  test('that are odd are left out, and the others stay', async () => {
    await phone.device.followHousehold(VILLAGE, PAYEE)
    const [good] = (JSON.parse(disk.canary!) as { households: Record<string, unknown>[] })
      .households
    expect(parseHouseholds([good])).toEqual([good])
    const line = (good!['lines'] as object[])[0]!
    for (const odd of [
      null,
      7,
      {},
      { ...good, payee: 'x' },
      { ...good, name: 1 },
      { ...good, asOf: 'now' },
      { ...good, board: null },
      { ...good, lines: [{}] },
      { ...good, lines: [{ ...line, status: 'stolen' }] },
      { ...good, lines: [{ ...line, amountFen: 1.5 }] },
    ])
      expect(parseHouseholds([odd, good])).toEqual([good])
    expect(parseHouseholds('many')).toEqual([])
  })
})

/** The tables as version 1 of the app declared them. */
class FirstDb extends Dexie {
  constructor(indexedDB: IDBFactory) {
    super('sambar', { indexedDB, IDBKeyRange })
    this.version(1).stores({
      objects: 'address, region',
      boards: 'region',
      notices: '[region+id], [region+shelf]',
      people: '[region+shelf]',
      shelves: '[region+key]',
      documents: 'name',
      log: 'id',
      evidence: '++id',
      follows: 'region',
      settings: 'name',
    })
  }
}

describe('the second version of the tables', () => {
  test('takes over everything that the first one kept', async () => {
    const rows = new Map<string, unknown[]>()
    for (const table of phone.db.tables) rows.set(table.name, await table.toArray())
    stopPhone(phone)
    disk.indexedDB = new IDBFactory()
    const first = new FirstDb(disk.indexedDB)
    for (const table of first.tables) await table.bulkPut(rows.get(table.name) ?? [])
    expect(first.tables.map(({ name }) => name)).not.toContain('households')
    first.close()
    phone = startPhone(disk, county.fetch)
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(10)
    expect(await phone.device.condition()).toMatchObject({ readOnly: false, evicted: false })
    expect(await phone.device.followHousehold(VILLAGE, PAYEE)).toBe(null)
    expect(await only()).toMatchObject({ here: true })
  })

  test('is read on by code that knows the first alone', async () => {
    await phone.device.followHousehold(VILLAGE, PAYEE)
    stopPhone(phone)
    const first = new FirstDb(disk.indexedDB)
    expect(await first.table('objects').count()).toBeGreaterThan(0)
    expect(await first.table('settings').get('dataVersion')).toMatchObject({ value: DATA_VERSION })
    await first.table('settings').put({ name: 'home', value: VILLAGE })
    first.close()
    phone = startPhone(disk, county.fetch)
    expect(await phone.device.households()).toHaveLength(1)
  })
})
