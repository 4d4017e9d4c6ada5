import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantOf } from '#domain/calendar/day.ts'
import type { Day } from '#domain/calendar/day.ts'
import type { Disbursement } from '#domain/disbursement/disbursement.ts'
import type { Line } from '#domain/disbursement/line.ts'
import { asFen } from '#domain/money/fen.ts'
import type { Notice } from '#domain/notice/notice.ts'
import { makePublic, payeeNamedIn } from '#domain/privacy/gate.ts'
import type { GateContext } from '#domain/privacy/gate.ts'
import type { PublicNotice } from '#domain/privacy/public-notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { lineOf, notice, program, TODAY } from '../notice/notices.ts'
import { card, DISGUISES, id15, id18, phone } from './planted.ts'

const approved: Notice = { ...notice, state: 'approved' }
const list = approved.disbursement as Disbursement
const ctx: GateContext = {
  program,
  names: 'boardKey',
  mask: false,
  publishedOn: TODAY,
  periodEndsOn: '2025-11-27' as Day,
  reviewedBy: [{ role: '苏木审核', name: '审核员甲', at: instantOf(1_763_600_000_000) }],
  pinyin: (name) => (name === '张建国' ? 'zhang jian guo' : name === '张' ? 'zhang' : ''),
}
const withLine = (more: Partial<Line>): Notice => ({
  ...approved,
  disbursement: { ...list, lines: [...list.lines, lineOf(9, more)] },
})
const passes = (n: Notice, c: GateContext = ctx): PublicNotice => {
  const made = makePublic(n, c)
  if ('refused' in made) throw new Error(JSON.stringify(made))
  return made
}

