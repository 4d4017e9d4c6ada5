import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCounty, type County, type CountySurroundings } from '#server/publishing/county.ts'
import { PUBLISH_STEPS, type PublishStep } from '#server/publishing/steps.ts'
import { publishNotices } from '#server/review/publish-notices.ts'
import type { Office } from '#server/review/office.ts'
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

class Broken extends Error {}

/** The one step after which the notices are published: a lost answer from there on is no lost write. */
const COMMIT = PUBLISH_STEPS.indexOf('commit')

const GO_ON: readonly PublishStep[] = ['advance', 'mark', 'commit', 'headFile']

const TABLE = PUBLISH_STEPS.flatMap((step) =>
  ([false, true] as const).flatMap((kept) =>
    // A process that lives on after a fault is as interesting as one that starts anew where writes may have been kept.
    (GO_ON.includes(step) ? [true, false] : [true]).map((restart) => ({
      step,
      kept,
      restart,
      published:
        PUBLISH_STEPS.indexOf(step) > COMMIT || (PUBLISH_STEPS.indexOf(step) === COMMIT && kept),
    })),
  ),
)

describe.each(DIALECTS)('a publish that breaks, on %s', (dialect) => {
  let place: TestPlace
  let storage: Storage
  let around: CountySurroundings
  let county: County
  let office: Office
  let people: People
  let size = 0
  let sheets = 0
  let broken: { step: PublishStep; when: 'before' | 'after' } | null = null

  async function start(): Promise<void> {
    storage = await place.open()
    around = {
      db: storage.db,
      dataFolder: place.folder,
      now: () => TEST_NOW,
      random: seededBytes(`${dialect}/${size}/${sheets}`),
      step: (step, when) => {
        if (broken?.step === step && broken.when === when) throw new Broken(`${when} ${step}`)
      },
    }
    office = { storage, now: around.now, random: around.random }
  }

  beforeAll(async () => {
    place = await freshPlace(dialect)
    await start()
    county = await initTestCounty(around)
    size = county.log.size
    people = await hirePeople(office)
  })
  afterAll(async () => {
    await storage.close()
    await place.remove()
  })

  test.each(TABLE)(
    'F2 failing $step (kept: $kept, restart: $restart) leaves it published: $published',
    async ({ step, kept, restart, published }) => {
      const notices = await approveSheet(office, county, people, `第${++sheets}批`, {
        from: sheets * 2,
        count: 2,
      })
      broken = { step, when: kept ? 'after' : 'before' }
      const publishing = () =>
        publishNotices({ ...office, publishing: county.publishing }, people.admin, notices)
      await expect(publishing()).rejects.toThrow(Broken)
      broken = null
      if (restart) {
        await storage.close()
        await start()
        county = await openCounty(around)
      }

      expect(await statesOf(office, notices)).toEqual([published ? 'published' : 'approved'])
      const again = await publishing()
      size += 2
      if (published) expect(again).toMatchObject({ refused: 'stepNotOpen', state: 'published' })
      else expect(again).toMatchObject({ size })
      const log = await expectHealthyLog(storage.db, county.keys.countySecret, { size })
      const hanging = [...log.boards.values()].flatMap((board) => [...board.keys()])
      expect(notices.every((notice) => hanging.includes(notice))).toBe(true)
      expect(await county.publishing.headFile.read()).toMatchObject({ size })
    },
  )
})
