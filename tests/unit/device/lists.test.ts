import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Phone } from '#tests/support/phone.ts'

const PEOPLE = households(12)

let county: TestCounty
let phone: Phone
let id: NoticeId

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  id = await county.payments(VILLAGE, { households: PEOPLE })
  await county.publish(VILLAGE)
  phone = startPhone(newDisk(), county.fetch)
})
afterEach(() => stopPhone(phone))

async function open(): Promise<void> {
  await phone.device.openLink(await county.link(VILLAGE))
  await phone.device.sync(VILLAGE)
}

test('a list is read in any order, a piece at a time', async () => {
  await open()
  const { device } = phone
  const ask = { by: 'amount', down: true } as const
  const order = await device.listOrder(VILLAGE, id, ask, [PEOPLE[0]!.payee as PayeeNumber])
  expect(order).toEqual({ lines: 12, places: [11] })
  const lines = await device.listLines(VILLAGE, id, ask, 0, 3)
  expect(lines.map(({ amountFen }) => amountFen)).toEqual(
    PEOPLE.map(({ fen }) => fen)
      .sort((a, b) => b - a)
      .slice(0, 3),
  )
  expect(await device.listLines(VILLAGE, id, {}, 2, 7)).toEqual(
    await device.listLines(VILLAGE, id, {}, 2, 7),
  )
  const found = await device.listOrder(VILLAGE, id, { query: 'qqg' }, [])
  expect(found.lines).toBe(PEOPLE.filter(({ name }) => name === '其其格').length)
})

test('a list is added up here', async () => {
  await open()
  const sums = await phone.device.listSums(VILLAGE, id)
  expect(sums?.byStatus.paid).toEqual({
    lines: 12,
    fen: PEOPLE.reduce((sum, { fen }) => sum + fen, 0),
  })
  expect(sums?.groups.map(({ group }) => group)).toEqual([...new Set(PEOPLE.map((p) => p.group))])
})

test('without a key there is no list to ask, and nothing throws', async () => {
  await phone.device.openPublic(VILLAGE)
  await phone.device.sync(VILLAGE)
  expect(await phone.device.listSums(VILLAGE, id)).toBeNull()
  expect(await phone.device.listOrder(VILLAGE, id, {}, [])).toEqual({ lines: 0, places: [] })
  expect(await phone.device.listLines(VILLAGE, id, {}, 0, 10)).toEqual([])
})

test('a part that the browser has dropped leaves a hole that the next sync fills', async () => {
  await open()
  const [list] = (await phone.db.notices.get([VILLAGE, id]))!.lists
  const kept = (await phone.db.objects.get(list!.ref.address))!
  await phone.db.objects.delete(list!.ref.address)
  expect(await phone.device.listSums(VILLAGE, id)).toBeNull()
  await phone.db.objects.put(kept)
  expect((await phone.device.listSums(VILLAGE, id))?.whole).toBe(true)
})
