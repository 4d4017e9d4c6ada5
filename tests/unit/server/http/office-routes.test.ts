import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkAudit } from '#server/storage/audit.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import { ALL_YES } from '../office.ts'
import { openDoor, ORIGIN, type Door } from './door.ts'

const SAMPLES = join(import.meta.dirname, '../../../fixtures/samples')
const FIRST_SHEET = '01-草原生态保护补助奖励-2025.xlsx'
const CORRECTED = '07-草原生态保护补助奖励-2025-更正.xlsx'

interface Draft {
  notice: string
  contentHash: string
  region: string
  outcome: string
  version: number
  differences: unknown[]
}

interface ReadAnswer {
  import: string
  reportHash: string
  report: { mapping: { [signature: string]: { [label: string]: object } } }
}

describe.each(DIALECTS)('a sheet’s way through the API on %s', (dialect) => {
  let door: Door
  let cookie = ''
  beforeAll(async () => {
    door = await openDoor(dialect)
    const answer = await door.ask('POST', '/api/v1/session', {
      payload: { login: 'importer', password: 'saddle copper willow nine' },
    })
    cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  })
  afterAll(() => door.close())

  const upload = (
    file: string,
    query = 'program=grassland&year=2025&sender=农牧局',
    more: { [header: string]: string } = {},
  ) =>
    door.ask('POST', `/api/v1/office/imports?${encodeURI(query)}`, {
      payload: readFileSync(join(SAMPLES, file)),
      headers: {
        cookie,
        origin: ORIGIN,
        'content-type': 'application/octet-stream',
        'x-file-name': encodeURIComponent(file),
        ...more,
      },
    })
  const meant = (drafts: Draft[]) =>
    drafts.map(({ notice, contentHash }) => ({ notice, contentHash }))
  const post = async (who: string, path: string, body: object) => {
    const answer = await door.as(who, 'POST', `/api/v1/office/${path}`, body)
    return { status: answer.statusCode, body: answer.json() as { [key: string]: unknown } }
  }
  const keep = (who: string, { import: id, reportHash }: ReadAnswer, more: object = {}) =>
    post(who, `imports/${id}/keep`, { report: reportHash, ...more })
  let drafts: Draft[] = []
  let first: ReadAnswer = { import: '', reportHash: '', report: { mapping: {} } }

  test('it is read, and the report comes before anything is kept', async () => {
    const answer = await upload(FIRST_SHEET)
    expect(answer.statusCode, answer.body).toBe(200)
    const read = answer.json() as ReadAnswer
    const expected = JSON.parse(
      readFileSync(join(SAMPLES, `${FIRST_SHEET}.expected.json`), 'utf8'),
    ) as { lines: number; totalFen: number }
    expect(read.report).toMatchObject({
      accepted: true,
      lines: expected.lines,
      totalFen: expected.totalFen,
    })
    first = read
    const list = await door.as('importer', 'GET', '/api/v1/office/notices')
    expect(list.json()).toEqual({ notices: [] })
    // Read again, it is the same import.
    expect((await upload(FIRST_SHEET)).json()).toMatchObject({ ...first, keptBefore: null })
  })

  test('the same file of another sender is that sender’s', async () => {
    const other = (await upload(FIRST_SHEET, 'program=grassland&year=2025&sender=林草局')).json()
    expect((other as ReadAnswer).import).not.toBe(first.import)
    const { imports } = (await door.as('importer', 'GET', '/api/v1/office/imports')).json() as {
      imports: { id: string; sender: string }[]
    }
    const senders = new Map(imports.map(({ id, sender }) => [id, sender]))
    expect(senders.get(first.import)).toBe('农牧局')
    expect(senders.get((other as ReadAnswer).import)).toBe('林草局')
  })

  test('only what was shown is kept', async () => {
    const stale = { status: 409, body: { error: 'reportChanged' } }
    expect(await keep('importer', { ...first, reportHash: '0'.repeat(64) })).toEqual(stale)
    // In another window the columns are understood differently meanwhile.
    const put = async (mapping: object) =>
      (
        await door.as('importer', 'PUT', `/api/v1/office/imports/${first.import}/mapping`, {
          mapping,
        })
      ).json() as ReadAnswer
    const [[signature = '', labels = {}] = []] = Object.entries(first.report.mapping)
    const other = await put({ [signature]: { ...labels, 备注: { field: 'drop' } } })
    expect(other).toMatchObject({ import: first.import, report: { accepted: true } })
    expect(await keep('importer', first)).toEqual(stale)
    // Put back, it is again what was seen.
    expect(await put({ [signature]: labels })).toMatchObject({ reportHash: first.reportHash })
  })

  test('a sheet that was not understood comes again with its columns named, and is understood from then on', async () => {
    const query = 'program=grassland&year=2025&sender=林业站'
    const [[signature = '', labels = {}] = []] = Object.entries(first.report.mapping)
    const nameless = Object.fromEntries(
      Object.entries(labels).map(([label, choice]) => [
        label,
        (choice as { field: string }).field === 'name' ? { field: 'drop' } : choice,
      ]),
    )
    const named = (mapping: object) => ({
      'x-mapping': encodeURIComponent(JSON.stringify(mapping)),
    })
    const wrong = (await upload(FIRST_SHEET, query, named({ [signature]: nameless }))).json()
    expect(wrong).toMatchObject({ import: null, report: { accepted: false } })
    // What led nowhere is not remembered; what helped is.
    expect((await upload(FIRST_SHEET, query)).json()).toMatchObject({ report: { accepted: true } })
    const noteless = { ...labels, 备注: { field: 'drop' } }
    const right = (await upload(FIRST_SHEET, query, named({ [signature]: noteless }))).json()
    expect((await upload(FIRST_SHEET, query)).json()).toEqual(right)
    expect(right).not.toMatchObject({ reportHash: first.reportHash })
    const bad = await upload(FIRST_SHEET, query, { 'x-mapping': '%7B"a":1' })
    expect([bad.statusCode, bad.json()]).toMatchObject([400, { error: 'malformed' }])
  })

  test('it is kept by who handed it in, once', async () => {
    expect((await keep('importer-east', first)).status).toBe(404)
    const kept = await keep('importer', first)
    expect(kept.status, JSON.stringify(kept.body)).toBe(200)
    drafts = kept.body['drafts'] as Draft[]
    expect(drafts.length).toBeGreaterThan(5)
    expect(await keep('importer', first)).toEqual({
      status: 409,
      body: { error: 'fileKnown', import: first.import },
    })
    expect((await upload(FIRST_SHEET)).json()).toMatchObject({ keptBefore: first.import })
  })

  test('T2 no step can be taken before its time', async () => {
    const notices = meant(drafts)
    const ids = notices.map(({ notice }) => notice)
    expect(await post('admin', 'publications', { notices: ids })).toMatchObject({
      status: 409,
      body: { error: 'stepNotOpen', state: 'draft' },
    })
    const review = { notices, decision: 'approve', checks: ALL_YES, reasons: '' }
    expect(await post('reviewer', 'reviews', review)).toMatchObject({ status: 409 })
    expect(await post('importer', 'revisions', { notices })).toMatchObject({ status: 409 })
  })

  test('it goes to review as a batch, and is read by another person', async () => {
    const notices = meant(drafts)
    expect((await post('importer', 'submissions', { notices })).status).toBe(200)
    const shown = await door.as('reviewer', 'GET', `/api/v1/office/imports/${first.import}`)
    const body = shown.json() as { drafts: { state: string }[]; report: unknown }
    expect(body.drafts.map(({ state }) => state)).toEqual(drafts.map(() => 'submitted'))
    const [one] = notices
    const lines = await door.as('reviewer', 'GET', `/api/v1/office/notices/${one?.notice}/lines`)
    expect(lines.json()).toMatchObject({ total: expect.any(Number) as number })
  })

  test('before anybody decides it is shown as villagers will read it, without a name of the list', async () => {
    const [one] = drafts
    const path = `/api/v1/office/notices/${one?.notice}`
    const shown = await door.as('reviewer', 'GET', path)
    const { preview, versions } = shown.json() as {
      preview: { header: { totals: { paidFen: number }; reviewedBy: object[] }; off: number }
      versions: { totalFen: number }[]
    }
    // Two lines of the sample are not area × rate, on purpose.
    expect(preview).toMatchObject({ header: { notice: one?.notice, version: 1 }, off: 2 })
    expect(preview.header.totals.paidFen).toBe(versions[0]?.totalFen)
    expect(preview.header.reviewedBy).toHaveLength(1)
    const { lines } = (await door.as('reviewer', 'GET', `${path}/lines`)).json() as {
      lines: { name: string }[]
    }
    for (const { name } of lines) expect(JSON.stringify(preview)).not.toContain(name)
    // Who only reads is not shown as the reviewer.
    const read = await door.as('importer', 'GET', path)
    expect(read.json()).toMatchObject({ preview: { header: { reviewedBy: [] } } })
  })

  test('a review without all answers, with a no, or of something else is none', async () => {
    const notices = meant(drafts)
    const approve = { notices, decision: 'approve', checks: ALL_YES, reasons: '' }
    const { secrecy: _, ...four } = ALL_YES
    expect(await post('reviewer', 'reviews', { ...approve, checks: four })).toMatchObject({
      status: 422,
      body: { error: 'checksMissing', checks: ['secrecy'] },
    })
    const no = { ...ALL_YES, policy: false }
    expect(await post('reviewer', 'reviews', { ...approve, checks: no })).toMatchObject({
      body: { error: 'checkFailed', checks: ['policy'] },
    })
    const other = notices.map((one, n) => (n === 3 ? { ...one, contentHash: 'a'.repeat(64) } : one))
    expect(await post('reviewer', 'reviews', { ...approve, notices: other })).toMatchObject({
      status: 409,
      body: { error: 'contentChanged', notice: notices[3]?.notice },
    })
    const back = { ...approve, decision: 'return', checks: no }
    expect(await post('reviewer', 'reviews', back)).toMatchObject({
      body: { error: 'reasonsMissing' },
    })
    // All or nothing: none of these left a trace.
    const states = await door.as('reviewer', 'GET', '/api/v1/office/notices?state=submitted')
    expect((states.json() as { notices: [] }).notices).toHaveLength(drafts.length)
  })

  test('one village is sent back with reasons, mended, and comes again', async () => {
    const [one] = meant(drafts)
    const notices = one ? [one] : []
    const back = {
      notices,
      decision: 'return',
      checks: { ...ALL_YES, wording: false },
      reasons: '面积与台账不符',
    }
    expect((await post('reviewer', 'reviews', back)).status).toBe(200)
    const shown = await door.as('importer', 'GET', `/api/v1/office/notices/${one?.notice}`)
    expect(shown.json()).toMatchObject({
      versions: [{ state: 'returned' }],
      reviews: [{ decision: 'return', reasons: '面积与台账不符', checks: { wording: false } }],
    })
    expect((await post('importer', 'revisions', { notices })).status).toBe(200)
    expect((await post('importer', 'submissions', { notices })).status).toBe(200)
  })

  test('the batch is approved and published in one go', async () => {
    const notices = meant(drafts)
    const review = { notices, decision: 'approve', checks: ALL_YES, reasons: '' }
    expect((await post('reviewer', 'reviews', review)).status).toBe(200)
    const ids = notices.map(({ notice }) => notice)
    const published = await post('admin', 'publications', { notices: ids })
    expect(published.status, JSON.stringify(published.body)).toBe(200)
    const boards = published.body['boards'] as { region: string; seq: number }[]
    expect(boards.map(({ region }) => region).sort()).toEqual(
      [...new Set(drafts.map(({ region }) => region))].sort(),
    )
    expect(await post('admin', 'publications', { notices: ids })).toMatchObject({
      status: 409,
      body: { error: 'stepNotOpen', state: 'published' },
    })
  })

  test('F105 the corrected sheet shows its differences and becomes new versions', async () => {
    const read = (await upload(CORRECTED)).json() as ReadAnswer
    expect(await keep('importer', read)).toMatchObject({
      status: 422,
      body: { error: 'whyMissing' },
    })
    const kept = await keep('importer', read, { why: '面积登记有误' })
    expect(kept.status, JSON.stringify(kept.body)).toBe(200)
    const changed = (kept.body['drafts'] as Draft[]).filter(
      ({ outcome }) => outcome !== 'unchanged',
    )
    expect(changed.length).toBeGreaterThan(0)
    expect(changed.length).toBeLessThan(drafts.length)
    for (const draft of changed) {
      expect([draft.version, draft.outcome]).toEqual([2, 'corrected'])
      expect(draft.differences.length).toBeGreaterThan(0)
    }
    const notices = meant(changed)
    await post('importer', 'submissions', { notices })
    const approve = { notices, decision: 'approve', checks: ALL_YES, reasons: '' }
    expect((await post('reviewer', 'reviews', approve)).status).toBe(200)
    const published = await post('admin', 'publications', {
      notices: notices.map(({ notice }) => notice),
    })
    expect(published.status, JSON.stringify(published.body)).toBe(200)
  })

  test('a notice is withdrawn with a reason, and its place is free', async () => {
    const [one] = drafts
    const path = `notices/${one?.notice}/withdrawal`
    const why = '名单有误，核实后再公示'
    expect(await post('admin', path, { why: '致电19900001234', office: '旗农牧局' })).toMatchObject(
      {
        status: 422,
        body: { error: 'personalData' },
      },
    )
    const done = await post('admin', path, { why, office: '旗农牧局' })
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    expect(await post('admin', path, { why, office: '旗农牧局' })).toMatchObject({ status: 404 })
    const shown = await door.as('auditor', 'GET', `/api/v1/office/notices/${one?.notice}`)
    const { versions } = shown.json() as { versions: { state: string; withdrawal: unknown }[] }
    expect(versions[versions.length - 1]).toMatchObject({ state: 'withdrawn', withdrawal: { why } })
    expect(shown.json()).toMatchObject({ preview: null })
  })

  test('T23 the audit chain holds every step, whole', async () => {
    const rows = await door.as('auditor', 'GET', '/api/v1/office/audit?limit=500')
    const actions = (rows.json() as { rows: { action: string; staff: string | null }[] }).rows
    const happened = new Set(actions.map(({ action }) => action))
    for (const action of [
      'keepImport',
      'submit',
      'return',
      'revise',
      'approve',
      'publish',
      'withdraw',
      'signIn',
    ])
      expect(happened).toContain(action)
    expect((await checkAudit(door.office.storage.read)).brokenAt).toBeNull()
  })

  test('a sheet that is not accepted leaves nothing behind but its report', async () => {
    const answer = await upload('bad/amount-negative.csv')
    expect(answer.json()).toMatchObject({ import: null, report: { accepted: false } })
    expect(answer.statusCode).toBe(200)
    expect((await upload('bad/empty.csv', 'program=unheard-of')).json()).toEqual({
      error: 'programUnknown',
    })
  })

  test('no personal number is in any row of the database', async () => {
    const { db } = door.office.storage
    for (const table of [
      'imports',
      'notice_versions',
      'version_lines',
      'payees',
      'audit',
      'sender_mappings',
    ] as const) {
      const rows = JSON.stringify(await db.selectFrom(table).selectAll().execute())
      expect(rows).not.toMatch(/159999\d{11}[\dXx]|1990000\d{4}|62179900000\d+/)
    }
  })
})
