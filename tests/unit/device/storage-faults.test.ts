import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { DATA_VERSION } from '#device/data-version.ts'
import { DeviceDb } from '#device/db.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Disk, type Phone } from '#tests/support/phone.ts'
import { Power, wire } from '#tests/sim/power.ts'

let county: TestCounty
let disk: Disk
let phone: Phone
let id: NoticeId

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  id = await county.payments(VILLAGE, { households: households(30) })
  await county.publish(VILLAGE)
  disk = newDisk()
  phone = startPhone(disk, county.fetch)
  await phone.device.openLink(await county.link(VILLAGE))
})
afterEach(() => stopPhone(phone))

const sync = async (of = phone) =>
  (await of.device.sync(VILLAGE)).find(({ region }) => region === VILLAGE)

const publishMore = async (lines = 40) => {
  await county.payments(VILLAGE, { year: 2024, households: households(lines) })
  await county.publish(VILLAGE)
}

function restart(power = new Power()): Phone {
  stopPhone(phone)
  const db = new DeviceDb('sambar', { indexedDB: disk.indexedDB, IDBKeyRange })
  wire(db, power)
  phone = startPhone(
    disk,
    async (url, init) => {
      power.step()
      const answer = await county.fetch(url, init)
      power.step()
      return answer
    },
    { db, parallel: 1 },
  )
  return phone
}

