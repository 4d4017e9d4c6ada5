import { createHash } from 'node:crypto'
import type { Line, PayeeNumber } from '#domain/disbursement/line.ts'
import type { Notice, NoticeId } from '#domain/notice/notice.ts'
import type { Program } from '#domain/program/program.ts'
import type { Region, RegionCode, RegionList } from '#domain/region/region.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import { inventedName } from './big-sheet.ts'

/** What publishing takes: an approved version, its program, who reviewed it. */
export interface Approved {
  notice: Notice
  program: Program | null
  reviewedBy: { role: string; name: string; at: Instant }[]
}

const COUNTY = '152529000000' as RegionCode
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUPS = ['东浩特', '西浩特', '南浩特', '北浩特']

/** Code of the n-th invented village: a hundred to a township, none of them a real place. */
export function villageCode(n: number): RegionCode {
  const township = 900 + Math.floor(n / 100)
  return `152529${township}${200 + (n % 100)}` as RegionCode
}

/** One county with `villages` invented villages. */
export function bigRegions(villages: number): RegionList {
  const regions: Region[] = [place(COUNTY, 'county', null, '示范旗', '旗')]
  for (let n = 0; n < villages; n++) {
    const code = villageCode(n)
    const township = `${code.slice(0, 9)}000` as RegionCode
    if (n % 100 === 0)
      regions.push(place(township, 'township', COUNTY, `示范苏木${n / 100 + 1}`, '苏木'))
    regions.push(place(code, 'village', township, `示范嘎查第${n + 1}`, '嘎查'))
  }
  return { version: 1, regions }
}

function place(
  code: RegionCode,
  level: Region['level'],
  parent: RegionCode | null,
  zh: string,
  kind: string,
): Region {
  return { code, level, parent, name: { zh }, kind, aliases: [] }
}

/** The n-th person's number on a board. Real ones are random; these need only differ. */
export function payeeNumber(n: number): PayeeNumber {
  let rest = n * 2_654_435_761
  let text = ''
  for (let i = 0; i < 8; i++) {
    text += CROCKFORD[Math.floor(rest) % 32]
    rest /= 32
  }
  return text as PayeeNumber
}

/** `lines` payments of 禁牧 to the people numbered from `firstPerson` on, over and over if there are fewer `people`. */
export function bigNotice(options: {
  region: RegionCode
  program: Program
  year: number
  batch: string | null
  lines: number
  people?: number
  seed: string
}): Approved {
  const { region, program, year, batch, lines: count, seed } = options
  const id = createHash('sha256')
    .update(`${seed}/${region}/${year}/${batch}`)
    .digest('hex')
    .slice(0, 32)
  const rate = program.rates.find((r) => r.year === year) ?? program.rates[0]!
  const lines: Line[] = []
  for (let n = 0; n < count; n++) {
    const person = n % (options.people ?? count)
    // Hundredths of a mu × ten-thousandths of a yuan, rounded half up to the fen.
    const area = 500 + ((n * 7919 + year) % 40_000)
    const tenThousandths = Math.round(Number(rate.rate) * 10_000)
    const fen = Math.floor((area * tenThousandths) / 10_000 + 0.5) as Fen
    lines.push({
      row: n + 3,
      payee: payeeNumber(person),
      name: inventedName(person),
      group: GROUPS[person % GROUPS.length]!,
      parts: [
        {
          what: rate.what,
          quantity: (area / 100).toFixed(2) as Decimal,
          unit: rate.unit,
          rate: rate.rate,
          rateUnit: rate.rateUnit,
          amountFen: fen,
        },
      ],
      amountFen: fen,
      status: 'paid',
    })
  }
  const notice: Notice = {
    id: id as NoticeId,
    version: 1,
    region,
    state: 'approved',
    attribute: 'proactive',
    attributeBasis: '',
    item: program.item,
    title: { zh: `${year}年${program.name.zh}${batch ? `（${batch}）` : ''}` },
    text: { zh: '' },
    disbursement: {
      region,
      program: program.code,
      year,
      batch,
      plannedFen: null,
      lines,
      aggregate: null,
    },
    author: 'author',
    importer: 'importer',
    publishedOn: null,
    periodEndsOn: null,
    change: null,
    demo: true,
  }
  const reviewedBy = [
    { role: 'reviewer', name: '示范审核员', at: '2026-01-05T02:00:00Z' as Instant },
  ]
  return { notice, program, reviewedBy }
}
