import { describe, expect, test } from 'vitest'
import type { NoticeView, PersonView } from '#device/api.ts'
import type { Day, Instant } from '#domain/calendar/day.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { PublicHeader } from '#domain/privacy/public-notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { noticeAloud, personAloud, rateAloud, type Say } from '#app/kiosk/reading.ts'
import type { Language } from '#app/language.ts'
import { households, paymentHeader } from '#tests/support/households.ts'
import { sentences } from '#tests/support/words.ts'

const speaking = (language: Language): Say => {
  const words = sentences(language)
  return (key, facts = {}) => {
    const sentence = words.get(key)
    if (sentence === undefined) throw new Error(`no such sentence: ${key}`)
    return sentence.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? `{${name}}`)
  }
}
const zh = speaking('zh-Hans')

const title = { zh: '2025年草原生态保护补助奖励' }
const id = '0'.repeat(32) as NoticeId
const region = '152529900201' as RegionCode

function notice(more: object = {}, summary: object = {}): NoticeView {
  const header: PublicHeader = {
    ...paymentHeader(households(85), {
      notice: id,
      version: 1,
      region,
      title,
      program: 'grass',
      year: 2025,
      publishedOn: '2026-03-01' as Day,
      periodEndsOn: '2026-03-11' as Day,
      change: null,
      at: '2026-03-01T01:00:00Z' as Instant,
    }),
    ...more,
  }
  const posted = { id, state: 'published', version: header.version, withdrawal: null, title }
  return {
    header,
    summary: { ...posted, periodOpen: true, daysLeft: 3, ...summary },
  } as unknown as NoticeView
}

const aloud = (view: NoticeView) =>
  noticeAloud(view, { zh: '示范嘎查一' }, 'zh-Hans', zh).map(({ text }) => text)

describe('a notice is told', () => {
  test('as somebody would tell it, every figure in words', () => {
    const rates = [
      { what: '禁牧', year: 2025, rate: '11.9235', unit: '亩', rateUnit: '元/亩·年' },
      { what: '禁牧', year: 2024, rate: '10', unit: '亩', rateUnit: '元/亩·年' },
    ]
    const program = { code: 'grass', name: title, unit: '亩', rates }
    expect(aloud(notice({ program }))).toEqual([
      '示范嘎查一',
      '二〇二五年草原生态保护补助奖励',
      '实际发放八千七百四十九元九角。',
      '一共八十五户。',
      '公示到二〇二六年三月十一日，还剩三天。',
      '禁牧，每亩每年十一点九二三五元',
      '发给谁，怎么算：按面积乘以标准计算',
      '有疑问，请问旗农牧局，电话：零四七九，零零零零零零零。',
    ])
  })

  test('as withdrawn before anything else', () => {
    const withdrawal = { why: '录错了一户。', office: '旗农牧局', at: '2026-03-02T01:00:00Z' }
    const said = aloud(notice({}, { state: 'withdrawn', withdrawal, periodOpen: false }))
    expect(said.slice(2, 4)).toEqual(['这一件已经撤回。', '原因：录错了一户。'])
  })

  test('as corrected, on its last day, without a number to call', () => {
    const said = aloud(notice({ version: 3, phone: '' }, { daysLeft: 0 }))
    expect(said).toContain('这是更正以后的第三版。')
    expect(said).toContain('公示到二〇二六年三月十一日，今天是最后一天。')
    expect(said[said.length - 1]).toBe('有疑问，请问旗农牧局。')
  })

  test('where sums are nobody else’s business, without them', () => {
    expect(aloud(notice({ totals: null })).join('')).not.toMatch(/发放|户。/)
  })

  test('in sentences that old engines get through', () => {
    const long = '因为本年度草场面积重新核定，'.repeat(12)
    const said = aloud(notice({ text: { zh: `${long}所以晚发。` } }))
    expect(Math.max(...said.map((one) => one.length))).toBeLessThanOrEqual(60)
    expect(said.join('')).toContain(long)
  })
})

const entry = (line: object, more: object = {}): PersonView['entries'][number] =>
  ({
    notice: { id, title, state: 'published', version: 1, ...more },
    line: { amountFen: 120_000, status: 'paid', parts: [], ...line },
  }) as unknown as PersonView['entries'][number]

const person = (more: Partial<PersonView> = {}): PersonView =>
  ({
    payee: '00000001',
    name: '巴特尔',
    nameMn: 'ᠪᠠᠭᠠᠲᠤᠷ',
    groups: ['二组'],
    namesakes: 0,
    years: [2025],
    region,
    entries: [entry({})],
    totalsByYear: [{ year: 2025, paidFen: 120_000 }],
    ...more,
  }) as PersonView

const told = (whom: PersonView) => personAloud(whom, 'zh-Hans', zh).map(({ text }) => text)

describe('a person is told', () => {
  test('what was paid this year, then each line', () => {
    expect(told(person())).toEqual([
      '巴特尔，二组',
      '二〇二五年，一共发放一千二百元。',
      '二〇二五年草原生态保护补助奖励，已发放，一千二百元。',
    ])
  })

  test('how a line came about, and what became of it', () => {
    const parts = [
      {
        what: '禁牧',
        quantity: '3153.44',
        unit: '亩',
        rate: '11.9235',
        rateUnit: '元/亩',
        amountFen: 3_760_004,
      },
      { what: '低保', quantity: '2', unit: '人', times: '12' },
    ]
    const said = told(person({ entries: [entry({ parts, status: 'returned' })], totalsByYear: [] }))
    expect(said.slice(1)).toEqual([
      '二〇二五年草原生态保护补助奖励，已退回，一千二百元。',
      '禁牧，三千一百五十三点四四亩，每亩十一点九二三五元，三万七千六百元零四分',
      '低保，两人，乘以十二',
    ])
  })

  test('that others have the name, and no amount of what was withdrawn', () => {
    const said = told(
      person({ namesakes: 2, entries: [entry({}, { state: 'withdrawn' })], totalsByYear: [] }),
    )
    expect(said).toEqual([
      '巴特尔，二组',
      '还有两人同名，请核对小组和编号。',
      '二〇二五年草原生态保护补助奖励，这一件已经撤回。',
    ])
  })

  test('never by number: it is nobody’s name, and strangers stand around', () => {
    expect(told(person()).join('')).not.toContain('00000001')
  })
})

test('in Mongolian, words are Mongolian and figures stay figures', () => {
  const say = speaking('mn-Mong')
  for (const said of [
    noticeAloud(notice(), { zh: '示范嘎查一' }, 'mn-Mong', say),
    personAloud(person(), 'mn-Mong', say),
  ]) {
    expect(said.every(({ lang }) => lang === 'mn-Mong')).toBe(true)
    expect(said.map(({ text }) => text).join(' ')).toMatch(/[\d,]+\.\d\d ᠲᠥᠭᠥᠷᠢᠭ/)
  }
})

test.each([
  ['11.9235', '元/亩', '每亩十一点九二三五元'],
  ['640', '元/人·月', '每人每月六百四十元'],
  ['3', '头', '三头'],
])('the rate %s %s is said %s', (rate, unit, said) =>
  expect(rateAloud(rate, unit, 'zh-Hans')).toBe(said),
)
