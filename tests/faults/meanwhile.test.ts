import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCounty, type County, type CountySurroundings } from '#server/publishing/county.ts'
import type { StepHook } from '#server/publishing/steps.ts'
import { revise } from '#server/review/lifecycle.ts'
import type { Office } from '#server/review/office.ts'
import { publishNotices } from '#server/review/publish-notices.ts'
import { NoLongerApproved } from '#server/review/ready.ts'
import { newestVersions } from '#server/storage/notices.ts'
import type { Storage } from '#server/storage/open.ts'
import {
  freshPlace,
  initTestCounty,
  seededBytes,
  TEST_NOW,
  type TestPlace,
} from '#tests/support/county.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import { expectHealthyLog } from './expect-healthy-log.ts'
import { approveSheet, hirePeople, statesOf, type People } from './office.ts'

describe.each(DIALECTS)(
  'people go on working while a list is being published, on %s',
  (dialect) => {
    let place: TestPlace
    let storage: Storage
    let county: County
    let office: Office
    let people: People
    let meanwhile: StepHook = () => undefined

    beforeAll(async () => {
      place = await freshPlace(dialect)
      storage = await place.open()
      const around: CountySurroundings = {
        db: storage.db,
        dataFolder: place.folder,
        now: () => TEST_NOW,
        random: seededBytes(dialect),
        step: (...at) => meanwhile(...at),
      }
      await initTestCounty(around)
      county = await openCounty(around)
      office = { storage, now: around.now, random: around.random }
      people = await hirePeople(office)
    })
    afterAll(async () => {
      await storage.close()
      await place.remove()
    })
    const villages = { from: 0, count: 2 }
    const publishing = (notices: string[]) =>
      publishNotices({ ...office, publishing: county.publishing }, people.admin, notices)
    const takeBack = async (notices: string[]) => {
      const rows = await newestVersions(storage.db, notices)
      const meant = rows.map((row) => ({ notice: row.notice, contentHash: row.content_hash }))
      return revise(office, people.importer, meant)
    }
    const once =
      (work: () => Promise<unknown>): StepHook =>
      async (step, when) => {
        if (step !== 'prepare' || when !== 'after') return
        meanwhile = () => undefined
        await work()
      }

    test('an approval that was taken back meanwhile publishes nothing', async () => {
      const notices = await approveSheet(office, county, people, '第一批', villages)
      meanwhile = once(() => takeBack(notices.slice(1)))
      await expect(publishing(notices)).rejects.toThrow(NoLongerApproved)
      expect(await statesOf(office, notices.slice(0, 1))).toEqual(['approved'])
      expect(await statesOf(office, notices.slice(1))).toEqual(['draft'])
      await expectHealthyLog(storage.db, county.keys.countySecret, { size: 17 })
    })

    test('other content, approved anew meanwhile, is not what the bytes were made of', async () => {
      const notices = await approveSheet(office, county, people, '第二批', villages)
      meanwhile = once(async () => {
        await takeBack(notices)
        const again = await approveSheet(office, county, people, '第二批', villages, 'anew')
        expect(again.sort()).toEqual([...notices].sort())
      })
      await expect(publishing(notices)).rejects.toThrow(NoLongerApproved)
      expect(await statesOf(office, notices)).toEqual(['approved'])
      await expectHealthyLog(storage.db, county.keys.countySecret, { size: 17 })
      expect(await publishing(notices)).toMatchObject({ size: 19 })
      await expectHealthyLog(storage.db, county.keys.countySecret, { size: 19 })
    })
  },
)
