import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Hash } from '#domain/board/board-state.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { countyDocuments, demoGiven } from '#server/county-data/documents.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, OTHER_VILLAGE, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Phone } from '#tests/support/phone.ts'

let county: TestCounty
let phone: Phone
let id: NoticeId
let time: number

beforeEach(async () => {
  time = Date.parse('2026-03-09T01:12:00Z')
  county = await TestCounty.create({ now: () => time })
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  id = await county.payments(VILLAGE, { households: households(6) })
  await county.publish(VILLAGE)
  phone = startPhone(newDisk(), county.fetch)
  await phone.device.openLink(await county.link(VILLAGE))
  await phone.device.sync()
})
afterEach(() => stopPhone(phone))

const paper = async () => {
  const [posted] = await phone.device.notices(VILLAGE)
  return { region: VILLAGE, notice: id, version: posted!.version, digest: posted!.digest }
}
const later = async () => {
  time += 86_400_000
  await county.publish(VILLAGE)
  await phone.device.sync()
}
const OTHER = '0'.repeat(64) as Hash

test('a sheet is current, then superseded, then withdrawn; what was never published stays so', async () => {
  const { device } = phone
  const first = await paper()
  expect(await device.sheet(first)).toMatchObject({
    verdict: 'current',
    asOf: '2026-03-09T01:12:00Z',
    board: { zh: '示范嘎查' },
  })
  expect(await device.sheet({ ...first, digest: OTHER })).toMatchObject({
    verdict: 'neverPublished',
    settled: true,
  })
  expect(await device.sheet({ ...first, version: 2 })).toMatchObject({ settled: false })
  expect(await device.sheet({ ...first, notice: 'f'.repeat(32) as NoticeId })).toMatchObject({
    verdict: 'neverPublished',
    settled: false,
    title: null,
  })
  expect(await device.sheet({ ...first, region: OTHER_VILLAGE })).toEqual({ verdict: 'notHeld' })

  const change = { what: ['amount' as const], why: '更正' }
  await county.payments(VILLAGE, { id, households: households(5), change })
  await later()
  expect(await device.sheet(first)).toMatchObject({ verdict: 'superseded', version: 2 })
  const second = await paper()
  expect(await device.sheet(second)).toMatchObject({ verdict: 'current' })
  county.withdraw(VILLAGE, id)
  await later()
  for (const sheet of [first, second])
    expect(await device.sheet(sheet)).toMatchObject({ verdict: 'withdrawn' })
})

test('two boards that hold the same say so; a contradiction is kept once, and drives out nothing that a county said', async () => {
  const { device } = phone
  expect(await device.mark(OTHER_VILLAGE)).toBe(null)
  const { asOf, ...mark } = (await device.mark(VILLAGE))!
  const { seq, manifest } = (await device.notice(VILLAGE, id))!
  expect(mark).toEqual({ region: VILLAGE, seq, manifest })
  expect(await device.crossCheck(mark)).toEqual({ result: 'same', asOf, ...mark })
  expect(await device.crossCheck({ ...mark, seq: seq + 1 })).toMatchObject({
    result: 'theyAreNewer',
  })
  expect(await device.crossCheck({ ...mark, region: OTHER_VILLAGE })).toEqual({
    result: 'notHeld',
  })
  expect(await device.evidence()).toEqual([])

  const forged = { ...mark, manifest: OTHER }
  const one = await device.crossCheck(forged)
  expect(await device.crossCheck(forged)).toEqual(one)
  const [kept, more] = await device.evidence()
  expect(more).toBe(undefined)
  expect(one).toMatchObject({ result: 'different', evidence: kept!.id })
  expect(kept).toMatchObject({ region: VILLAGE, code: 'seq', got: { seen: expect.any(String) } })
  expect(kept!.got['seen']).toContain(OTHER)
  expect(Object.keys(kept!.held).sort()).toEqual([
    'checkpoint',
    'entry',
    'headCheckpoint',
    'manifest',
  ])
  for (let n = 1; n <= 30; n++)
    await device.crossCheck({ ...mark, manifest: String(n).padStart(64, '0') as Hash })
  expect(await device.evidence()).toHaveLength(5)
  // Anybody can print a QR: the board itself is not called wrong by it.
  expect((await device.boards())[0]!.lastOutcome).toMatchObject({ kind: 'fresh' })
  await later()
  expect(await device.crossCheck(mark)).toMatchObject({ result: 'theyAreOlder' })
})

test('a device knows the county’s settings once it has heard the county', async () => {
  expect(await phone.device.settings()).toBe(null)
  const settings = countyDocuments(demoGiven).find(({ name }) => name === 'settings')!
  await county.document(settings)
  await county.publish(COUNTY)
  await phone.device.sync()
  expect(await phone.device.settings()).toMatchObject({ scripts: ['mn', 'zh'] })
})