describe('the gate', () => {
  test('lets a reviewed list through, whole', () => {
    const { header, lines } = passes(approved)
    expect(header).toMatchObject({
      notice: approved.id,
      version: 1,
      program: { code: 'grassland', rates: [{ year: 2025 }] },
      year: 2025,
      rule: program.rule,
      phone: '0479-0000001',
      period: program.period,
      publishedOn: TODAY,
      totals: { payees: 4, paidFen: 4 * 11924 },
      reviewedBy: [{ role: '苏木审核', name: '审核员甲' }],
      demo: true,
    })
    expect(lines).toHaveLength(4)
    expect(lines[0]).toEqual({
      payee: list.lines[0]?.payee,
      name: '张建国',
      nameMn: 'ᠪᠠᠭᠠᠲᠤᠷ',
      pinyin: 'zhang jian guo',
      group: '东浩特',
      parts: list.lines[0]?.parts,
      amountFen: 11924,
      status: 'paid',
      note: '委托代领',
    })
  })

  test('nothing of the office’s own is in what comes out', () => {
    const text = JSON.stringify(passes(approved))
    for (const inner of ['person-author', 'person-importer', '"row"', '"sheet"', 'attributeBasis'])
      expect(text).not.toContain(inner)
  })

  test('the header has nobody’s name, group of few, note or payee number', () => {
    const { header } = passes(withLine({ name: '独一无二', group: '孤浩特', note: '独有的备注' }))
    const text = JSON.stringify(header)
    for (const word of ['独一无二', '孤浩特', '独有的备注', '张建国', String(list.lines[0]?.payee)])
      expect(text).not.toContain(word)
  })

  test('a notice that is no list passes with its text', () => {
    const affair: Notice = {
      ...approved,
      disbursement: null,
      text: { zh: '第一条\n第二条\t大病救助政策' },
    }
    const { header, lines } = passes(affair, { ...ctx, program: null })
    expect(header).toMatchObject({
      program: null,
      totals: null,
      aggregate: null,
      year: 2025,
      basis: [],
    })
    expect(lines).toEqual([])
  })

  test.each<[string, Notice, Partial<GateContext>, object]>([
    ['is closed', { ...approved, attribute: 'closed' }, {}, { refused: 'closed' }],
    ['is for those who ask', { ...approved, attribute: 'onRequest' }, {}, { refused: 'onRequest' }],
    ['is a draft', { ...approved, state: 'draft' }, {}, { refused: 'notReviewed' }],
    ['was only submitted', { ...approved, state: 'submitted' }, {}, { refused: 'notReviewed' }],
    ['was withdrawn', { ...approved, state: 'withdrawn' }, {}, { refused: 'notReviewed' }],
    [
      'was reviewed by nobody',
      approved,
      { reviewedBy: [] },
      { refused: 'notReviewed', where: 'reviewedBy' },
    ],
    ['has no program', approved, { program: null }, { refused: 'programUnknown' }],
    [
      'has another program',
      approved,
      { program: { ...program, code: 'farmland' } },
      { refused: 'programUnknown' },
    ],
    [
      'ends before it begins',
      approved,
      { periodEndsOn: '2025-11-19' as Day },
      { refused: 'periodBackwards' },
    ],
    [
      'ends on the day it begins',
      approved,
      { periodEndsOn: TODAY },
      { refused: 'periodBackwards' },
    ],
  ])('stops a notice that %s', (_what, n, more, refusal) => {
    expect(makePublic(n, { ...ctx, ...more })).toMatchObject(refusal)
  })

  test('a later version may keep a period that is over', () => {
    const corrected: Notice = { ...approved, version: 2, change: { what: ['text'], why: '文字' } }
    expect(
      passes(corrected, { ...ctx, periodEndsOn: '2025-11-01' as Day }).header.periodEndsOn,
    ).toBe('2025-11-01')
  })

  test('programs that publish no names publish none, whatever the setting', () => {
    for (const names of ['boardKey', 'public'] as const) {
      const made = passes(approved, {
        ...ctx,
        names,
        program: { ...program, privacy: 'aggregate' },
      })
      expect(made.lines).toEqual([])
      expect(JSON.stringify(made)).not.toContain('张建国')
      expect(made.header.totals).toMatchObject({ payees: 4 })
    }
  })

  test('columns that the program does not show are dropped, the state of payment stays', () => {
    const made = passes(withLine({ status: 'returned' }), {
      ...ctx,
      program: { ...program, publicColumns: [] },
    })
    expect(made.lines[4]).toEqual({
      payee: lineOf(9).payee,
      name: '张建国',
      pinyin: 'zhang jian guo',
      parts: [],
      amountFen: 11924,
      status: 'returned',
    })
  })

  test('a covered name gives nothing away by its sound or its other script', () => {
    const { lines } = passes(approved, { ...ctx, mask: true })
    expect(lines[0]).toMatchObject({ name: '张*国', nameMn: 'ᠪ**', pinyin: 'zhang' })
    expect(JSON.stringify(lines)).not.toMatch(/jian|ᠪᠠᠭ/)
  })

  test('a township’s table of two households is not shown', () => {
    const table = (households: number | null, region = approved.region): Notice => ({
      ...approved,
      region,
      disbursement: {
        ...list,
        region,
        lines: [],
        aggregate: { households, parts: [{ what: '禁牧' }], amountFen: asFen(5) },
      },
    })
    expect(passes(table(2)).header).toMatchObject({ aggregate: null, totals: null })
    expect(passes(table(3)).header).toMatchObject({
      aggregate: { households: 3 },
      totals: { paidFen: 5 },
    })
    expect(passes(table(null)).header).toMatchObject({ aggregate: null, totals: null })
    expect(passes(table(null, '152529900000' as RegionCode)).header).toMatchObject({
      aggregate: { households: null, parts: [], amountFen: 5 },
      totals: { paidFen: 5 },
    })
  })
})

