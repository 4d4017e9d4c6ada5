import { cpSync, rmSync } from 'node:fs'
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockDataFolder } from '#server/keys/data-lock.ts'
import { openCounty, type County, type CountySurroundings } from '#server/publishing/county.ts'
import { LogMoved } from '#server/publishing/append.ts'
import { initCounty } from '#server/publishing/init-county.ts'
import { publish } from '#server/publishing/publish.ts'
import { readReference } from '#server/publishing/reference.ts'
import type { StepHook } from '#server/publishing/steps.ts'
import type { Storage } from '#server/storage/open.ts'
import { bigNotice } from '#tests/support/big-notices.ts'
import {
  freshPlace,
  initTestCounty,
  standingCounty,
  type StandingCounty,
} from '#tests/support/county.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { expectHealthyLog } from './expect-healthy-log.ts'

describe.each(DIALECTS)('what stands outside the database, on %s', (dialect) => {
  let stands: StandingCounty
  let storage: Storage
  let around: CountySurroundings
  let county: County
  const file = (name: string) => join(stands.place.folder, name)

  beforeEach(async () => {
    stands = await standingCounty(dialect)
    ;({ storage, around, county } = stands)
  })
  afterEach(() => stands.close())

  async function publishOne(n: number, by: County = county): Promise<unknown> {
    const program = (await readReference(by.publishing.db)).programs.find(
      ({ code }) => code === 'grassland',
    )
    if (!program) throw new Error('no program')
    const region = `152529900${200 + n}` as RegionCode
    return publish(by.publishing, {
      notices: [bigNotice({ region, program, year: 2025, batch: null, lines: 4, seed: 'head' })],
    })
  }

  test('F12 a head file that vanished is never written anew', async () => {
    await rm(file('log-head'))
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'headMissing' })
    await expect(publishOne(1)).rejects.toMatchObject({ code: 'headMissing' })
    await expect(initTestCounty(around)).rejects.toMatchObject({ code: 'alreadyInitialised' })
    await expectHealthyLog(storage.db, county.keys.countySecret, { size: 17 })
  })

  test('a head file that nobody can read stops the start', async () => {
    await writeFile(file('log-head'), 'sambar/head/v1\nelse\n')
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'headMalformed' })
  })

  test('F2 a head file older than the database is moved on, after a look at the tail', async () => {
    const old = await readFile(file('log-head'))
    await publishOne(1)
    await publishOne(2)
    const now = await readFile(file('log-head'))
    await writeFile(file('log-head'), old)
    expect((await openCounty(around)).log.size).toBe(19)
    expect(await readFile(file('log-head'))).toEqual(now)
  })

  test('a head of another history at a smaller size stops the start', async () => {
    const { origin, size } = await county.publishing.headFile.read()
    await publishOne(1)
    await writeFile(file('log-head'), `sambar/head/v1\n${origin}\n${size}\n${'a'.repeat(64)}\n`)
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'databaseOtherHistory' })
  })

  test('a head of the same size and another root stops the start', async () => {
    const { origin, size } = await county.publishing.headFile.read()
    await writeFile(file('log-head'), `sambar/head/v1\n${origin}\n${size}\n${'a'.repeat(64)}\n`)
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'databaseOtherHistory' })
    await expect(publishOne(1)).rejects.toMatchObject({ code: 'databaseOtherHistory' })
  })

  test('F10 a database behind the head, such as a restored one, stops start and publishing', async () => {
    const { origin, size, root } = await county.publishing.headFile.read()
    await writeFile(file('log-head'), `sambar/head/v1\n${origin}\n${size + 3}\n${root}\n`)
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'databaseBehindHead' })
    await expect(publishOne(1)).rejects.toMatchObject({ code: 'databaseBehindHead' })
  })

  test('F12 an empty database beside a head is no new county', async () => {
    const other = await freshPlace(dialect)
    const empty = await other.open()
    try {
      const beside = { ...around, db: empty.db }
      await expect(openCounty(beside)).rejects.toMatchObject({ code: 'databaseBehindHead' })
      await expect(initTestCounty(beside)).rejects.toMatchObject({ code: 'logVanished' })
    } finally {
      await empty.close()
      await other.remove()
    }
  })

  test('F12 keys without their head file are a loss, not a beginning', async () => {
    const other = await freshPlace(dialect)
    const empty = await other.open()
    try {
      cpSync(file('keys'), join(other.folder, 'keys'), { recursive: true })
      const beside = { ...around, db: empty.db, dataFolder: other.folder }
      await expect(initTestCounty(beside)).rejects.toMatchObject({ code: 'logVanished' })
    } finally {
      await empty.close()
      await other.remove()
    }
  })

  test.each(['log-1.seed', 'time.seed', 'county.secret', 'seal.key', 'person.key'])(
    'F12 without %s there is no start, and no new key',
    async (name) => {
      await rm(file(`keys/${name}`))
      await expect(openCounty(around)).rejects.toMatchObject({ code: 'keyMissing' })
      await expect(initTestCounty(around)).rejects.toMatchObject({ code: 'alreadyInitialised' })
    },
  )

  test('the root key may be taken away: everything but a new key list works', async () => {
    await rm(file('keys/root.seed'))
    county = await openCounty(around)
    expect(county.keys.root).toBeNull()
    expect(await publishOne(1)).toMatchObject({ size: 18 })
    await expectHealthyLog(storage.db, county.keys.countySecret, { size: 18 })
  })

  test('another log key in the place of the published one is refused', async () => {
    await rename(file('keys/time.seed'), file('keys/held'))
    await writeFile(file('keys/log-1.seed'), await readFile(file('keys/held')))
    await rename(file('keys/held'), file('keys/time.seed'))
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'keyMissing' })
  })

  test('a key that others may read is no secret, and refused', async () => {
    await chmod(file('keys/county.secret'), 0o640)
    await expect(openCounty(around)).rejects.toMatchObject({ code: 'keyReadable' })
  })

  test('F8 a data folder is held by one process, and free again when it ends', () => {
    const lock = lockDataFolder(stands.place.folder)
    expect(() => lockDataFolder(stands.place.folder)).toThrow(
      expect.objectContaining({ code: 'dataFolderHeld' }),
    )
    lock.release()
    lockDataFolder(stands.place.folder).release()
  })

  test('F8 a second writer that got past the locks cannot fork the log', async () => {
    let interfere: StepHook = () => undefined
    const first = await openCounty({ ...around, step: (...at) => interfere(...at) })
    const second = county
    interfere = async (step, when) => {
      if (step !== 'begin' || when !== 'before') return
      interfere = () => undefined
      expect(await publishOne(2, second)).toMatchObject({ size: 18 })
    }
    await expect(publishOne(1, first)).rejects.toThrow(LogMoved)
    await expectHealthyLog(storage.db, county.keys.countySecret, { size: 18 })
    expect(await publishOne(1, first)).toMatchObject({ size: 19 })
    await expectHealthyLog(storage.db, county.keys.countySecret, { size: 19 })
  })

  test('F13 nobody changes or takes away what the log holds, at the database’s console either', async () => {
    const { db } = storage
    const changes = [
      () =>
        db
          .updateTable('entries')
          .set({ manifest: 'f'.repeat(64) })
          .execute(),
      () => db.deleteFrom('entries').where('index', '=', 3).execute(),
      () =>
        db
          .updateTable('tree_nodes')
          .set({ hash: 'f'.repeat(64) })
          .execute(),
      () => db.deleteFrom('tree_nodes').execute(),
      () =>
        db
          .updateTable('objects')
          .set({ bytes: new Uint8Array(3) })
          .execute(),
      () => db.updateTable('key_lists').set({ note: '' }).execute(),
      () => db.deleteFrom('key_lists').execute(),
      () => db.deleteFrom('log').execute(),
    ]
    for (const change of changes) await expect(change()).rejects.toThrow(/appendOnly/)
    await expectHealthyLog(storage.db, county.keys.countySecret, { size: 17 })
  })

  test('a county that was cut off while it was begun is gone on with', async () => {
    const other = await freshPlace(dialect)
    const empty = await other.open()
    try {
      let calls = 0
      const beside: CountySurroundings = {
        ...around,
        db: empty.db,
        dataFolder: other.folder,
        step: (step) => {
          if (step === 'objects' && calls++ === 0) throw new Error('cut off')
        },
      }
      await expect(initTestCounty(beside)).rejects.toThrow('cut off')
      const begun = await initTestCounty(beside)
      await expectHealthyLog(empty.db, begun.keys.countySecret, { size: 17 })
      await expect(
        initCounty(beside, {
          origin: 'other',
          county: begun.log.county as RegionCode,
          demo: true,
          documents: [],
          boards: [],
        }),
      ).rejects.toMatchObject({ code: 'alreadyInitialised' })
    } finally {
      await empty.close()
      await other.remove()
      rmSync(other.folder, { recursive: true, force: true })
    }
  })
})
