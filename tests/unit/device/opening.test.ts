import { Dexie } from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RegionCode, RegionList } from '#domain/region/region.ts'
import { watchBoards, watchNotices } from '#device/watch.ts'
import { COUNTY, households, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Phone } from '#tests/support/phone.ts'

const TOWNSHIP = '152529900000' as RegionCode
const regions: RegionList = {
  version: 1,
  regions: [
    {
      code: COUNTY,
      level: 'county',
      parent: null,
      name: { zh: '示范旗' },
      kind: '旗',
      aliases: [],
    },
    {
      code: TOWNSHIP,
      level: 'township',
      parent: COUNTY,
      name: { zh: '示范苏木' },
      kind: '苏木',
      aliases: [],
    },
    {
      code: VILLAGE,
      level: 'village',
      parent: TOWNSHIP,
      name: { zh: '示范嘎查' },
      kind: '嘎查',
      aliases: [],
    },
  ],
}

let county: TestCounty
let phone: Phone

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'regions', value: regions })
  await county.publish(COUNTY)
  await county.payments(VILLAGE, { households: households(9) })
  await county.publish(VILLAGE)
  phone = startPhone(newDisk(), county.fetch)
})
afterEach(() => stopPhone(phone))

describe('a board is opened', () => {
  test('by its link, without the network', async () => {
    const link = await county.link(VILLAGE)
    county.requests.length = 0
    expect(await phone.device.openLink(` ${link}\n`)).toEqual({ region: VILLAGE })
    expect(county.requests).toEqual([])
    expect(await phone.device.homeBoard()).toBe(VILLAGE)
    expect((await phone.device.boards())[0]).toMatchObject({
      seq: null,
      key: 'unproven',
      rootPinned: 'link',
    })
  })

  test.each(['', 'https://example.cn/', 'https://x/b#1.2.3.4', '示范嘎查'])(
    'not by %j',
    async (link) => {
      expect(await phone.device.openLink(link)).toEqual({ refused: 'notALink' })
      expect(await phone.device.boards()).toEqual([])
    },
  )

  test('not by another county’s link', async () => {
    await phone.device.openLink(await county.link(VILLAGE))
    const other = await county.link('150102001001' as RegionCode)
    expect(await phone.device.openLink(other)).toEqual({ refused: 'otherCounty' })
    const sameNames = await TestCounty.create({ seed: 44 })
    expect(await phone.device.openLink(await sameNames.link(VILLAGE))).toEqual({
      refused: 'otherCounty',
    })
  })

  test('by a typed code, forgiving what people mistake, refusing one wrong letter', async () => {
    const code = await county.code(VILLAGE)
    const sloppy = code.toLowerCase().replace(/0/g, 'o').replace(/1/g, 'l').replace(/ /g, '-')
    expect(await phone.device.openCode(VILLAGE, sloppy)).toEqual({ region: VILLAGE })
    const wrong = code.replace(/^./, (first) => (first === 'Z' ? 'Y' : 'Z'))
    expect(await phone.device.openCode(VILLAGE, wrong)).toEqual({ refused: 'wrongCode' })
    expect(await phone.device.openCode(VILLAGE, '')).toEqual({ refused: 'wrongCode' })
  })

  test('by a typed code of a later epoch', async () => {
    county.board(VILLAGE).epoch = 3
    await county.publish(VILLAGE)
    expect(await phone.device.openCode(VILLAGE, await county.code(VILLAGE))).toEqual({
      region: VILLAGE,
    })
  })

  test('by a typed code only where the board can be asked once', async () => {
    county.answer = () => {
      throw new TypeError('offline')
    }
    const code = await county.code(VILLAGE)
    expect(await phone.device.openCode(VILLAGE, code)).toEqual({ refused: 'offline' })
    county.answer = null
    const nowhere = '152529900299' as RegionCode
    expect(await phone.device.openCode(nowhere, code)).toEqual({ refused: 'noSuchBoard' })
  })

  test('by picking it from the county’s list, which is fetched where nothing is held', async () => {
    const step = await phone.device.regions()
    expect(step?.townships.map(({ region, villages }) => [region.code, villages.length])).toEqual([
      [TOWNSHIP, 1],
    ])
    expect(await phone.device.openPublic(VILLAGE)).toEqual({ region: VILLAGE })
    expect((await phone.device.boards())[0]?.name).toEqual({ zh: '示范嘎查' })
    // The link comes later and says the same of the root as was seen first.
    expect(await phone.device.openLink(await county.link(VILLAGE))).toEqual({ region: VILLAGE })
    expect((await phone.device.boards())[0]?.rootPinned).toBe('link')
  })

  test('and the county’s list is null where nobody can be asked', async () => {
    county.answer = () => {
      throw new TypeError('offline')
    }
    expect(await phone.device.regions()).toBeNull()
  })
})

describe('whoever watches', () => {
  test('sees boards and notices change when a sync has swapped them in', async () => {
    // Outside of a browser the library believes that nothing can change.
    Dexie.dependencies.indexedDB = new IDBFactory()
    const boards: number[] = []
    const notices: number[] = []
    const one = watchBoards(phone.db).subscribe((now) => boards.push(now[0]?.notices ?? -1))
    const two = watchNotices(VILLAGE, '2026-03-10T00:00:00Z' as never, phone.db).subscribe((now) =>
      notices.push(now.length),
    )
    await phone.device.openLink(await county.link(VILLAGE))
    await phone.device.sync()
    await county.payments(VILLAGE, { year: 2024, households: households(3) })
    await county.publish(VILLAGE)
    await phone.device.sync()
    const last = () => [boards[boards.length - 1], notices[notices.length - 1]].join()
    for (let i = 0; i < 400 && last() !== '2,2'; i++)
      await new Promise((done) => setTimeout(done, 5))
    expect(boards[0]).toBe(-1)
    expect(last()).toBe('2,2')
    one.unsubscribe()
    two.unsubscribe()
  })
})