describe('F91 a personal number in any place and disguise', () => {
  const places: Record<string, (text: string) => [Notice, Partial<GateContext>]> = {
    'title.zh': (t) => [{ ...approved, title: { zh: t } }, {}],
    'title.mn': (t) => [{ ...approved, title: { zh: '公示', mn: t } }, {}],
    'text.zh': (t) => [{ ...approved, text: { zh: `说明\n${t}` } }, {}],
    'text.mn': (t) => [{ ...approved, text: { zh: '', mn: t } }, {}],
    attributeBasis: (t) => [{ ...approved, attributeBasis: t }, {}],
    batch: (t) => [{ ...approved, disbursement: { ...list, batch: t } }, {}],
    'change.why': (t) => [{ ...approved, version: 2, change: { what: ['text'], why: t } }, {}],
    'lines[4].name': (t) => [withLine({ name: t }), {}],
    'lines[4].nameMn': (t) => [withLine({ nameMn: t }), {}],
    'lines[4].group': (t) => [withLine({ group: t }), {}],
    'lines[4].note': (t) => [withLine({ note: `改发至${t}` }), {}],
    'lines[4].parts.what': (t) => [withLine({ parts: [{ what: t }] }), {}],
    'lines[4].parts.unit': (t) => [withLine({ parts: [{ what: '禁牧', unit: t }] }), {}],
    'lines[4].parts.rateUnit': (t) => [withLine({ parts: [{ what: '禁牧', rateUnit: t }] }), {}],
    'aggregate.parts[0].what': (t) => [
      {
        ...approved,
        disbursement: {
          ...list,
          lines: [],
          aggregate: { households: 9, amountFen: asFen(9), parts: [{ what: t }] },
        },
      },
      {},
    ],
    'reviewedBy[0]': (t) => [
      approved,
      { reviewedBy: [{ role: '苏木审核', name: t, at: instantOf(0) }] },
    ],
  }

  test.each(Object.keys(places))(
    'in %s is stopped, and the refusal does not repeat it',
    (where) => {
      fc.assert(
        fc.property(
          fc.oneof(id18, id15, phone, card),
          fc.constantFrom(...Object.keys(DISGUISES)),
          (number, name) => {
            const disguised = DISGUISES[name]?.(number) ?? number
            const [n, more] = places[where]?.(disguised) ?? [approved, {}]
            for (const privacy of ['list', 'aggregate'] as const) {
              const made = makePublic(n, { ...ctx, ...more, program: { ...program, privacy } })
              expect(made).toMatchObject({ refused: 'personalData', where })
              expect(JSON.stringify(made)).not.toContain(disguised)
            }
          },
        ),
        { numRuns: 120 },
      )
    },
  )

  test('a line is named by the row of its sheet', () => {
    expect(makePublic(withLine({ note: '199 0000 2947', row: 812 }), ctx)).toMatchObject({
      spots: [{ kind: 'phone', where: 'lines[4].note', row: 812 }],
    })
  })
})

describe('words on health', () => {
  test.each([
    { name: '张三（残疾）' },
    { note: '因病返贫' },
    { group: '大病户' },
    { parts: [{ what: '二级肢体残疾' }] },
  ])('are stopped where they speak of a person: %j', (more) => {
    expect(makePublic(withLine(more), ctx)).toMatchObject({
      refused: 'personalData',
      spots: [{ kind: 'health' }],
    })
  })

  test('may stand in a program’s name, in titles and in texts', () => {
    const named = { ...program, name: { zh: '残疾人两项补贴' }, privacy: 'aggregate' as const }
    const n: Notice = {
      ...approved,
      version: 2,
      title: { zh: '2025年残疾人两项补贴' },
      text: { zh: '大病保险' },
      change: { what: ['amount'], why: '残疾人两项补贴标准调整' },
    }
    expect(passes(n, { ...ctx, program: named }).header.change?.why).toBe('残疾人两项补贴标准调整')
    const why = { ...n, change: { what: ['amount' as const], why: '张某长期住院' } }
    expect(makePublic(why, { ...ctx, program: named })).toMatchObject({
      refused: 'personalData',
      where: 'change.why',
    })
  })
})

test.each([
  ['title.zh', { ...approved, title: { zh: '公\u202E示' } }],
  ['text.zh', { ...approved, text: { zh: '公\u0000示' } }],
  ['lines[4].name', withLine({ name: '张\uFEFF三' })],
  ['lines[4].group', withLine({ group: '两\n行' })],
  ['lines[4].note', withLine({ note: '两\n\u0007行' })],
] as const)('T17 a forbidden character in %s is stopped', (where, n) => {
  expect(makePublic(n, ctx)).toMatchObject({ refused: 'forbiddenCharacter', where })
})

