import { expect } from 'vitest'
import type { Day, Instant } from '#domain/calendar/day.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { Hash } from '#domain/board/board-state.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { Masked, PublicHeader, PublicLine } from '#domain/privacy/public-notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { Manifest, NoticeRecord, ObjectRef, Shelf } from '#protocol/shapes.ts'

export const REGION = '152529900201' as RegionCode
export const NOTICE = '0123456789abcdef0123456789abcdef' as NoticeId
export const AT = '2026-03-09T01:12:00Z' as Instant
export const hashOfDigit = (digit: string): Hash => digit.repeat(64) as Hash

/** Bytes that are the same in every run: `seed`, `seed + 1`, … */
export const bytes = (length: number, seed = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (seed + i) & 255)

export const line = (over: Partial<PublicLine> = {}): PublicLine => ({
  payee: 'A1B2C3D4' as PayeeNumber,
  name: '巴特尔' as Masked,
  nameMn: 'ᠪᠠᠭᠠᠲᠤᠷ' as Masked,
  pinyin: 'ba te er',
  group: '一组' as Masked,
  parts: [
    {
      what: '禁牧',
      quantity: '3153.44' as Decimal,
      unit: '亩',
      rate: '11.9235' as Decimal,
      rateUnit: '元/亩',
      amountFen: 3760004 as Fen,
    },
  ],
  amountFen: 3760004 as Fen,
  status: 'paid',
  ...over,
})

export const objectRefOf = (over: Partial<ObjectRef> = {}): ObjectRef => ({
  role: 'header',
  content: hashOfDigit('a'),
  address: hashOfDigit('b'),
  length: 900,
  size: 2100,
  open: 'public',
  ...over,
})

export const noticeRecord = (over: Partial<NoticeRecord> = {}): NoticeRecord => ({
  id: NOTICE,
  kind: 'disbursement',
  item: 'nongcun-butie-01',
  program: 'caoyuan-bujiang',
  year: 2025,
  batch: null,
  title: { zh: '2025年草原补奖', mn: 'ᠪᠡᠯᠴᠢᠭᠡᠷ' },
  version: 2,
  digest: hashOfDigit('c'),
  chain: [{ version: 1, digest: hashOfDigit('d'), publishedAt: AT }],
  state: 'published',
  publishedAt: AT,
  publishedOn: '2026-03-09' as Day,
  periodEndsOn: '2026-03-16' as Day,
  change: { what: ['amount'], why: '两户面积登记有误' },
  withdrawal: null,
  totals: {
    payees: 86,
    plannedFen: null,
    paidFen: 128465000 as Fen,
    returnedFen: 0 as Fen,
    balanceFen: null,
    byPart: [{ what: '禁牧', unit: '亩', quantity: '107741.56', amountFen: 128465000 as Fen }],
    byGroup: [{ group: '一组', payees: 40, amountFen: 64232500 as Fen }],
    others: { groups: 2, payees: 4, amountFen: 5000000 as Fen },
  },
  objects: [objectRefOf()],
  pack: null,
  ...over,
})

export const shelf = (over: Partial<Shelf> = {}): Shelf => ({
  v: 1,
  key: 'payments-2025',
  notices: [noticeRecord()],
  ...over,
})

export const manifest = (over: Partial<Manifest> = {}): Manifest => ({
  v: 1,
  region: REGION,
  seq: 3,
  at: AT,
  name: { zh: '示范嘎查', mn: 'ᠭᠠᠴᠠᠭᠠ' },
  names: 'boardKey',
  archive: 'asNames',
  epoch: 1,
  demo: true,
  shelves: [
    {
      key: 'payments-2025',
      kind: 'payments',
      year: 2025,
      notices: 1,
      object: objectRefOf({ role: 'shelf' }),
      pack: { address: hashOfDigit('e'), length: 900 },
    },
  ],
  ...over,
})

export const header = (over: Partial<PublicHeader> = {}): PublicHeader => ({
  notice: NOTICE,
  version: 1,
  region: REGION,
  item: 'nongcun-butie-01',
  attribute: 'proactive',
  title: { zh: '2025年草原补奖' },
  text: { zh: '' },
  program: {
    code: 'caoyuan-bujiang',
    name: { zh: '草原生态保护补助奖励' },
    unit: '亩',
    rates: [
      { what: '禁牧', year: 2025, rate: '11.9235' as Decimal, unit: '亩', rateUnit: '元/亩' },
    ],
  },
  year: 2025,
  batch: null,
  rule: { zh: '按承包草原面积补助' },
  basis: ['内财农〔2021〕1234号'],
  office: { zh: '示范旗林草局' },
  phone: '0479-0000000',
  period: { number: 7, unit: 'day', source: '示范' },
  publishedOn: '2026-03-09' as Day,
  periodEndsOn: '2026-03-16' as Day,
  totals: null,
  aggregate: {
    households: 120,
    parts: [{ what: '禁牧', quantity: '10' as Decimal, amountFen: 100 as Fen }],
    amountFen: 100 as Fen,
  },
  reviewedBy: [{ role: 'sumuReviewer', name: '示范审核员' as Masked, at: AT }],
  change: null,
  demo: true,
  ...over,
})

/** What `expect(…).toThrow` takes for a VerificationError of this code. */
export const coded = (code: string, facts: object = {}): Error =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) }) as Error
