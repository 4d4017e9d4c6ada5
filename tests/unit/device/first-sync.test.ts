import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { SyncProgress } from '#device/api.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Phone } from '#tests/support/phone.ts'

let county: TestCounty
let phone: Phone

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  phone = startPhone(newDisk(), county.fetch)
})
afterEach(() => stopPhone(phone))

describe('a first sync', () => {
  test('shows the board that was published, in one body a shelf', async () => {
    const id = await county.payments(VILLAGE, { households: households(700) })
    await county.payments(VILLAGE, { year: 2024, households: households(20) })
    await county.publish(VILLAGE)
    expect(await phone.device.openLink(await county.link(VILLAGE))).toEqual({ region: VILLAGE })
    const steps: SyncProgress[] = []
    const outcomes = await phone.device.sync(VILLAGE, (step) => steps.push(step))
    expect(outcomes).toEqual([
      { kind: 'fresh', region: COUNTY, seq: 0, changed: true },
      { kind: 'fresh', region: VILLAGE, seq: 0, changed: true },
    ])
    const [board] = await phone.device.boards()
    expect(board).toMatchObject({
      region: VILLAGE,
      seq: 0,
      named: 'key',
      key: 'fits',
      rootPinned: 'link',
      notices: 2,
      heardAt: '2026-03-09T01:12:00Z',
    })
    const notices = await phone.device.notices(VILLAGE)
    expect(notices.map(({ year, periodOpen, daysLeft }) => [year, periodOpen, daysLeft])).toEqual([
      [2024, true, 10],
      [2025, true, 10],
    ])
    const lines = await phone.device.listLines(VILLAGE, id, {}, 498, 503)
    expect(lines.map(({ number, payee, amountFen }) => [number, payee, amountFen])).toEqual(
      households(700)
        .slice(498, 503)
        .map(({ payee, fen }, i) => [498 + i, payee, fen]),
    )
    expect(await phone.device.listLines(VILLAGE, id, {}, 690, 9999)).toHaveLength(10)
    const view = await phone.device.notice(VILLAGE, id)
    expect(view?.lines).toBe(700)
    expect(view?.checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['content', true],
      ['entry', true],
      ['inclusion', true],
      ['growth', true],
      ['signature', true],
      ['root', true],
      ['time', true],
      ['witness', null],
    ])
    expect(county.requests.filter(({ path }) => path.includes('/packs/'))).toHaveLength(2)
    const last = steps[steps.length - 1]
    expect(last).toMatchObject({ region: VILLAGE, phase: 'saving', notices: 2, totalNotices: 2 })
    expect(last?.bytes).toBe(last?.totalBytes)
  })

  test('finds people over all years, and adds up what they were paid', async () => {
    await county.payments(VILLAGE, { households: households(30) })
    await county.payments(VILLAGE, {
      year: 2024,
      households: [
        { payee: '00000002', name: '娜仁花', pinyin: 'na ren hua', fen: 500, status: 'returned' },
        { payee: '00000002', name: '娜仁花', pinyin: 'na ren hua', fen: 300 },
      ],
    })
    await county.publish(VILLAGE)
    await phone.device.openLink(await county.link(VILLAGE))
    await phone.device.sync()
    const hits = await phone.device.search(VILLAGE, 'nrh')
    expect(hits.map(({ payee }) => payee)).toContain('00000002')
    expect(hits[0]).toMatchObject({ name: '娜仁花', namesakes: 3 })
    const person = await phone.device.person(VILLAGE, '00000002' as PayeeNumber)
    expect(person?.totalsByYear).toEqual([
      { year: 2025, paidFen: 10_014 },
      { year: 2024, paidFen: 300 },
    ])
    expect(person?.entries.map(({ notice, line }) => [notice.year, line.number])).toEqual([
      [2025, 2],
      [2024, 0],
      [2024, 1],
    ])
  })

  test('asks three small things when nothing has changed', async () => {
    await county.payments(VILLAGE, { households: households(5) })
    await county.publish(VILLAGE)
    await phone.device.openLink(await county.link(VILLAGE))
    await phone.device.sync()
    county.requests.length = 0
    expect(await phone.device.sync()).toEqual([
      { kind: 'fresh', region: COUNTY, seq: 0, changed: false },
      { kind: 'fresh', region: VILLAGE, seq: 0, changed: false },
    ])
    expect(county.requests.map(({ status }) => status).sort()).toEqual([200, 304, 304])
    expect(county.requests.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(1000)
  })

  test('asks six things for one new notice of a thousand lines', async () => {
    for (let i = 0; i < 5; i++) await county.payments(VILLAGE, { households: households(40, i) })
    await county.publish(VILLAGE)
    await phone.device.openLink(await county.link(VILLAGE))
    await phone.device.sync()
    county.requests.length = 0
    const id = await county.payments(VILLAGE, { households: households(1000) })
    await county.publish(VILLAGE)
    expect((await phone.device.sync())[1]).toMatchObject({ kind: 'fresh', seq: 1, changed: true })
    expect(county.requests).toHaveLength(6)
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 2000)).toHaveLength(1000)
    expect(await phone.device.search(VILLAGE, '苏和', 1000)).toHaveLength(143)
  })

  test('has headers and totals without a key, and names once the key comes', async () => {
    const id = await county.payments(VILLAGE, { households: households(50) })
    await county.publish(VILLAGE)
    await phone.device.openPublic(VILLAGE)
    await phone.device.sync()
    expect((await phone.device.boards())[0]).toMatchObject({
      named: 'none',
      key: 'none',
      notices: 1,
    })
    expect((await phone.device.notice(VILLAGE, id))?.header.totals?.payees).toBe(50)
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 10)).toEqual([])
    expect(await phone.device.search(VILLAGE, '巴特尔')).toEqual([])
    expect(await phone.device.openCode(VILLAGE, 'AAAA AAAA')).toMatchObject({
      refused: 'wrongCode',
    })
    expect(await phone.device.openCode(VILLAGE, await county.code(VILLAGE))).toEqual({
      region: VILLAGE,
    })
    expect((await phone.device.sync())[1]).toMatchObject({ kind: 'fresh', changed: true })
    expect((await phone.device.boards())[0]).toMatchObject({
      named: 'key',
      key: 'fits',
      rootPinned: 'firstUse',
    })
    expect(await phone.device.listLines(VILLAGE, id, {}, 0, 10)).toHaveLength(10)
    expect(await phone.device.search(VILLAGE, '巴特尔')).not.toEqual([])
  })
})
