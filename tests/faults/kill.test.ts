import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCounty, type County } from '#server/publishing/county.ts'
import { PUBLISH_STEPS } from '#server/publishing/steps.ts'
import type { Office } from '#server/review/office.ts'
import { publishNotices } from '#server/review/publish-notices.ts'
import type { Storage } from '#server/storage/open.ts'
import { freshPlace, initTestCounty, seededBytes, type TestPlace } from '#tests/support/county.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import { buildChild, runChild } from './child.ts'
import { expectHealthyLog } from './expect-healthy-log.ts'
import { approveSheet, hirePeople, statesOf, type People } from './office.ts'
import type { ChildOrder } from './publish-child.ts'

/** `npm run test:long` kills hundreds of times. */
const ROUNDS = process.env['SAMBAR_TEST_LONG'] ? 150 : 6

const COMMIT = PUBLISH_STEPS.indexOf('commit')
const POINTS = PUBLISH_STEPS.flatMap((step) =>
  (['before', 'after'] as const).map((when) => ({
    step,
    when,
    published:
      PUBLISH_STEPS.indexOf(step) > COMMIT ||
      (PUBLISH_STEPS.indexOf(step) === COMMIT && when === 'after'),
  })),
)

describe.each(DIALECTS)('kill -9 of the publishing process, on %s', (dialect) => {
  let place: TestPlace
  let child: Awaited<ReturnType<typeof buildChild>>
  let people: People
  let sheets = 0

  /** What the office does while no server runs: the database is open only here. */
  async function meanwhile<T>(
    work: (office: Office, county: County, storage: Storage) => Promise<T>,
  ) {
    const storage = await place.open()
    const around = {
      db: storage.db,
      dataFolder: place.folder,
      now: () => Date.now(),
      random: seededBytes(`${dialect}/${sheets}`),
    }
    try {
      const office: Office = { storage, now: around.now, random: around.random }
      return await work(office, await openCounty(around), storage)
    } finally {
      await storage.close()
    }
  }
  const order = (given: Pick<ChildOrder, 'sheets' | 'at'>): ChildOrder => ({
    ...given,
    dataFolder: place.folder,
    database: dialect === 'sqlite' ? { file: place.database.url } : { url: place.database.url },
    who: people.admin.id,
  })
  const prepare = (count: number) =>
    meanwhile(async (office, county) => {
      const made: string[][] = []
      for (let i = 0; i < count; i++)
        made.push(
          await approveSheet(office, county, people, `第${++sheets}批`, { from: sheets, count: 1 }),
        )
      return made
    })
  const sizeNow = () => meanwhile(async (_office, county) => county.log.size)

  beforeAll(async () => {
    child = await buildChild()
    place = await freshPlace(dialect)
    const storage = await place.open()
    const around = { now: () => Date.now(), random: seededBytes(dialect), dataFolder: place.folder }
    await initTestCounty({ ...around, db: storage.db })
    people = await hirePeople({ ...around, storage })
    await storage.close()
  })
  afterAll(async () => {
    await place.remove()
    child.remove()
  })

  test.each(POINTS)(
    'F2 $when $step: published is $published',
    async ({ step, when, published }) => {
      const before = await sizeNow()
      const [notices = []] = await prepare(1)
      const end = await runChild(child.file, order({ sheets: [notices], at: { step, when } }))
      expect(end).toMatchObject({ signal: 'SIGKILL', fault: null, acknowledged: [] })

      await meanwhile(async (office, county, storage) => {
        expect(county.log.size).toBe(before + (published ? 1 : 0))
        expect(await statesOf(office, notices)).toEqual([published ? 'published' : 'approved'])
        const again = await publishNotices(
          { ...office, publishing: county.publishing },
          people.admin,
          notices,
        )
        if (published) expect(again).toMatchObject({ refused: 'stepNotOpen' })
        else expect(again).toMatchObject({ size: before + 1 })
        await expectHealthyLog(storage.db, county.keys.countySecret, { size: before + 1 })
      })
    },
  )

  test('F2 at any moment: what was acknowledged is there, the rest is whole or not there', async () => {
    const random = seededBytes('moments')
    for (let round = 0; round < ROUNDS; round++) {
      const before = await sizeNow()
      const made = await prepare(8)
      const moment = 5 + ((random(1)[0] ?? 0) * 500) / 255
      const end = await runChild(child.file, order({ sheets: made, at: null }), moment)
      expect(end.fault).toBeNull()
      await meanwhile(async (office, county, storage) => {
        const states = await Promise.all(made.map((notices) => statesOf(office, notices)))
        const published = states.filter(([state]) => state === 'published').length
        expect(county.log.size).toBe(before + published)
        expect(published).toBeGreaterThanOrEqual(end.acknowledged.length)
        for (const notices of end.acknowledged)
          expect(await statesOf(office, notices)).toEqual(['published'])
        await expectHealthyLog(storage.db, county.keys.countySecret)
      })
    }
  })
})
