import type { Instant } from '#domain/calendar/day.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { FollowedHousehold, KnownLine, PersonView } from '../api.ts'
import type { HouseholdRecord, NoticeRow } from '../db.ts'

/** What a board says of a household now: the lines that could be read, and every notice that names it. */
export interface Told {
  entries: PersonView['entries']
  named: ReadonlySet<NoticeId>
  rows: ReadonlyMap<NoticeId, Pick<NoticeRow, 'posted' | 'lists'>>
  asOf: Instant
}

/** Lines known so far, with what the board says now. No line is forgotten because its list has left the phone. */
export function takeTold(known: readonly KnownLine[], told: Told): KnownLine[] {
  const here = told.entries.map(({ notice, line }): KnownLine => ({
    notice: notice.id,
    version: notice.version,
    title: notice.title,
    program: notice.program,
    year: notice.year,
    publishedOn: notice.publishedOn,
    publishedAt: notice.publishedAt,
    amountFen: line.amountFen,
    status: line.status,
    standing: 'here',
    asOf: told.asOf,
  }))
  const read = new Set(here.map(({ notice }) => notice))
  const stay = known
    .filter(({ notice }) => !read.has(notice))
    .map((line): KnownLine => ({ ...line, standing: standingOf(line, told) }))
  return [...here, ...stay].sort((a, b) => b.year - a.year || later(a, b))
}

function standingOf({ notice }: KnownLine, { rows, named }: Told): KnownLine['standing'] {
  const row = rows.get(notice)
  if (!row) return 'left'
  if (row.posted.state === 'withdrawn') return 'withdrawn'
  return row.lists.length > 0 && !named.has(notice) ? 'struck' : 'left'
}

const later = (a: KnownLine, b: KnownLine): number =>
  a.publishedAt < b.publishedAt ? 1 : a.publishedAt > b.publishedAt ? -1 : 0

/** What was paid by year, as far as is known; what was withdrawn or struck counts nowhere. */
export function totalsOfKnown(lines: readonly KnownLine[]): FollowedHousehold['totalsByYear'] {
  const byYear = new Map<number, number>()
  for (const { year, status, standing, amountFen } of lines) {
    if (standing === 'withdrawn' || standing === 'struck') continue
    const paid = status === 'paid' || status === 'reissued' ? amountFen : 0
    byYear.set(year, (byYear.get(year) ?? 0) + paid)
  }
  return [...byYear]
    .sort(([a], [b]) => b - a)
    .map(([year, paidFen]) => ({ year, paidFen: paidFen as Fen }))
}

/** A followed household as a person is told of it. Without its board on this phone, nothing of it is here. */
export function householdView(record: HouseholdRecord, held: boolean): FollowedHousehold {
  const { of: _of, order: _order, ...household } = record
  const lines = held
    ? record.lines
    : record.lines.map((line) => ({
        ...line,
        standing: line.standing === 'here' ? ('left' as const) : line.standing,
      }))
  return {
    ...household,
    lines,
    totalsByYear: totalsOfKnown(lines),
    here: lines.some(({ standing }) => standing === 'here'),
  }
}

/** Followed households of one board, by the notices that name them or named them. */
export function byNotice(
  records: readonly Pick<HouseholdRecord, 'payee' | 'lines'>[],
): Map<NoticeId, PayeeNumber[]> {
  const found = new Map<NoticeId, PayeeNumber[]>()
  for (const { payee, lines } of records)
    for (const notice of new Set(lines.map((line) => line.notice)))
      found.set(notice, [...(found.get(notice) ?? []), payee])
  return found
}
