import { dayOf, instantOf, type Day } from '#domain/calendar/day.ts'
import { checkLine } from '#domain/disbursement/arithmetic.ts'
import type { PublicHeader } from '#domain/privacy/public-notice.ts'
import { DEFAULT_PERIOD } from '#domain/program/period-rule.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { Person } from '../auth/person.ts'
import { may } from '../auth/policy.ts'
import { readReference } from '../publishing/reference.ts'
import { publicNotice } from '../publishing/seal-notice.ts'
import { linesOf, publishedVersions, type VersionRow } from '../storage/notices.ts'
import { linesIn, noticeOf } from './content.ts'
import { reviewerRoleOf } from './lifecycle.ts'
import { listsBefore, NOTHING_BEFORE } from './lists-before.ts'
import type { PublishingOffice } from './publish-notices.ts'

/** What a reviewer is shown before deciding. */
export interface Preview {
  /** As villagers will read it. Holds no line of the list. */
  header: PublicHeader
  /** Lines whose amount is not quantity × rate, rounding to the yuan allowed. */
  off: number
}

const ON_ITS_WAY = new Set(['draft', 'submitted', 'returned', 'approved'])

/**
 * A version that is on its way, as everybody would read it if this person approved it and it were published today: made by
 * the very gate that will make it. Null for one that hangs, hung, or is over.
 */
export async function previewOf(
  { storage, publishing, now }: PublishingOffice,
  who: Person,
  row: VersionRow,
): Promise<Preview | { refused: string } | null> {
  if (!ON_ITS_WAY.has(row.state)) return null
  const db = storage.read
  const { programs, settings, calendar } = await readReference(db)
  const lines = linesIn((await linesOf(db, [row])).get(row.notice) ?? [])
  const [before = NOTHING_BEFORE] = await listsBefore(db, [row])
  const [hanging] = await publishedVersions(db, [row.notice])
  const region = row.region as RegionCode
  const made = publicNotice(
    {
      notice: { ...noticeOf(row, lines), state: 'approved' },
      program: programs.find(({ code }) => code === row.program) ?? null,
      reviewedBy: [{ role: reviewerRoleOf(who, region), name: who.name, at: instantOf(now()) }],
      earlier: before.lists,
      earlierTables: before.tables,
    },
    {
      today: dayOf(now()),
      calendar,
      settings,
      defaultPeriod: DEFAULT_PERIOD,
      runningPeriod: () => (hanging?.period_ends_on ?? null) as Day | null,
      pinyin: publishing.pinyin,
    },
  )
  if ('refused' in made) return { refused: made.refused }
  const off = lines.filter((line) => checkLine(line).some((part) => part?.kind === 'off')).length
  const reviewedBy = may(who, 'review', region) ? made.header.reviewedBy : []
  return { header: { ...made.header, reviewedBy }, off }
}
