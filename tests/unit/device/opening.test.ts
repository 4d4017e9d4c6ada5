import { Dexie } from 'dexie'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RegionCode, RegionList } from '#domain/region/region.ts'
import { announceChanges, watchDevice, type Port } from '#device/port.ts'
import { watchBoards } from '#device/watch.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
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
    expect(await phone.device.openCode(VILLAGE, wrong)).toMatchObject({ refused: 'wrongCode' })
    expect(await phone.device.openCode(VILLAGE, '')).toEqual({ refused: 'wrongCode', groups: [] })
  })

  test('a code with one usual slip names the group that looks misread', async () => {
    const code = (await county.code(VILLAGE)).replace(/ /g, '')
    const at = [...code].findIndex((letter, i) => i > 3 && '8B5S2Z6G'.includes(letter))
    const other = { 8: 'B', B: '8', 5: 'S', S: '5', 2: 'Z', Z: '2', 6: 'G', G: '6' }[code[at]!]!
    const slip = code.slice(0, at) + other + code.slice(at + 1)
    const answer = await phone.device.openCode(VILLAGE, slip)
    expect(answer).toMatchObject({ refused: 'wrongCode' })
    expect((answer as { groups: number[] }).groups).toContain(Math.floor(at / 4) + 1)
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
  test('hears of a sync that has swapped boards in, at the other end of a port too', async () => {
    // Outside of a browser the library believes that nothing can change.
    Dexie.dependencies.indexedDB = new IDBFactory()
    const { port1, port2 } = new MessageChannel()
    let here = 0
    let far = 0
    let heard: () => void = () => undefined
    const stop = watchBoards(phone.db, () => here++)
    announceChanges(port1 as unknown as Port, (changed) => watchBoards(phone.db, changed))
    port1.start()
    const count = () => {
      far++
      heard()
    }
    const stopFar = watchDevice(port2 as unknown as Port, count)
    port2.start()
    const next = (more: number) =>
      new Promise<void>((resolve) => {
        const enough = far + more
        heard = () => void (far >= enough && resolve())
      })
    await next(1)
    expect(await phone.device.boards()).toEqual([])
    const opened = next(1)
    await phone.device.openLink(await county.link(VILLAGE))
    await opened
    const synced = next(1)
    await phone.device.sync()
    await synced
    expect(here).toBeGreaterThanOrEqual(3)
    stop()
    stopFar()
    port1.close()
    port2.close()
  })
})
