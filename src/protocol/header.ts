import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { Part } from '#domain/disbursement/line.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import type { Masked, PublicHeader } from '#domain/privacy/public-notice.ts'
import type { PublicityPeriod, Rate } from '#domain/program/program.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { canonicalJson } from './canonical-json.ts'
import {
  both,
  count,
  day,
  fen,
  flag,
  instant,
  listOf,
  noticeId,
  nullable,
  oneOf,
  optional,
  record,
  region,
  text,
  textUpTo,
  versionOne,
  type Read,
} from './door.ts'
import type { NoticeRecord } from './shapes.ts'
import { changedThing, totals } from './shelf.ts'

export const decimal: Read<Decimal> = (value, at) => textUpTo(60)(value, at) as Decimal

/** What comes from a verified object has passed the gate at the county; a reader takes its word for it. */
const masked: Read<Masked> = (value, at) => text(value, at) as Masked

export const part = record<Part>({
  what: text,
  quantity: optional(decimal),
  unit: optional(text),
  rate: optional(decimal),
  rateUnit: optional(text),
  times: optional(decimal),
  amountFen: optional(fen),
})

export const period = record<PublicityPeriod>({
  number: count,
  unit: oneOf('day', 'workingDay'),
  source: text,
})

export const rate = record<Rate>({
  what: text,
  year: count,
  rate: decimal,
  unit: text,
  rateUnit: text,
})

const header = record<PublicHeader>({
  notice: noticeId,
  version: count,
  region,
  item: textUpTo(200),
  attribute: oneOf('proactive', 'onRequest', 'closed'),
  title: both,
  text: both,
  program: nullable(
    record<NonNullable<PublicHeader['program']>>({
      code: textUpTo(200),
      name: both,
      unit: text,
      rates: listOf(rate),
    }),
  ),
  year: count,
  batch: nullable(textUpTo(200)),
  rule: both,
  basis: listOf(text),
  office: both,
  phone: text,
  period,
  publishedOn: day,
  periodEndsOn: day,
  totals: nullable(totals),
  aggregate: nullable(
    record<Aggregate>({ households: nullable(count), parts: listOf(part), amountFen: fen }),
  ),
  reviewedBy: listOf(
    record<PublicHeader['reviewedBy'][number]>({ role: text, name: masked, at: instant }),
  ),
  change: nullable(
    record<NonNullable<PublicHeader['change']>>({ what: listOf(changedThing, 20), why: masked }),
  ),
  demo: flag,
})

const version = record<{ v: 1 }>({ v: versionOne })

/** The value of a header object: the header, and the version of this form. */
export const headerValue = (value: PublicHeader): PublicHeader & { v: 1 } => ({ ...value, v: 1 })

/** Reads the value of a header object; untrusted. */
export function parseHeader(value: unknown): PublicHeader {
  version(value, 'header')
  return header(value, 'header')
}

/** What shelf and header both say of a notice. The digest binds the header only; a reader must not see two stories. */
const told = (
  { item, title, year, batch, publishedOn, periodEndsOn, change }: PublicHeader | NoticeRecord,
  program: string | null,
  sums: PublicHeader['totals'],
): string =>
  canonicalJson({ item, title, year, batch, publishedOn, periodEndsOn, change, program, sums })

/** Throws NOTICE_WRONG unless this header is the record's own and says what the shelf says. */
export function verifyHeader(on: RegionCode, record: NoticeRecord, header: PublicHeader): void {
  const own =
    header.notice === record.id && header.version === record.version && header.region === on
  // Withdrawing takes the sums off the shelf; the header keeps its bytes.
  const [shown, posted] = record.withdrawal ? [null, null] : [header.totals, record.totals]
  const program = header.program?.code ?? null
  if (!own || told(header, program, shown) !== told(record, record.program, posted))
    throw new VerificationError('NOTICE_WRONG', { notice: record.id, version: record.version })
}
