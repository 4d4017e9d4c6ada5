import type { Day, Instant } from '#domain/calendar/day.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { ChangedThing, NoticeId } from '#domain/notice/notice.ts'
import type { Masked, PublicHeader, PublicLine } from '#domain/privacy/public-notice.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'

export interface Household {
  payee: string
  name: string
  nameMn?: string
  pinyin: string
  group?: string
  fen: number
  status?: PublicLine['status']
}

export const publicLine = (household: Household): PublicLine => ({
  payee: household.payee as PayeeNumber,
  name: household.name as Masked,
  ...(household.nameMn === undefined ? {} : { nameMn: household.nameMn as Masked }),
  pinyin: household.pinyin,
  ...(household.group === undefined ? {} : { group: household.group as Masked }),
  parts: [{ what: '禁牧', amountFen: household.fen as Fen }],
  amountFen: household.fen as Fen,
  status: household.status ?? 'paid',
})

/** Invented households: Crockford payee numbers, names of the samples' kind. */
export function households(count: number, from = 0): Household[] {
  const names: [string, string][] = [
    ['巴特尔', 'ba te er'],
    ['张明', 'zhang ming'],
    ['娜仁花', 'na ren hua'],
    ['苏和', 'su he'],
    ['其其格', 'qi qi ge'],
    ['王秀英', 'wang xiu ying'],
    ['朝鲁', 'chao lu'],
  ]
  return Array.from({ length: count }, (_, i) => {
    const [name, pinyin] = names[(from + i) % names.length] ?? ['', '']
    const payee = (from + i).toString(10).padStart(8, '0')
    return { payee, name, pinyin, group: `${((from + i) % 5) + 1}组`, fen: 10_000 + (from + i) * 7 }
  })
}

export interface PaymentFacts {
  notice: NoticeId
  version: number
  region: RegionCode
  title: Both
  program: string
  year: number
  publishedOn: Day
  periodEndsOn: Day
  change: { what: ChangedThing[]; why: string } | null
  at: Instant
}

/** What everybody reads of a payment to these households. */
export function paymentHeader(households: readonly Household[], facts: PaymentFacts): PublicHeader {
  return {
    notice: facts.notice,
    version: facts.version,
    region: facts.region,
    item: 'nc-11',
    attribute: 'proactive',
    title: facts.title,
    text: { zh: '' },
    program: { code: facts.program, name: facts.title, unit: '亩', rates: [] },
    year: facts.year,
    batch: null,
    rule: { zh: '按面积乘以标准计算' },
    basis: [],
    office: { zh: '旗农牧局' },
    phone: '0479-0000000',
    period: { number: 10, unit: 'day', source: 'default' },
    publishedOn: facts.publishedOn,
    periodEndsOn: facts.periodEndsOn,
    totals: totalsOf(households),
    aggregate: null,
    reviewedBy: [{ role: '苏木审核', name: '示范' as Masked, at: facts.at }],
    change: facts.change as PublicHeader['change'],
    demo: true,
  }
}

function totalsOf(households: readonly Household[]) {
  const paidFen = households.reduce((sum, { fen }) => sum + fen, 0) as Fen
  return {
    payees: new Set(households.map(({ payee }) => payee)).size,
    plannedFen: null,
    paidFen,
    returnedFen: 0 as Fen,
    balanceFen: null,
    byPart: [],
    byGroup: [],
    others: null,
  }
}
