import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Program } from '#domain/program/program.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { boardKeyring, publicKeyring } from '#protocol/keyring.ts'
import { boardKeyOf } from '#protocol/keys.ts'
import { openObject } from '#protocol/object.ts'
import { parseShelf } from '#protocol/shelf.ts'
import type { County, CountySurroundings } from '#server/publishing/county.ts'
import { openCounty } from '#server/publishing/county.ts'
import { publish } from '#server/publishing/publish.ts'
import { readReference } from '#server/publishing/reference.ts'
import { openShelves } from '#server/publishing/open-board.ts'
import { boardRows, findLog, objectBytes } from '#server/storage/log.ts'
import type { Storage } from '#server/storage/open.ts'
import { bigNotice, type Approved } from '#tests/support/big-notices.ts'
import { TEST_NOW, standingCounty, type StandingCounty } from '#tests/support/county.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import { expectHealthyLog } from '#tests/faults/expect-healthy-log.ts'

const village = (n: number) => `152529900${200 + n}` as RegionCode

describe.each(DIALECTS)('publishing on %s', (dialect) => {
  let stands: StandingCounty
  let storage: Storage
  let county: County
  let around: CountySurroundings
  let program: Program
  let now = TEST_NOW

  const notice = (n: number, lines: number, batch: string | null = null): Approved =>
    bigNotice({ region: village(n), program, year: 2025, batch, lines, seed: 'publish' })
  const audit = (size?: number) =>
    expectHealthyLog(storage.db, county.keys.countySecret, size === undefined ? {} : { size })

  beforeAll(async () => {
    stands = await standingCounty(dialect, () => now)
    ;({ storage, around, county } = stands)
    const found = (await readReference(storage.db)).programs.find(
      ({ code }) => code === 'grassland',
    )
    if (!found) throw new Error('no grassland program')
    program = found
  })
  afterAll(() => stands.close())

  test('a new county has its documents on its own board and seventeen boards in one checkpoint', async () => {
    const log = await audit(17)
    expect(log.boards.get('152529000000')?.size).toBe(7)
    expect((await readReference(storage.db)).calendar.years['2026']).toBeDefined()
  })

  test('lists of several villages hang under one new checkpoint', async () => {
    now += 60_000
    const done = await publish(county.publishing, {
      notices: [notice(1, 1203), notice(2, 3), notice(3, 1)],
    })
    expect(done).toMatchObject({ size: 20, boards: [{ seq: 1 }, { seq: 1 }, { seq: 1 }] })
    const checkpoints = await storage.db.selectFrom('checkpoints').select('size').execute()
    expect(checkpoints.map(({ size }) => size).sort()).toEqual([17, 20])
    const log = await audit(20)
    expect([...(log.boards.get(village(1))?.values() ?? [])]).toEqual([
      { version: 1, state: 'published', lines: 1203 },
    ])
  })

  test('the same notice twice is refused and changes nothing', async () => {
    const before = await findLog(storage.db)
    const again = await publish(county.publishing, { notices: [notice(4, 2), notice(1, 1203)] })
    expect(again).toMatchObject({ refused: 'alreadyPublished', region: village(1) })
    expect(await findLog(storage.db)).toEqual(before)
  })

  test('a personal number anywhere stops the whole publish', async () => {
    const one = notice(5, 4)
    const [line] = one.notice.disbursement?.lines ?? []
    if (line) line.note = '账号 6217990000043668405'
    const refused = await publish(county.publishing, { notices: [notice(4, 2), one] })
    expect(refused).toMatchObject({ refused: 'withinNotice', because: { refused: 'personalData' } })
    await audit(20)
  })

  test('a corrected version follows, with what changed and why, and its period starts again', async () => {
    now += 86_400_000
    const one = notice(1, 1202)
    const corrected: Approved = {
      ...one,
      notice: { ...one.notice, version: 2, change: { what: ['payee'], why: '一户重复' } },
    }
    const done = await publish(county.publishing, { notices: [corrected] })
    expect(done).toMatchObject({ notices: [{ version: 2, periodEndsOn: '2026-03-17' }] })
    const words: Approved = {
      ...corrected,
      notice: { ...corrected.notice, version: 3, change: { what: ['text'], why: '标题有误' } },
    }
    now += 86_400_000
    expect(await publish(county.publishing, { notices: [words] })).toMatchObject({
      notices: [{ version: 3, publishedOn: '2026-03-11', periodEndsOn: '2026-03-17' }],
    })
    const log = await audit(22)
    expect([...(log.boards.get(village(1))?.values() ?? [])]).toMatchObject([{ version: 3 }])
  })

  test('a version that skips one, or comes from nowhere, is refused', async () => {
    const one = notice(2, 3)
    const later = { ...one, notice: { ...one.notice, version: 3 } }
    expect(await publish(county.publishing, { notices: [later] })).toMatchObject({
      refused: 'versionMissing',
      version: 2,
    })
    const unknown = notice(6, 1)
    expect(
      await publish(county.publishing, {
        notices: [{ ...unknown, notice: { ...unknown.notice, version: 2 } }],
      }),
    ).toMatchObject({ refused: 'versionMissing', version: 1 })
  })

  test('withdrawing needs the notice, a reason and an office; afterwards nothing follows', async () => {
    const { id } = notice(3, 1).notice
    const withdrawal = { region: village(3), notice: id, why: '发放对象有误', office: '示范苏木' }
    expect(
      await publish(county.publishing, {
        withdrawals: [{ ...withdrawal, notice: 'f'.repeat(32) as NoticeId }],
      }),
    ).toMatchObject({ refused: 'notOnTheBoard' })
    expect(
      await publish(county.publishing, { withdrawals: [{ ...withdrawal, why: ' ' }] }),
    ).toMatchObject({ refused: 'unlawfulChange', because: { refused: 'withdrawalWithoutReason' } })
    expect(await publish(county.publishing, { withdrawals: [withdrawal] })).toMatchObject({
      size: 23,
    })
    expect(await publish(county.publishing, { withdrawals: [withdrawal] })).toMatchObject({
      refused: 'notHanging',
      state: 'withdrawn',
    })
    const log = await audit(23)
    expect(log.boards.get(village(3))?.get(id)?.state).toBe('withdrawn')
  })

  test('an archived notice stays on its board and in the chain', async () => {
    const { id } = notice(2, 3).notice
    const done = await publish(county.publishing, { archive: [{ region: village(2), notice: id }] })
    expect(done).toMatchObject({ size: 24 })
    expect((await audit(24)).boards.get(village(2))?.get(id)?.state).toBe('archived')
  })

  test('a document that did not change is left alone; a changed one is a new version with a reason', async () => {
    const { settings } = await readReference(storage.db)
    expect(
      await publish(county.publishing, {
        documents: [{ v: 1, name: 'settings', value: settings }],
      }),
    ).toEqual({ refused: 'nothingToPublish' })
    const done = await publish(county.publishing, {
      documents: [{ v: 1, name: 'settings', value: { ...settings, names: 'public' } }],
      why: '旗里决定姓名对外公开',
    })
    expect(done).toMatchObject({ size: 25 })
    expect((await readReference(storage.db)).settings.names).toBe('public')
    await audit(25)
  })

  test('where names are public, lists are open to all', async () => {
    expect(await publish(county.publishing, { notices: [notice(7, 12)] })).toMatchObject({
      size: 26,
    })
    await audit(26)
  })

  test('a village that is on no list has no board', async () => {
    const one = notice(1, 2, '补发')
    const nowhere = '152529999201' as RegionCode
    const moved = { ...one, notice: { ...one.notice, region: nowhere } }
    expect(await publish(county.publishing, { notices: [moved] })).toEqual({
      refused: 'regionUnknown',
      region: nowhere,
    })
  })

  test('instants never go back, whatever the clock does', async () => {
    const before = now
    now = Date.parse('1999-01-01T00:00:00Z')
    const done = await publish(county.publishing, { notices: [notice(8, 5)] })
    expect(done).toMatchObject({ at: '2026-03-11T01:13:00Z' })
    now = before
    await audit(27)
  })

  test('what is asked at once is published one after the other', async () => {
    const done = await Promise.all(
      [1, 2, 3, 4].map((n) => publish(county.publishing, { notices: [notice(n, 5, `第${n}批`)] })),
    )
    expect(done).toMatchObject([{ size: 28 }, { size: 29 }, { size: 30 }, { size: 31 }])
    await audit(31)
  })

  test('a board’s new key opens all that hangs there, and its old one only what was there before', async () => {
    const region = village(1)
    const open = async () => {
      const [row] = await boardRows(storage.db, [region])
      const [draft] = await openShelves(storage.db, row ? [row] : [], () => true)
      if (!draft) throw new Error('no such board')
      return draft
    }
    const board = async () => [...(await open()).shelves.values()].flatMap((shelf) => shelf.notices)
    const sealed = (notices: Awaited<ReturnType<typeof board>>) =>
      notices.flatMap(({ objects }) => objects).filter(({ open }) => open !== 'public')
    const keyring = async (epoch: number) =>
      boardKeyring(region, [
        { epoch, key: await boardKeyOf(county.keys.countySecret, region, epoch) },
      ])
    const before = await board()
    const hung = (await open()).manifest?.shelves ?? []
    const done = await publish(county.publishing, { newKeys: [region] })
    expect(done).toMatchObject({ size: 32, boards: [{ region }] })
    const after = await board()
    expect(after.map(({ digest }) => digest)).toEqual(before.map(({ digest }) => digest))
    const [old, fresh] = [await keyring(1), await keyring(2)]
    expect(sealed(after).length).toBeGreaterThan(0)
    for (const ref of sealed(after)) {
      expect([old.opens(ref), fresh.opens(ref)]).toEqual([false, true])
      expect((await fresh.objectKey(ref)).length).toBe(32)
    }
    // What was published before the change is served for ever, and so is its wrap for the key before: nothing is taken back.
    const served = await objectBytes(
      storage.db,
      hung.map(({ object }) => object.address),
    )
    const shelves = await Promise.all(
      hung.map(async ({ object }) => {
        const bytes = served.get(object.address) ?? new Uint8Array()
        return parseShelf(await openObject(object, bytes, publicKeyring))
      }),
    )
    const earlier = sealed(shelves.flatMap(({ notices }) => notices))
    expect(earlier).toHaveLength(sealed(after).length)
    for (const ref of earlier) expect((await old.objectKey(ref)).length).toBe(32)
    await audit(32)
    const { settings } = await readReference(storage.db)
    const value = { ...settings, names: 'boardKey' as const }
    await publish(county.publishing, { documents: [{ v: 1, name: 'settings', value }] })
    await publish(county.publishing, { notices: [notice(1, 6, '再补')] })
    for (const ref of sealed(await board()))
      expect([old.opens(ref), fresh.opens(ref)]).toEqual([false, true])
    await audit(34)
  })

  test('a restart finds everything as it was', async () => {
    county = await openCounty(around)
    expect(county.log.size).toBe(34)
    await audit(34)
  })
})
