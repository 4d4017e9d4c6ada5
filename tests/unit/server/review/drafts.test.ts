import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { linesIn } from '#server/review/content.ts'
import { submit } from '#server/review/lifecycle.ts'
import { findVersion, linesOf, versionsOf } from '#server/storage/notices.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import {
  FAR,
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

describe.each(DIALECTS)('keeping a sheet on %s', (dialect) => {
  let office: TestOffice
  let year = 2000
  beforeAll(async () => {
    office = await openOffice(dialect)
  })
  afterAll(() => office.close())
  // Each test has a year to itself.
  beforeEach(() => {
    year += 1
  })

  const payeesOf = async (notice: string, version = 1) => {
    const texts = (await linesOf(office.storage.db, [{ notice, version }])).get(notice) ?? []
    return linesIn(texts).map(({ name, payee }) => [name, payee] as const)
  }
  const keep = async (villages: { [region: string]: Household[] }, batch?: string, why?: string) =>
    taken(
      await keepReport(
        office,
        reportOf(villages, { year, ...(batch ? { batch } : {}) }),
        why === undefined ? {} : { why },
      ),
    )

  test('every village gets a draft, and all of it is one import', async () => {
    const kept = await keep({
      [FIRST]: [
        ['巴特尔', 100],
        ['其木格', 50],
      ],
      [FAR]: [['张山', 20]],
    })
    expect(kept.drafts).toMatchObject([
      { region: FIRST, lines: 2, totalFen: 15000, outcome: 'new', version: 1 },
      { region: FAR, lines: 1, totalFen: 2000, outcome: 'new', version: 1 },
    ])
    const row = await findVersion(office.storage.db, kept.drafts[0]?.notice ?? '')
    expect(row).toMatchObject({ state: 'draft', import: kept.import, author: row?.importer })
  })

  test('the same file again is recognised, and changes nothing', async () => {
    const villages: { [region: string]: Household[] } = { [FIRST]: [['巴特尔', 100]] }
    const kept = await keep(villages)
    expect(await keepReport(office, reportOf(villages, { year }))).toEqual({
      refused: 'fileKnown',
      import: kept.import,
    })
  })

  test('the same person has one payee number on every list of a board, and another elsewhere', async () => {
    const first = await keep({ [FIRST]: [['巴特尔', 100]], [SECOND]: [['巴特尔', 7]] })
    const again = await keep({ [FIRST]: [['巴特尔', 90]] }, '二季度')
    const [here, elsewhere] = first.drafts
    const [[, number] = []] = await payeesOf(here?.notice ?? '')
    expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
    expect((await payeesOf(again.drafts[0]?.notice ?? ''))[0]?.[1]).toBe(number)
    expect((await payeesOf(elsewhere?.notice ?? ''))[0]?.[1]).not.toBe(number)
  })

  test('namesakes with two IDs are two payees', async () => {
    const kept = await keep({
      [FIRST]: [
        ['李娜', 10, { id: 'a' }],
        ['李娜', 20, { id: 'b' }],
      ],
    })
    const [[, a] = [], [, b] = []] = await payeesOf(kept.drafts[0]?.notice ?? '')
    expect(a).not.toBe(b)
  })

  test('without an ID, name and group say who it is, where that pair stands once', async () => {
    const without = (group: string) => ({ personKey: null, group })
    const first = await keep({
      [SECOND]: [
        ['王芳', 10, without('一组')],
        ['王芳', 20, without('二组')],
        ['赵强', 30, without('一组')],
        ['赵强', 40, without('一组')],
      ],
    })
    const numbers = await payeesOf(first.drafts[0]?.notice ?? '')
    expect(new Set(numbers.map(([, payee]) => payee)).size).toBe(4)
    const again = await keep(
      {
        [SECOND]: [
          ['王芳', 11, without('二组')],
          ['王芳', 12, { group: '一组', id: 'wang' }],
          ['赵强', 31, without('一组')],
        ],
      },
      '二季度',
    )
    const later = await payeesOf(again.drafts[0]?.notice ?? '')
    expect(later[0]?.[1]).toBe(numbers[1]?.[1])
    // An ID that comes later finds the one person it can mean …
    expect(later[1]?.[1]).toBe(numbers[0]?.[1])
    // … and where two could be meant, nobody is mixed up.
    expect(numbers.map(([, payee]) => payee)).not.toContain(later[2]?.[1])
    const third = await keep({ [SECOND]: [['王方', 12, { group: '三组', id: 'wang' }]] }, '三季度')
    expect((await payeesOf(third.drafts[0]?.notice ?? ''))[0]?.[1]).toBe(numbers[0]?.[1])
  })

  test('a better file takes the place of a draft', async () => {
    const first = await keep({ [FIRST]: [['巴特尔', 100]] })
    const second = await keep({ [FIRST]: [['巴特尔', 101]] })
    const [draft] = second.drafts
    expect(draft).toMatchObject({
      notice: first.drafts[0]?.notice,
      version: 1,
      outcome: 'replaced',
    })
    expect(draft?.contentHash).not.toBe(first.drafts[0]?.contentHash)
    expect(await versionsOf(office.storage.db, draft?.notice ?? '')).toHaveLength(1)
  })

  test('what is under review does not give way, and nothing of the sheet is kept', async () => {
    const first = await keep({ [FIRST]: [['巴特尔', 100]] })
    taken(await submit(office, office.person('importer'), meantOf(first)))
    const report = reportOf({ [SECOND]: [['其木格', 5]], [FIRST]: [['巴特尔', 99]] }, { year })
    expect(await keepReport(office, report)).toMatchObject({
      refused: 'stepNotOpen',
      state: 'submitted',
      region: FIRST,
    })
    const other = await keep({ [SECOND]: [['其木格', 5]] })
    expect(other.drafts[0]?.outcome).toBe('new')
  })

  test('F105 a corrected file becomes the next version, with what changed and why', async () => {
    const before: Household[] = [
      ['巴特尔', 100],
      ['其木格', 50],
      ['张山', 20],
    ]
    const first = await keep({ [FIRST]: before, [FAR]: [['王芳', 9]] })
    await hangKept(office, first)
    const after: Household[] = [
      ['巴特尔', 110],
      ['其木格', 50],
      ['李娜', 30],
    ]
    const villages = { [FIRST]: after, [FAR]: [['王芳', 9]] as Household[] }
    expect(await keepReport(office, reportOf(villages, { year }))).toMatchObject({
      refused: 'whyMissing',
      region: FIRST,
    })
    const corrected = await keep(villages, undefined, '面积登记有误')
    const [changed, same] = corrected.drafts
    expect(same).toMatchObject({ region: FAR, outcome: 'unchanged', version: 1 })
    expect(changed).toMatchObject({
      notice: first.drafts[0]?.notice,
      version: 2,
      outcome: 'corrected',
    })
    expect(
      changed?.differences.map(({ name, beforeFen, afterFen }) => [name, beforeFen, afterFen]),
    ).toEqual([
      ['巴特尔', 10000, 11000],
      ['张山', 2000, null],
      ['李娜', null, 3000],
    ])
    await hangKept(office, corrected)
    const versions = await versionsOf(office.storage.db, changed?.notice ?? '')
    expect(versions.map(({ version, state }) => [version, state])).toEqual([
      [1, 'corrected'],
      [2, 'published'],
    ])
    expect(JSON.parse(versions[1]?.change ?? '')).toEqual({
      what: ['payee', 'amount'],
      why: '面积登记有误',
    })
  })

  test('the first sheet again puts right what another did by mistake', async () => {
    const right = { [FIRST]: [['巴特尔', 100]] as Household[] }
    const first = await keep(right)
    const wrong = taken(
      await keepReport(
        office,
        reportOf({ [FIRST]: [['巴特尔', 900]] }, { year, fileHash: 'b'.repeat(64) }),
      ),
    )
    const again = await keep(right)
    expect(again.drafts[0]).toMatchObject({
      outcome: 'replaced',
      contentHash: first.drafts[0]?.contentHash,
    })
    expect(again.import).not.toBe(wrong.import)
    expect(await keepReport(office, reportOf(right, { year }))).toMatchObject({
      refused: 'fileKnown',
      import: again.import,
    })
  })

  test('a sheet that is what hangs takes a wrong correction away', async () => {
    const right = { [FIRST]: [['巴特尔', 100]] as Household[] }
    const first = await keep(right)
    await hangKept(office, first)
    const keepWrong = () =>
      keepReport(
        office,
        reportOf({ [FIRST]: [['巴特尔', 900]] }, { year, fileHash: 'b'.repeat(64) }),
        { why: '面积登记有误' },
      )
    const wrong = taken(await keepWrong())
    const notice = first.drafts[0]?.notice ?? ''
    const again = await keep(right)
    expect(again.drafts[0]).toMatchObject({ notice, version: 1, outcome: 'unchanged' })
    expect(await findVersion(office.storage.db, notice)).toMatchObject({
      version: 1,
      state: 'published',
    })
    expect(await submit(office, office.person('importer'), meantOf(wrong))).toHaveProperty(
      'refused',
    )
    // Under review it is somebody else's too: the sheet is refused, and says why.
    const second = taken(await keepWrong())
    expect(second.drafts[0]).toMatchObject({ version: 2, outcome: 'corrected' })
    taken(await submit(office, office.person('importer'), meantOf(second)))
    expect(await keepReport(office, reportOf(right, { year }))).toMatchObject({
      refused: 'stepNotOpen',
      state: 'submitted',
      notice,
    })
  })

  test('what is still planned and what came back is in no sum', async () => {
    const kept = await keep({
      [FIRST]: [
        ['巴特尔', 100],
        ['其木格', 50, { status: 'planned' }],
        ['张山', 20, { status: 'returned' }],
        ['王芳', 7, { status: 'reissued' }],
      ],
    })
    expect(kept.drafts[0]).toMatchObject({ lines: 4, totalFen: 10700 })
  })

  test('nobody keeps a sheet for villages out of their scope', async () => {
    const report = reportOf({ [FIRST]: [['巴特尔', 1]], [FAR]: [['张山', 1]] }, { year })
    expect(await keepReport(office, report, { login: 'importer-east' })).toEqual({
      refused: 'outOfScope',
      region: FAR,
    })
    expect(await keepReport(office, report, { login: 'reviewer' })).toMatchObject({
      refused: 'outOfScope',
    })
  })

  test('F91 a personal number in any text stops the whole sheet', async () => {
    const number = '159999197109137961'
    const report = reportOf({ [FIRST]: [['巴特尔', 1, { note: `证号${number}` }]] }, { year })
    const refusal = await keepReport(office, report)
    expect(refusal).toMatchObject({ refused: 'personalData', region: FIRST })
    expect(JSON.stringify(refusal)).not.toContain(number)
    expect((await keep({ [FIRST]: [['巴特尔', 1]] })).drafts[0]?.outcome).toBe('new')
  })
})
