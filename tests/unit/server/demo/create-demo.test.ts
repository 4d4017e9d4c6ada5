import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayOf } from '#domain/calendar/day.ts'
import type { PublicHeader } from '#domain/privacy/public-notice.ts'
import { createPasswords } from '#server/auth/password.ts'
import { checkPassword } from '#server/auth/sessions.ts'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#server/demo/accounts.ts'
import { createDemo } from '#server/demo/create-demo.ts'
import { openCounty, type County } from '#server/publishing/county.ts'
import { manifestOf, openShelves } from '#server/publishing/open-board.ts'
import { readReference } from '#server/publishing/reference.ts'
import { allBoardRows } from '#server/storage/log.ts'
import { openStorage, type Storage } from '#server/storage/open.ts'
import type { NoticeRecord } from '#protocol/shapes.ts'
import { expectHealthyLog } from '#tests/faults/expect-healthy-log.ts'
import { seededBytes } from '#tests/support/county.ts'

const NOW = Date.parse('2026-11-21T08:00:00Z')

describe('the demo county', () => {
  let folder: string
  let storage: Storage
  let county: County
  const notices: (NoticeRecord & { region: string })[] = []
  const around = () => ({ dataFolder: folder, now: () => NOW, random: seededBytes('demo') })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sambar-demo-'))
    storage = await openStorage({ file: join(folder, 'sambar.db') })
    county = await createDemo({ ...around(), storage })
    const boards = await openShelves(storage.db, await allBoardRows(storage.db), () => true)
    for (const { region, shelves } of boards)
      for (const shelf of shelves.values())
        notices.push(...shelf.notices.map((notice) => ({ ...notice, region })))
  }, 240_000)
  afterAll(async () => {
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const lists = () => notices.filter(({ kind }) => kind === 'disbursement')

  test('its log is a real one, and a start finds it as it was left', async () => {
    const again = await openCounty({ ...around(), db: storage.db })
    expect(again.log).toEqual(county.log)
    const { boards } = await expectHealthyLog(storage.db, county.keys.countySecret)
    expect(boards.size).toBe(17)
  })

  test('a dozen programs over three years, on every gacha’s board', () => {
    expect(new Set(lists().map(({ program }) => program)).size).toBeGreaterThanOrEqual(12)
    expect(new Set(lists().map(({ year }) => year))).toEqual(new Set([2023, 2024, 2025]))
    const regions = [...new Set(lists().map(({ region }) => region))]
    expect(regions).toHaveLength(16)
  })

  test('notices in every state', async () => {
    const today = dayOf(NOW)
    const hanging = lists().filter(({ state }) => state === 'published')
    expect(hanging.some(({ periodEndsOn }) => (periodEndsOn ?? '') >= today)).toBe(true)
    expect(hanging.some(({ periodEndsOn }) => (periodEndsOn ?? '') < today)).toBe(true)
    expect(lists().some(({ state }) => state === 'withdrawn')).toBe(true)
    expect(lists().some(({ state }) => state === 'archived')).toBe(true)
    const corrected = lists().filter(({ version }) => version === 2)
    expect(corrected).toHaveLength(5)
    expect(corrected.every(({ change }) => change !== null && change.why !== '')).toBe(true)
    const rows = await storage.db.selectFrom('notice_versions').select('state').distinct().execute()
    expect(rows.map(({ state }) => state).sort()).toEqual([
      'approved',
      'archived',
      'corrected',
      'draft',
      'published',
      'returned',
      'submitted',
      'withdrawn',
    ])
  })

  test('nothing is stamped with a day or an instant that has not come', () => {
    const now = new Date(NOW).toISOString()
    for (const { publishedAt, publishedOn } of notices) {
      expect(publishedAt < now).toBe(true)
      expect(publishedOn <= dayOf(NOW)).toBe(true)
    }
  })

  test('everything says that it is invented', async () => {
    for (const row of await allBoardRows(storage.db)) {
      const { demo, name } = manifestOf(row)
      expect([row.region, demo]).toEqual([row.region, true])
      expect(name.zh).toContain('示范')
    }
    const headers = await storage.db
      .selectFrom('objects')
      .select('bytes')
      .where(
        'address',
        'in',
        lists()
          .slice(0, 400)
          .flatMap(({ objects }) => objects.slice(0, 1).map(({ address }) => address)),
      )
      .execute()
    for (const { bytes } of headers) {
      const header = JSON.parse(gunzipSync(bytes).subarray(16).toString()) as PublicHeader
      expect(header.demo).toBe(true)
    }
  })

  test('each gacha and sumu has a name in Mongolian script', async () => {
    const { regions } = (await readReference(storage.db)).regions
    expect(regions).toHaveLength(17)
    for (const { name } of regions) expect(name.mn).toMatch(/^\p{Script=Mongolian}/u)
  })

  test('years of a household meet under one payee number, and namesakes stay apart', async () => {
    const people = await storage.db
      .selectFrom('payees')
      .select(['region', 'name', 'group_name', 'payee'])
      .execute()
    const byName = new Map<string, number>()
    for (const { region, name } of people)
      byName.set(`${region} ${name}`, (byName.get(`${region} ${name}`) ?? 0) + 1)
    expect([...byName.values()].filter((count) => count > 1).length).toBeGreaterThan(20)
    const { lines } = await storage.db
      .selectFrom('notice_versions')
      .select(({ fn }) => fn.sum<number>('lines').as('lines'))
      .executeTakeFirstOrThrow()
    expect(Number(lines)).toBeGreaterThan(people.length * 2)
  })

  test('one account for every role opens with the demo’s password, and only with that', async () => {
    const auth = {
      storage,
      now: () => NOW,
      random: seededBytes('auth'),
      passwords: createPasswords(seededBytes('passwords'), 4),
    }
    const roles = new Set<string>()
    for (const { login, role } of DEMO_ACCOUNTS) {
      const person = await checkPassword(auth, { login, password: DEMO_PASSWORD, address: 'test' })
      expect(person).toMatchObject({ login, grants: [{ role }] })
      roles.add(role)
    }
    expect(roles.size).toBe(5)
    expect(
      await checkPassword(auth, { login: 'guanli', password: 'not this one', address: 'test' }),
    ).toEqual({ refused: 'signInFailed' })
  })

  test('no number of the samples’ people is anywhere in the data folder', async () => {
    const tables = ['objects', 'notice_versions', 'version_lines', 'payees', 'imports'] as const
    for (const table of tables)
      for (const row of await storage.db.selectFrom(table).selectAll().execute())
        for (const value of Object.values(row)) {
          const text =
            value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)
          expect(/159999\d{11}|1990000\d{4}|62179900000\d+/.test(text)).toBe(false)
        }
  })
})
