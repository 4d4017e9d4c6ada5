import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { byUrgency, leavesOf, programSums, readBoard, readFront } from '#app/kiosk/leaves.ts'
import { forgetful, forStrangers } from '#app/kiosk/strangers.ts'
import type { HeldBoard, NoticeSummary } from '#device/api.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import { households } from '#tests/support/households.ts'
import { newDisk, startPhone, stopPhone, type Phone } from '#tests/support/phone.ts'
import { COUNTY, TestCounty, VILLAGE } from '#tests/support/test-county.ts'

let county: TestCounty
let phone: Phone
const board = async (): Promise<HeldBoard> =>
  (await phone.device.boards()).find(({ region }) => region === VILLAGE)!

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  await county.payments(VILLAGE, { households: households(6) })
  await county.payments(VILLAGE, { year: 2024, households: households(4) })
  await county.publish(VILLAGE)
  phone = startPhone(newDisk(), county.fetch)
  await phone.device.openLink(await county.link(VILLAGE))
  await phone.device.sync()
})
afterEach(() => stopPhone(phone))

describe('a board in the loop', () => {
  test('is what is new, what was paid, then notice by notice; all of one state, and no name of anybody', async () => {
    const read = (await readBoard(phone.device, await board()))!
    const leaves = leavesOf(read)
    expect(leaves.map(({ kind }) => kind)).toEqual(['front', 'totals', 'notice', 'notice'])
    expect(read.manifest).toBe((await phone.device.mark(VILLAGE))!.manifest)
    expect(new Set(read.shown.map(({ view }) => view.manifest))).toEqual(new Set([read.manifest]))
    expect(await readFront(phone.device, await board())).toEqual(leaves[0])
    const names = (await phone.device.search(VILLAGE, '', 100)).map(({ name }) => name)
    for (const name of names) expect(JSON.stringify(leaves)).not.toContain(name)
  })

  test('that changed while it was read is read again', async () => {
    const before = await board()
    await county.payments(VILLAGE, { year: 2023, households: households(3) })
    await county.publish(VILLAGE)
    await phone.device.sync()
    expect(await readBoard(phone.device, before)).toBe(null)
    expect((await readBoard(phone.device, await board()))!.shown).toHaveLength(3)
  })

  test('adds up its newest year, program by program', async () => {
    const read = (await readBoard(phone.device, await board()))!
    const { year, sums } = programSums(read.all, read.programs)!
    const newest = read.all.filter((notice) => notice.year === year)
    expect(year).toBe(2025)
    expect(sums.map(({ fen }) => fen)).toEqual(newest.map(({ totals }) => totals!.paidFen))
    expect(programSums([], [])).toBe(null)
  })

  test('tells first what ends soonest, then what is newest, and nothing that was withdrawn', () => {
    const notice = (id: string, more: object) =>
      ({ id, state: 'published', periodOpen: false, daysLeft: null, ...more }) as NoticeSummary
    const all = [
      notice('old', { publishedAt: '2025-01-01T00:00:00Z' }),
      notice('late', { publishedAt: '2026-03-01T00:00:00Z', periodOpen: true, daysLeft: 9 }),
      notice('gone', { publishedAt: '2026-03-05T00:00:00Z', state: 'withdrawn' }),
      notice('soon', { publishedAt: '2026-02-01T00:00:00Z', periodOpen: true, daysLeft: 1 }),
      notice('new', { publishedAt: '2026-01-01T00:00:00Z' }),
    ]
    expect(byUrgency(all).map(({ id }) => id)).toEqual(['soon', 'late', 'new', 'old'])
  })
})

describe('a stranger', () => {
  test('reads everything, and can leave nothing behind', async () => {
    const device = forStrangers(phone.device)
    const [hit] = await device.search(VILLAGE, 'a', 1)
    const payee = (hit?.payee ?? '00000001') as PayeeNumber
    expect(await device.person(VILLAGE, payee)).not.toBe(null)
    const dump = () =>
      Promise.all(phone.db.tables.map(async (table) => [table.name, await table.toArray()]))
    const before = await dump()
    await device.followHousehold(VILLAGE, payee)
    await device.unfollowHousehold(VILLAGE, payee)
    await device.markSeen(VILLAGE, 1)
    await device.setHomeBoard(VILLAGE)
    await device.removeBoard(VILLAGE)
    await device.removeEverything()
    await device.openLink(await county.link(COUNTY))
    await device.openPublic(COUNTY)
    expect(await dump()).toEqual(before)
    expect([await device.households(), await device.homeBoard()]).toEqual([[], null])
    expect((await device.news(VILLAGE)).items).toEqual([])
  })

  test('chooses what is kept in memory alone', () => {
    const kept = new Map([['sambar.language', 'zh-Hans']])
    const storage = forgetful({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    })
    storage.setItem('sambar.language', 'mn-Mong')
    storage.setItem('sambar.text', '200')
    expect([storage.getItem('sambar.language'), storage.getItem('sambar.text')]).toEqual([
      'mn-Mong',
      '200',
    ])
    storage.removeItem('sambar.language')
    expect(storage.getItem('sambar.language')).toBe(null)
    expect([...kept]).toEqual([['sambar.language', 'zh-Hans']])
    expect(forgetful(null).getItem('x')).toBe(null)
  })
})