describe('an app that is killed', () => {
  test('at any step leaves the last good board, and the next start goes on to the new one', async () => {
    await sync()
    await publishMore()
    const whole = new Power()
    restart(whole)
    const before = await disk.indexedDB.databases()
    expect(before).toHaveLength(1)
    // How many steps a sync has is found by running one on a copy of the world: a fresh disk.
    const counting = new Power()
    const other = newDisk()
    const db = new DeviceDb('sambar', { indexedDB: other.indexedDB, IDBKeyRange })
    wire(db, counting)
    const twin = startPhone(other, county.fetch, { db, parallel: 1 })
    await twin.device.openLink(await county.link(VILLAGE))
    await twin.device.sync(VILLAGE)
    stopPhone(twin)
    expect(counting.steps).toBeGreaterThan(60)
    let shown = 0
    for (let cut = 1; cut < counting.steps + 40; cut += 3) {
      const power = new Power(cut)
      restart(power)
      await sync().catch(() => undefined)
      power.cut()
      restart()
      const seq = (await phone.device.boards())[0]?.seq ?? -1
      expect([0, 1]).toContain(seq)
      expect(seq).toBeGreaterThanOrEqual(shown)
      shown = seq
      expect(await phone.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(30)
      expect(await phone.device.notices(VILLAGE)).toHaveLength(seq + 1)
    }
    restart()
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    expect(await phone.device.notices(VILLAGE)).toHaveLength(2)
  })
})

describe('two tabs', () => {
  test('that sync at once are both right', async () => {
    const second = startPhone(disk, county.fetch)
    const [a, b] = await Promise.all([sync(phone), sync(second)])
    expect([a?.kind, b?.kind]).toEqual(['fresh', 'fresh'])
    await publishMore()
    const [c, d] = await Promise.all([sync(second), sync(phone)])
    expect([c, d]).toMatchObject([
      { kind: 'fresh', seq: 1 },
      { kind: 'fresh', seq: 1 },
    ])
    for (const tab of [phone, second]) {
      expect(await tab.device.notices(VILLAGE)).toHaveLength(2)
      expect(await tab.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(30)
    }
    stopPhone(second)
  })

  test('take turns where the browser has locks', async () => {
    const held: string[] = []
    let running = 0
    let most = 0
    let last: Promise<unknown> = Promise.resolve()
    const locks = {
      request<T>(name: string, _options: { signal?: AbortSignal }, work: () => Promise<T>) {
        held.push(name)
        const mine = last.then(async () => {
          most = Math.max(most, ++running)
          try {
            return await work()
          } finally {
            running--
          }
        })
        last = mine.catch(() => undefined)
        return mine
      },
    }
    const tabs = [
      startPhone(disk, county.fetch, { locks }),
      startPhone(disk, county.fetch, { locks }),
    ]
    await Promise.all(tabs.map((tab) => sync(tab)))
    expect(held).toEqual(['sambar-sync', 'sambar-sync'])
    expect(most).toBe(1)
    tabs.forEach(stopPhone)
  })

  test('one of which removes the board while the other syncs do not bring it back', async () => {
    const second = startPhone(disk, county.fetch)
    let removed = false
    county.answer = async (path, given) => {
      if (path.includes('/packs/') && !removed) {
        removed = true
        await second.device.removeBoard(VILLAGE)
      }
      return given
    }
    await sync()
    expect(await phone.device.boards()).toEqual([])
    expect(await phone.db.boards.get(VILLAGE)).toBeUndefined()
    expect(await phone.db.objects.where({ region: VILLAGE }).count()).toBe(0)
    stopPhone(second)
  })
})

describe('a key', () => {
  test('that comes while a sync is under way opens the lists all the same', async () => {
    const link = await county.link(VILLAGE)
    const other = startPhone(newDisk(), county.fetch)
    await other.device.openPublic(VILLAGE)
    let opened = false
    county.answer = async (path, given) => {
      if (/\/(objects|packs)\//.test(path) && !opened) {
        opened = true
        await other.device.openLink(link)
      }
      return given
    }
    expect((await other.device.sync()).map(({ kind }) => kind)).toEqual(['fresh', 'fresh'])
    expect((await other.device.boards())[0]).toMatchObject({ key: 'fits', rootPinned: 'link' })
    expect(await other.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(30)
    stopPhone(other)
  })

  test('is not needed where the county lets everybody read names', async () => {
    county.names = 'public'
    const open = await county.payments(VILLAGE, { year: 2024, households: households(6) })
    await county.publish(VILLAGE)
    const other = startPhone(newDisk(), county.fetch)
    await other.device.openPublic(VILLAGE)
    await other.device.sync()
    expect((await other.device.boards())[0]).toMatchObject({ named: 'public', key: 'none' })
    expect(await other.device.listLines(VILLAGE, open, {}, 0, 99)).toHaveLength(6)
    stopPhone(other)
  })
})

describe('a full disk', () => {
  test('changes nothing, keeps no rubbish, and says how much is needed', async () => {
    await sync()
    await publishMore(900)
    const power = new Power()
    power.fullDisk = true
    restart(power)
    const before = await phone.db.objects.count()
    const outcome = await sync()
    expect(outcome).toMatchObject({ kind: 'diskFull' })
    expect((await phone.device.boards())[0]).toMatchObject({ seq: 0, notices: 1 })
    expect(await phone.db.objects.count()).toBe(before)
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(30)
    power.fullDisk = false
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
  })
})

describe('a connection to the database that the browser lost', () => {
  test('is opened again, once', async () => {
    await sync()
    await publishMore()
    stopPhone(phone)
    const db = new DeviceDb('sambar', { indexedDB: disk.indexedDB, IDBKeyRange })
    let losses = 0
    let lose = 0
    db.use({
      stack: 'dbcore',
      name: 'lost',
      create: (down) => ({
        ...down,
        transaction: (...args) => {
          if (lose > 0) {
            lose--
            losses++
            throw new DOMException('Connection to Indexed Database server lost', 'UnknownError')
          }
          return down.transaction(...args)
        },
      }),
    })
    phone = startPhone(disk, county.fetch, { db })
    expect(await phone.device.notices(VILLAGE)).toHaveLength(1)
    lose = 1
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(30)
    lose = 1
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    expect(losses).toBe(2)
  })
})

describe('data of a newer app', () => {
  test('is read and never written', async () => {
    await sync()
    await phone.db.settings.put({ name: 'dataVersion', value: DATA_VERSION + 1 })
    await publishMore()
    restart()
    expect(await sync()).toEqual({ kind: 'updateTheApp', region: VILLAGE })
    expect(await phone.device.condition()).toMatchObject({ readOnly: true })
    expect(await phone.device.openPublic(VILLAGE)).toEqual({ refused: 'updateTheApp' })
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(30)
    expect((await phone.device.boards())[0]).toMatchObject({ seq: 0 })
  })

  test('that appears while this app runs stops it at the next write', async () => {
    await sync()
    await publishMore()
    county.answer = async (path, given) => {
      if (path.includes('/packs/'))
        await phone.db.settings.put({ name: 'dataVersion', value: DATA_VERSION + 1 })
      return given
    }
    expect(await sync()).toEqual({ kind: 'updateTheApp', region: VILLAGE })
    expect((await phone.device.boards())[0]).toMatchObject({ seq: 0 })
  })

  test('in a database of a higher version opens all the same', async () => {
    await sync()
    stopPhone(phone)
    const newer = new DeviceDb('sambar', { indexedDB: disk.indexedDB, IDBKeyRange })
    newer.version(7).stores({ drafts: '++id' })
    await newer.open()
    newer.close()
    phone = startPhone(disk, county.fetch)
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(30)
  })
})

describe('a browser that drops data', () => {
  test('is noticed by the canary, and one sync brings everything back without a new scan', async () => {
    await sync()
    await phone.device.setHomeBoard(VILLAGE)
    stopPhone(phone)
    disk.indexedDB = new IDBFactory()
    phone = startPhone(disk, county.fetch)
    expect(await phone.device.condition()).toMatchObject({ evicted: true })
    expect((await phone.device.boards())[0]).toMatchObject({
      region: VILLAGE,
      seq: null,
      rootPinned: 'link',
    })
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 0 })
    expect(await phone.device.condition()).toMatchObject({ evicted: false })
    expect(await phone.device.homeBoard()).toBe(VILLAGE)
    expect(await phone.device.search(VILLAGE, '巴特尔')).not.toEqual([])
  })

  test('with the canary too is a new phone, and an odd canary is none', async () => {
    await sync()
    stopPhone(phone)
    for (const canary of [
      null,
      '',
      '{',
      '{"v":1}',
      '{"v":1,"boards":[{"region":"x","keys":[]}]}',
    ]) {
      const lost: Disk = { indexedDB: new IDBFactory(), canary }
      phone = startPhone(lost, county.fetch)
      expect(await phone.device.condition()).toMatchObject({ evicted: false })
      expect(await phone.device.boards()).toEqual([])
      stopPhone(phone)
    }
  })

  test('has lost only some bytes: they are fetched again though nothing changed', async () => {
    await sync()
    const row = await phone.db.notices.get([VILLAGE, id])
    await phone.db.objects.delete(row!.lists[0]!.ref.address)
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 0, changed: true })
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(30)
    const [first] = households(1)
    const person = await phone.device.person(VILLAGE, first!.payee as PayeeNumber)
    expect(person?.totalsByYear).toEqual([{ year: 2025, paidFen: first!.fen }])
  })

  test('or a disk that has changed a byte: it is not shown, and fetched again', async () => {
    await sync()
    const address = (await phone.db.notices.get([VILLAGE, id]))!.lists[0]!.ref.address
    const kept = (await phone.db.objects.get(address))!
    kept.bytes[5]! ^= 1
    await phone.db.objects.put(kept)
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 99)).toEqual([])
    expect(await sync()).toMatchObject({ kind: 'fresh' })
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 99)).toHaveLength(30)
  })

  test('a removed board stays removed, and everything removed is everything', async () => {
    await sync()
    await phone.device.removeBoard(VILLAGE)
    expect(await phone.device.boards()).toEqual([])
    expect(await phone.db.objects.where({ region: VILLAGE }).count()).toBe(0)
    expect(disk.canary).not.toContain(VILLAGE)
    await phone.device.openLink(await county.link(VILLAGE))
    await sync()
    await phone.device.removeEverything()
    for (const table of phone.db.tables)
      expect([table.name, await table.count()]).toEqual([
        table.name,
        table.name === 'settings' ? 1 : 0,
      ])
    expect(disk.canary).not.toContain(VILLAGE)
  })
})

