import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Disk, type Phone } from '#tests/support/phone.ts'

let county: TestCounty
let disk: Disk
let phone: Phone
let first: NoticeId
let second: NoticeId

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  first = await county.payments(VILLAGE, { households: households(10) })
  second = await county.payments(VILLAGE, { year: 2024, households: households(5) })
  await county.publish(VILLAGE)
  disk = newDisk()
  phone = startPhone(disk, county.fetch)
  await phone.device.openLink(await county.link(VILLAGE))
})
afterEach(() => stopPhone(phone))

const news = () => phone.device.news(VILLAGE)
const told = async () => (await news()).items.map(({ kind, notice }) => [kind, notice.id])
/** A villager looks at the board as it is. */
async function visit(): Promise<void> {
  const { seq } = await news()
  await phone.device.markSeen(VILLAGE, seq!)
}
async function publish(): Promise<void> {
  await county.publish(VILLAGE)
  await phone.device.sync()
}

describe('what is new since the last visit', () => {
  test('is nothing before the first one', async () => {
    expect(await news()).toEqual({ since: null, seq: null, items: [] })
    await phone.device.sync()
    expect(await news()).toEqual({ since: null, seq: 0, items: [] })
    await visit()
    expect(await news()).toEqual({ since: '2026-03-09T01:12:00Z', seq: 0, items: [] })
  })

  test('is what came, was corrected or was withdrawn, until it is seen', async () => {
    await phone.device.sync()
    await visit()
    const third = await county.payments(VILLAGE, { year: 2023, households: households(4) })
    await county.payments(VILLAGE, {
      id: first,
      households: households(9),
      change: { what: ['payee'], why: '更正' },
    })
    county.withdraw(VILLAGE, second)
    await publish()
    const expected = [
      ['corrected', first],
      ['new', third],
      ['withdrawn', second],
    ]
    expect((await told()).sort()).toEqual(expected.sort())
    stopPhone(phone)
    phone = startPhone(disk, county.fetch)
    expect(await told()).toHaveLength(3)
    await visit()
    expect(await told()).toEqual([])
  })

  test('is not what came and went in between', async () => {
    await phone.device.sync()
    await visit()
    const third = await county.payments(VILLAGE, { year: 2023, households: households(4) })
    await county.publish(VILLAGE)
    county.withdraw(VILLAGE, third)
    await publish()
    expect(await told()).toEqual([])
  })

  test('tells first what concerns a followed household, struck from a list or not', async () => {
    await phone.device.sync()
    const payee = '00000009' as PayeeNumber
    await phone.device.followHousehold(VILLAGE, payee)
    await visit()
    await county.payments(VILLAGE, { year: 2026, households: households(3) })
    await county.payments(VILLAGE, {
      id: first,
      households: households(9),
      change: { what: ['payee'], why: '更正' },
    })
    await publish()
    const { items } = await news()
    expect(items.map(({ kind, mine }) => [kind, mine])).toEqual([
      ['corrected', [payee]],
      ['new', []],
    ])
  })

  test('is not marked as seen by who saw another board', async () => {
    await phone.device.sync()
    await visit()
    await county.payments(VILLAGE, { year: 2023, households: households(4) })
    await publish()
    await phone.device.markSeen(VILLAGE, 0)
    expect(await told()).toHaveLength(1)
  })

  test('is forgotten with its board', async () => {
    await phone.device.sync()
    await visit()
    await phone.device.removeBoard(VILLAGE)
    expect(await phone.db.visits.count()).toBe(0)
  })
})

describe('why somebody is not listed', () => {
  const people = [
    { payee: 'A0000001', name: '张明', pinyin: 'zhang ming', group: '1组', fen: 100 },
    { payee: 'A0000002', name: '张铭', pinyin: 'zhang ming', group: '2组', fen: 200 },
    { payee: 'A0000003', name: '李桂英', pinyin: 'li gui ying', group: '1组', fen: 300 },
    { payee: 'A0000004', name: '李桂兰', pinyin: 'li gui lan', group: '1组', fen: 400 },
    { payee: 'A0000005', name: '阿拉坦', pinyin: 'a la tan', group: '1组', fen: 500 },
  ]
  let list: NoticeId

  beforeEach(async () => {
    list = await county.payments(VILLAGE, { year: 2023, households: people })
    await county.payments(VILLAGE, { year: 2022, households: people.slice(1, 3) })
    await publish()
  })
  const names = async (...of: Parameters<Phone['device']['similar']>) =>
    (await phone.device.similar(...of)).map(({ name, why }) => [name, why])

  test('is answered by names like the one that was typed, of all years', async () => {
    expect(await names(VILLAGE, { query: '阿兰坦' })).toEqual([['阿拉坦', 'oneCharacter']])
    expect(await names(VILLAGE, { query: '李贵英' })).toEqual([['李桂英', 'oneCharacter']])
    expect(await names(VILLAGE, { query: '铭' })).toEqual([])
    expect(await names(VILLAGE, { query: '张名' })).toEqual([])
    // A phone knows no pinyin; how these sound is learnt from the other names.
    expect(await names(VILLAGE, { query: '阿兰' })).toEqual([['阿拉坦', 'oneCharacter']])
    expect(await names(VILLAGE, { query: '拉坦英' })).toEqual([])
    expect(await names(VILLAGE, { query: 'zhangmin' })).toContainEqual(['张明', 'oneCharacter'])
    expect(await names(VILLAGE, { query: '' })).toEqual([])
  })

  test('is answered by names like a person, and by those on one list alone', async () => {
    const payee = 'A0000001' as PayeeNumber
    expect(await names(VILLAGE, { payee, notice: list })).toEqual([['张铭', 'sameSound']])
    expect((await names(VILLAGE, { payee }))[0]).toEqual(['张明', 'sameName'])
    expect(await names(VILLAGE, { payee: 'A0000003' as PayeeNumber, notice: list })).toEqual([
      ['李桂兰', 'oneCharacter'],
    ])
    expect(await names(VILLAGE, { payee: 'ZZZZZZZZ' as PayeeNumber })).toEqual([])
  })

  test('is answered by the lists that do not name a person', async () => {
    const lists = async (payee: string) =>
      (await phone.device.notListed(VILLAGE, payee as PayeeNumber)).map(({ year }) => year)
    expect(await lists('A0000005')).toEqual([2022, 2024, 2025])
    expect(await lists('ZZZZZZZZ')).toEqual([2022, 2023, 2024, 2025])
    county.withdraw(VILLAGE, list)
    await publish()
    expect(await lists('ZZZZZZZZ')).toEqual([2022, 2024, 2025])
  })
})
