import type { Day } from '#domain/calendar/day.ts'
import type { Line } from '#domain/disbursement/line.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import { asFen } from '#domain/money/fen.ts'
import type { Notice, NoticeId } from '#domain/notice/notice.ts'
import type { Program } from '#domain/program/program.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { payee } from '../disbursement/lines.ts'

export const program: Program = {
  code: 'grassland',
  name: { zh: '草原生态保护补助奖励', mn: 'ᠪᠡᠯᠴᠢᠭᠡᠷ' },
  aliases: ['草原补奖'],
  item: 'cat-650b501b',
  unit: '亩',
  rates: [
    { what: '禁牧', year: 2025, rate: '11.9235' as Decimal, unit: '亩', rateUnit: '元/亩' },
    { what: '禁牧', year: 2024, rate: '11.9235' as Decimal, unit: '亩', rateUnit: '元/亩' },
  ],
  publicColumns: ['group', 'parts', 'note', 'status', 'nameMn'],
  period: { number: 7, unit: 'day', source: '实施方案' },
  basis: ['实施方案'],
  office: { zh: '农牧和科技局' },
  phone: '0479-0000001',
  privacy: 'list',
  rule: { zh: '按面积乘标准补助。' },
}

export const lineOf = (n: number, more: Partial<Line> = {}): Line => ({
  row: n + 2,
  payee: payee(n),
  name: '张建国',
  nameMn: 'ᠪᠠᠭᠠᠲᠤᠷ',
  group: '东浩特',
  parts: [
    {
      what: '禁牧',
      quantity: '10' as Decimal,
      unit: '亩',
      rate: '11.9235' as Decimal,
      rateUnit: '元/亩',
      amountFen: asFen(11924),
    },
  ],
  amountFen: asFen(11924),
  status: 'paid',
  note: '委托代领',
  ...more,
})

/** A list of four households, ready to be submitted. */
export const notice: Notice = {
  id: '0123456789abcdef0123456789abcdef' as NoticeId,
  version: 1,
  region: '152529900201' as RegionCode,
  state: 'draft',
  attribute: 'proactive',
  attributeBasis: '',
  item: 'cat-650b501b',
  title: { zh: '2025年草原生态保护补助奖励发放公示' },
  text: { zh: '' },
  disbursement: {
    region: '152529900201' as RegionCode,
    program: 'grassland',
    year: 2025,
    batch: null,
    plannedFen: null,
    lines: [0, 1, 2, 3].map((n) => lineOf(n)),
    aggregate: null,
  },
  author: 'person-author',
  importer: 'person-importer',
  publishedOn: null,
  periodEndsOn: null,
  change: null,
  demo: true,
}

export const TODAY = '2025-11-20' as Day
