import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseNote } from '#transparency/note.ts'
import { verifyKeyList } from '#protocol/key-list.ts'
import { verifyCheckpoint } from '#protocol/signed-checkpoint.ts'
import { cosignAnew } from '#server/publishing/checkpoint.ts'
import { openCounty, type County, type CountySurroundings } from '#server/publishing/county.ts'
import { publish } from '#server/publishing/publish.ts'
import { readCheckpoint, readLogDescription } from '#server/publishing/read.ts'
import { readReference } from '#server/publishing/reference.ts'
import type { Storage } from '#server/storage/open.ts'
import { TEST_NOW, standingCounty, type StandingCounty } from '#tests/support/county.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import { expectHealthyLog } from '#tests/faults/expect-healthy-log.ts'

describe.each(DIALECTS)('the newest checkpoint on %s', (dialect) => {
  let stands: StandingCounty
  let storage: Storage
  let around: CountySurroundings
  let county: County
  let now = TEST_NOW

  const newest = async () => {
    const { keyList } = (await readLogDescription(storage.db)) ?? { keyList: '' }
    const note = (await readCheckpoint(storage.db)) ?? ''
    const verified = await verifyCheckpoint(note, (await verifyKeyList(keyList, null)).keys)
    return { note, ...verified }
  }

  beforeAll(async () => {
    stands = await standingCounty(dialect, () => now)
    ;({ storage, around, county } = stands)
  })
  afterAll(() => stands.close())

  test('is timestamped anew, while what the log signed stays as it was', async () => {
    const before = await newest()
    now += 600_000
    expect(await cosignAnew(county.publishing)).not.toBe(before.note)
    const after = await newest()
    expect(after.time).toBe(before.time + 600)
    expect(after.size).toBe(before.size)
    const [log, time] = parseNote(before.note).signatures
    const signatures = parseNote(after.note).signatures
    expect(signatures).toHaveLength(2)
    expect(signatures[0]).toEqual(log)
    expect(signatures[1]?.keyId).toBe(time?.keyId)
  })

  test('never says an earlier time than it said before', async () => {
    const before = await newest()
    now -= 86_400_000
    await cosignAnew(county.publishing)
    expect((await newest()).time).toBe(before.time)
    now += 86_400_000
  })

  test('one that is timestamped while others publish belongs to what was published last', async () => {
    const { settings } = await readReference(storage.db)
    const rounds = [1, 2, 3].flatMap((n) => [
      publish(county.publishing, {
        documents: [
          { v: 1, name: 'settings', value: { ...settings, requestsUrl: `https://${n}` } },
        ],
      }),
      cosignAnew(county.publishing),
    ])
    await Promise.all(rounds)
    expect((await newest()).size).toBe(20)
    await expectHealthyLog(storage.db, county.keys.countySecret, { size: 20 })
  })

  test('a start with a checkpoint that does not fit its log is refused', async () => {
    const { note } = await newest()
    const forge = (text: string) =>
      storage.db.updateTable('checkpoints').set({ note: text }).where('size', '=', 20).execute()
    await forge(note.replace('\n20\n', '\n19\n'))
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'checkpointWrong' })
    const [text = '', ...signatures] = note.split('\n— ')
    await forge(`${text}\n— ${signatures[0]}\n`)
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'checkpointWrong' })
    await storage.db.deleteFrom('checkpoints').execute()
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'checkpointMissing' })
    await storage.db
      .insertInto('checkpoints')
      .values({ size: 20, note, cosigned_at: '2026-03-09T01:22:00Z' })
      .execute()
    expect((await openCounty(around)).log.size).toBe(20)
  })
})