describe('a payee’s name in a text that everybody reads', () => {
  const lines = [
    lineOf(1, { name: '斯琴高娃', nameMn: 'ᠰᠡᠴᠡᠨ ᠭᠣᠸᠠ' }),
    lineOf(2, { name: '巴特尔', nameMn: undefined }),
    lineOf(3, { name: '包·阿拉坦', nameMn: undefined }),
    lineOf(4, { name: '草原', nameMn: 'ᠣᠳ' }),
  ]
  const named: Notice = {
    ...approved,
    version: 2,
    disbursement: { ...list, lines },
    change: { what: ['amount'], why: '金额有误' },
  }
  const why = (text: string): Notice => ({ ...named, change: { what: ['amount'], why: text } })
  const c = { ...ctx, earlier: [lines] }

  test.each<[string, Notice]>([
    ['change.why', why('斯琴高娃家补发五十元')],
    ['change.why', why('斯琴 高娃家补发五十元')],
    ['change.why', why('包阿拉坦重复')],
    ['change.why', why('包•阿拉坦重复')],
    ['change.why', why('更正 ᠰᠡᠴᠡᠨ ᠭᠣᠸᠠ\u202Fᠳᠤ')],
    ['change.why', why('更正 ᠣᠳ\u202Fᠤᠨ')],
    ['title.zh', { ...named, title: { zh: '巴特尔补发公示' } }],
    ['title.mn', { ...named, title: { zh: '公示', mn: 'ᠰᠡᠴᠡᠨ ᠭᠣᠸᠠ' } }],
    ['text.zh', { ...named, text: { zh: '第一条\n巴特尔' } }],
    ['text.mn', { ...named, text: { zh: '', mn: 'ᠰᠡᠴᠡᠨ ᠭᠣᠸᠠ' } }],
    ['batch', { ...named, disbursement: { ...list, lines, batch: '巴特尔补发' } }],
    [
      'aggregate.parts[0].what',
      {
        ...named,
        disbursement: {
          ...list,
          lines,
          aggregate: { households: 9, amountFen: asFen(9), parts: [{ what: '巴特尔' }] },
        },
      },
    ],
  ])('in %s is stopped', (where, n) => {
    for (const more of [{}, { mask: true, names: 'public' as const }])
      expect(makePublic(n, { ...c, ...more })).toEqual({ refused: 'payeeNamed', where })
    const aggregate = { ...program, privacy: 'aggregate' as const }
    expect(makePublic(n, { ...c, names: 'public', program: aggregate })).toMatchObject({
      refused: 'payeeNamed',
    })
    passes(n, { ...c, names: 'public' })
  })

  test('is stopped where it stood on an earlier version only', () => {
    const gone = [lineOf(9, { name: '其木格' })]
    expect(makePublic(why('其木格重复登记'), { ...c, earlier: [lines, gone] })).toEqual({
      refused: 'payeeNamed',
      where: 'change.why',
    })
  })

  test('is not seen in the program’s own name, nor inside another word', () => {
    passes(why('草原生态保护补助奖励标准更正'), c)
    passes(why('更正 ᠣᠳᠤ'), c)
    passes({ ...named, disbursement: { ...list, lines: [...lines, lineOf(5, { name: '更' })] } }, c)
  })

  test('as a group’s name stands nowhere in the header, and does not hold up the list', () => {
    const all = lines.map((one) => ({ ...one, group: '巴特尔浩特' }))
    const made = passes({ ...named, version: 1, disbursement: { ...list, lines: all } })
    expect(JSON.stringify(made.header)).not.toContain('巴特尔')
    expect(made.lines[0]?.group).toBe('巴特尔浩特')
  })

  test('is found among a hundred thousand names in any of the versions', () => {
    const many = Array.from({ length: 100_000 }, (_, n) => ({ name: `张${n}`, nameMn: undefined }))
    const versions = [many as unknown as Line[], lines]
    const text = { where: 'why', text: '名单有误，'.repeat(200) }
    expect(payeeNamedIn([text], versions, program, ctx)).toBeNull()
    expect(
      payeeNamedIn([text, { where: 'office', text: '巴特尔' }], versions, program, ctx),
    ).toEqual({ refused: 'payeeNamed', where: 'office' })
  })

  test('a later version whose earlier ones are not known has no totals', () => {
    expect(passes(named, ctx).header.totals).toBeNull()
    expect(passes(named, c).header.totals).not.toBeNull()
  })
})
