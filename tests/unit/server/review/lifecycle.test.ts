import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dayOf } from '#domain/calendar/day.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeState } from '#domain/notice/notice.ts'
import { openShelves } from '#server/publishing/open-board.ts'
import { publish } from '#server/publishing/publish.ts'
import { readReference } from '#server/publishing/reference.ts'
import type { KeptImport } from '#server/review/drafts.ts'
import { review, revise, submit, type Meant } from '#server/review/lifecycle.ts'
import { publishNotices, withdrawNotice } from '#server/review/publish-notices.ts'
import { approvedForPublishing, markPublished } from '#server/review/ready.ts'
import { boardRows } from '#server/storage/log.ts'
import { findVersion, moveVersion } from '#server/storage/notices.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import {
  ALL_YES,
  APPROVE,
  EAST,
  FIRST,
  hangKept,
  keepReport,
  meantOf,
  openOffice,
  reportOf,
  SECOND,
  taken,
  type Household,
  type TestOffice,
} from '../office.ts'

const TODAY = dayOf(Date.parse('2026-03-02T01:00:00Z'))

describe.each(DIALECTS)('a draft’s life on %s', (dialect) => {
  let office: TestOffice
  let year = 2000
  beforeAll(async () => {
    office = await openOffice(dialect)
  })
  afterAll(() => office.close())

  const draft = async (): Promise<Meant> => {
    year += 1
    const kept = await keepReport(office, reportOf({ [FIRST]: [['巴特尔', 100]] }, { year }))
    const [meant] = meantOf(taken(kept))
    if (!meant) throw new Error('no draft')
    return meant
  }
  const stateOf = async (meant: Meant) =>
    (await findVersion(office.storage.db, meant.notice))?.state as NoticeState
  const importer = () => office.person('importer')
  const reviewer = () => office.person('reviewer')
  const admin = () => office.person('admin')

  const STEPS = {
    submit: (meant: Meant) => submit(office, importer(), [meant]),
    approve: (meant: Meant) => review(office, reviewer(), [meant], APPROVE),
    return: (meant: Meant) =>
      review(office, reviewer(), [meant], {
        decision: 'return',
        checks: ALL_YES,
        reasons: '请核对',
      }),
    revise: (meant: Meant) => revise(office, importer(), [meant]),
    publish: (meant: Meant) => publishNotices(office, admin(), [meant.notice]),
    withdraw: (meant: Meant) =>
      withdrawNotice(office, admin(), { notice: meant.notice, why: '名单有误', office: '示范旗' }),
  }
  type StepName = keyof typeof STEPS
  const NEXT: { [state: string]: { [step in StepName]?: NoticeState } } = {
    draft: { submit: 'submitted' },
    submitted: { approve: 'approved', return: 'returned' },
    returned: { revise: 'draft' },
    approved: { publish: 'published', revise: 'draft' },
    published: { withdraw: 'withdrawn' },
    withdrawn: {},
  }
  /** The shortest way into each state. */
  const WAY: [NoticeState, StepName[]][] = [
    ['draft', []],
    ['submitted', ['submit']],
    ['returned', ['submit', 'return']],
    ['approved', ['submit', 'approve']],
    ['published', ['submit', 'approve', 'publish']],
    ['withdrawn', ['submit', 'approve', 'publish', 'withdraw']],
  ]

  test.each(WAY)(
    'T2 from %s only the lawful steps lead on, and the others leave it there',
    async (state, way) => {
      for (const step of Object.keys(STEPS) as StepName[]) {
        const meant = await draft()
        for (const before of way) taken(await STEPS[before](meant))
        expect(await stateOf(meant)).toBe(state)
        const answer = await STEPS[step](meant)
        const next = NEXT[state]?.[step]
        expect([step, 'refused' in answer]).toEqual([step, next === undefined])
        expect(await stateOf(meant)).toBe(next ?? state)
      }
    },
  )

  test('T2 nobody reviews their own work, whatever roles they have', async () => {
    const meant = await draft()
    taken(await STEPS.submit(meant))
    const both = { ...importer(), grants: [...importer().grants, ...reviewer().grants] }
    expect(await review(office, both, [meant], APPROVE)).toMatchObject({ refused: 'ownWork' })
    expect(await stateOf(meant)).toBe('submitted')
  })

  test('T2 a batch in which one is not what was read stays as it was, all of it', async () => {
    const [one, two] = [await draft(), await draft()]
    taken(await submit(office, importer(), [one, two]))
    const other = { ...two, contentHash: '0'.repeat(64) }
    expect(await review(office, reviewer(), [one, other], APPROVE)).toMatchObject({
      refused: 'contentChanged',
      notice: two.notice,
    })
    expect([await stateOf(one), await stateOf(two)]).toEqual(['submitted', 'submitted'])
  })

  test('T2 content that was changed behind the review’s back is not published', async () => {
    const meant = await draft()
    taken(await STEPS.submit(meant))
    taken(await STEPS.approve(meant))
    const { db } = office.storage
    const at = { notice: meant.notice, version: 1, part: 0 }
    const before = await db
      .selectFrom('version_lines')
      .select('lines')
      .where('notice', '=', meant.notice)
      .executeTakeFirstOrThrow()
    // Lines cannot be updated; whoever takes them away and puts others there is found out.
    await db.deleteFrom('version_lines').where('notice', '=', meant.notice).execute()
    const lines = before.lines.replace('10000', '99900')
    await db
      .insertInto('version_lines')
      .values({ ...at, lines })
      .execute()
    expect(await STEPS.publish(meant)).toEqual({ refused: 'contentChanged', notice: meant.notice })
  })

  test('T2 a state written by hand is no approval', async () => {
    const meant = await draft()
    await office.storage.db
      .updateTable('notice_versions')
      .set({ state: 'approved' })
      .where('notice', '=', meant.notice)
      .execute()
    expect(await STEPS.publish(meant)).toEqual({ refused: 'contentChanged', notice: meant.notice })
  })

  test('an approval does not outlive a return or a new content', async () => {
    const meant = await draft()
    for (const step of ['submit', 'approve', 'revise', 'submit', 'return', 'revise'] as const)
      taken(await STEPS[step](meant))
    await office.storage.db
      .updateTable('notice_versions')
      .set({ state: 'approved' })
      .where('notice', '=', meant.notice)
      .execute()
    expect(await STEPS.publish(meant)).toMatchObject({ refused: 'contentChanged' })
  })

  test('a publish is undone where the office’s side of it cannot be written', async () => {
    const meant = await draft()
    taken(await STEPS.submit(meant))
    taken(await STEPS.approve(meant))
    const { db } = office.storage
    const ready = taken(
      await approvedForPublishing(db, [meant.notice], {
        who: admin(),
        programs: office.programs,
        today: TODAY,
      }),
    )
    expect(ready[0]?.reviewedBy).toMatchObject([{ role: 'countyReviewer', name: '示范reviewer' }])
    const done = [{ id: meant.notice, version: 1, publishedOn: TODAY, periodEndsOn: null }]
    // Approved still, but not the content that the bytes were made from.
    const other = new Map([[meant.notice, '0'.repeat(64)]])
    await expect(
      db
        .transaction()
        .execute((tx) => markPublished(tx, done, { id: null, now: office.now(), sealed: other })),
    ).rejects.toMatchObject({ code: 'noLongerApproved' })
    expect(await stateOf(meant)).toBe('approved')
    const sealed = new Map([[meant.notice, ready[0]?.contentHash ?? '']])
    taken(await STEPS.revise(meant))
    await expect(
      db
        .transaction()
        .execute((tx) => markPublished(tx, done, { id: null, now: office.now(), sealed })),
    ).rejects.toMatchObject({ code: 'noLongerApproved' })
    expect(await stateOf(meant)).toBe('draft')
  })

  test('F13 what was published cannot be changed or taken away in the database', async () => {
    const meant = await draft()
    for (const step of ['submit', 'approve', 'publish'] as const) taken(await STEPS[step](meant))
    const { db } = office.storage
    const mine = <T extends { where(column: 'notice', op: '=', value: string): T }>(query: T) =>
      query.where('notice', '=', meant.notice)
    for (const set of [
      { title: '{}' },
      { total_fen: 1 },
      { content_hash: '' },
      { published_on: null },
    ])
      await expect(mine(db.updateTable('notice_versions').set(set)).execute()).rejects.toThrow(
        'appendOnly: notice_versions',
      )
    await expect(mine(db.deleteFrom('notice_versions')).execute()).rejects.toThrow('appendOnly')
    await expect(mine(db.deleteFrom('version_lines')).execute()).rejects.toThrow('appendOnly')
    const row = await findVersion(db, meant.notice)
    expect(row && (await moveVersion(db, row, { state: 'corrected' }))).toBe(true)
  })

  test('a withdrawn notice gives its place free for a new one', async () => {
    const meant = await draft()
    for (const step of ['submit', 'approve', 'publish', 'withdraw'] as const)
      taken(await STEPS[step](meant))
    const again = taken(
      await keepReport(office, reportOf({ [FIRST]: [['巴特尔', 101]], [SECOND]: [] }, { year })),
    )
    expect(again.drafts[0]).toMatchObject({ outcome: 'new', version: 1 })
    expect(again.drafts[0]?.notice).not.toBe(meant.notice)
  })

  describe('no text for all says whose line it is about', () => {
    const list = (yuan: number): Household[] => [
      ['斯琴高娃', yuan],
      ['巴特尔', 100],
      ['其木格', 100],
      ['张建国', 100],
    ]
    const keep = (households: Household[], more: { why?: string; batch?: string } = {}) => {
      const { why, ...rest } = more
      const report = reportOf({ [FIRST]: households }, { year, ...rest })
      return keepReport(office, report, why === undefined ? {} : { why })
    }
    const hang = async (...given: Parameters<typeof keep>) => {
      const [meant] = await hangKept(office, taken(await keep(...given)))
      if (!meant) throw new Error('no draft')
      return meant
    }
    const recordOf = async ({ notice }: Meant) => {
      const { db } = office.storage
      const [board] = await boardRows(db, [FIRST])
      const [open] = await openShelves(db, board ? [board] : [], () => true)
      const records = [...(open?.shelves.values() ?? [])].flatMap(({ notices }) => notices)
      return records.find(({ id }) => id === notice)
    }
    const WHY = '斯琴高娃家补发五十元'
    const names = async (setting: 'boardKey' | 'public') => {
      const { settings } = await readReference(office.storage.db)
      const value = { ...settings, names: setting }
      taken(
        await publish(office.publishing, {
          documents: [{ v: 1, name: 'settings', value }],
          why: '测试',
        }),
      )
    }
    beforeEach(() => {
      year += 1
    })

    test('who hands the sheet in hears it at once', async () => {
      expect(await keep(list(100), { batch: '巴特尔补发' })).toMatchObject({
        refused: 'payeeNamed',
        where: 'batch',
        region: FIRST,
      })
      const first = await hang(list(100))
      expect(await keep(list(150), { why: WHY })).toMatchObject({
        refused: 'payeeNamed',
        where: 'change.why',
      })
      // Who is off the list since stood on it: somebody may have kept that.
      await hang(list(100).slice(1), { why: '一户不符合条件' })
      expect(await keep(list(100).slice(2), { why: WHY })).toMatchObject({ where: 'change.why' })
      expect(await recordOf(first)).toMatchObject({ version: 2, totals: null })
    })

    test('it is asked again at each step, since what everybody may read can change', async () => {
      await hang(list(100))
      await names('public')
      const [draft] = meantOf(taken(await keep(list(150), { why: WHY })))
      if (!draft) throw new Error('no draft')
      await names('boardKey')
      const named = { refused: 'payeeNamed', where: 'change.why', notice: draft.notice }
      expect(await STEPS.submit(draft)).toEqual(named)
      await names('public')
      taken(await STEPS.submit(draft))
      taken(await STEPS.approve(draft))
      await names('boardKey')
      expect(await STEPS.publish(draft)).toMatchObject({
        refused: 'withinNotice',
        because: { refused: 'payeeNamed', where: 'change.why' },
      })
    })

    test('a withdrawal names nobody, and what comes after it is held against what hung', async () => {
      const first = await hang(list(100))
      const withdraw = (why: string, by = '示范旗') =>
        withdrawNotice(office, admin(), { notice: first.notice, why, office: by })
      expect(await withdraw('巴特尔重复登记')).toMatchObject({
        refused: 'payeeNamed',
        where: 'why',
      })
      expect(await withdraw('名单有误', '巴特尔')).toMatchObject({ where: 'office' })
      taken(await withdraw('名单有误'))
      expect(await recordOf(first)).toMatchObject({ totals: { paidFen: 40_000 } })
      expect(await keep(list(100).slice(1), { batch: '斯琴高娃除外' })).toMatchObject({
        refused: 'payeeNamed',
      })
      // A new notice, but its sums and those that hung would together tell what the one household got.
      const again = await hang(list(160), { batch: '重新公示' })
      expect(again.notice).not.toBe(first.notice)
      expect(await recordOf(again)).toMatchObject({ version: 1, totals: null })
      const same = await hang(list(100), { batch: '又一批' })
      expect(await recordOf(same)).toMatchObject({ totals: { paidFen: 40_000 } })
    })
  })

  test('a township’s table is held against those that hung in its place', async () => {
    year += 1
    const keep = async (households: number, fen: number, why?: string) => {
      const report = reportOf({ [EAST]: [] }, { year, fileHash: `${households}-${fen}-${year}` })
      for (const list of report.disbursements)
        list.aggregate = { households, parts: [], amountFen: fen as Fen }
      return taken(await keepReport(office, report, why === undefined ? {} : { why }))
    }
    const totals = async (kept: KeptImport) => {
      const [meant] = await hangKept(office, kept)
      const { db } = office.storage
      const [open] = await openShelves(db, await boardRows(db, [EAST]), () => true)
      const records = [...(open?.shelves.values() ?? [])].flatMap(({ notices }) => notices)
      const record = records.find(({ id }) => id === meant?.notice)
      return { notice: meant?.notice ?? '', totals: record?.totals && record.totals.paidFen }
    }
    const { notice } = await totals(await keep(40, 9000))
    expect(await totals(await keep(41, 9100, '补一户'))).toEqual({ notice, totals: null })
    taken(await withdrawNotice(office, admin(), { notice, why: '数据有误', office: '示范旗' }))
    expect(await totals(await keep(42, 9200))).toMatchObject({ totals: null })
  })

  test('two people who act at the same moment do not both succeed', async () => {
    const meant = await draft()
    taken(await STEPS.submit(meant))
    const answers = await Promise.all([STEPS.approve(meant), STEPS.return(meant)])
    expect(answers.filter((answer) => 'refused' in answer)).toHaveLength(1)
    const rows = await office.storage.db
      .selectFrom('reviews')
      .select('decision')
      .where('notice', '=', meant.notice)
      .execute()
    expect(rows).toHaveLength(1)
  })
})