describe('time', () => {
  test('of the device’s clock ends nothing and opens nothing', async () => {
    for (const year of [1999, 2099]) {
      const wrong = newDisk()
      let monotonic = 0
      const one = startPhone(wrong, county.fetch, {
        clock: { now: () => Date.parse(`${year}-01-01T00:00:00Z`), monotonic: () => monotonic },
      })
      await one.device.openLink(await county.link(VILLAGE))
      await one.device.sync(VILLAGE)
      expect(await one.device.ages()).toEqual({
        signedNow: '2026-03-09T01:12:00Z',
        likelyNow: '2026-03-09T01:12:00Z',
        today: '2026-03-09',
      })
      expect((await one.device.notices(VILLAGE))[0]).toMatchObject({
        periodOpen: true,
        daysLeft: 10,
      })
      // Eleven days pass by the monotonic clock; only these count.
      monotonic += 11 * 86_400_000
      expect((await one.device.notices(VILLAGE))[0]).toMatchObject({ periodOpen: false })
      stopPhone(one)
    }
  })

  test('a plausible clock may warn', async () => {
    const now = Date.parse('2026-04-20T00:00:00Z')
    const one = startPhone(disk, county.fetch, { clock: { now: () => now, monotonic: () => 0 } })
    await one.device.sync()
    expect(await one.device.ages()).toMatchObject({
      likelyNow: '2026-04-20T00:00:00Z',
      today: '2026-03-09',
    })
    stopPhone(one)
  })

  test('the browser is asked to keep the data once the first board is here', async () => {
    const asked: number[] = []
    const options = {
      persist: async () => {
        asked.push(1)
        return true
      },
    }
    const one = startPhone(newDisk(), county.fetch, options)
    await one.device.boards()
    expect(asked).toEqual([])
    await one.device.openLink(await county.link(VILLAGE))
    await one.device.sync()
    const kept = async () => (await one.device.condition()).persisted
    while ((await kept()) === null) await new Promise((done) => setTimeout(done, 1))
    expect(await kept()).toBe(true)
    await one.device.sync()
    expect(asked).toEqual([1])
    stopPhone(one)
  })
})
