import { dayOf, instantOf, type Day, type Instant } from '#domain/calendar/day.ts'
import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { Line } from '#domain/disbursement/line.ts'
import { takeStep } from '#domain/notice/lifecycle.ts'
import { CHECKS, type CheckName, type Notice } from '#domain/notice/notice.ts'
import type { Program } from '#domain/program/program.ts'
import { whyNotReviewed } from '#domain/notice/review.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { Person } from '../auth/person.ts'
import { may } from '../auth/policy.ts'
import { readReference } from '../publishing/reference.ts'
import { writeAudit } from '../storage/audit.ts'
import type { Db } from '../storage/log.ts'
import {
  freeSlot,
  linesOf,
  moveVersion,
  newestVersions,
  publishedVersions,
  reviewsOf,
  type ReviewRow,
  type VersionRow,
} from '../storage/notices.ts'
import { staffNames } from '../storage/staff.ts'
import { askGateOfTexts, type GateWord } from './ask-gate.ts'
import { contentHash, linesIn, noticeOf } from './content.ts'
import type { NoticeRefusal } from './lifecycle.ts'
import { listsBefore, NOTHING_BEFORE } from './lists-before.ts'
import type { Office } from './office.ts'

/** An approved version with everything that publishing asks of the office. */
export interface ReadyNotice {
  notice: Notice
  program: Program | null
  reviewedBy: { role: string; name: string; at: Instant }[]
  /** What was reviewed and is being sealed; the commit asks whether it still is. */
  contentHash: string
  /** Lines of every list that hung in its place before. */
  earlier: Line[][]
  /** Tables without persons that hung there before. */
  earlierTables: Aggregate[]
}

/**
 * The approved versions of these notices, ready to be made public. Asked again here, whoever asked before: that the
 * lines are those that were reviewed, by another person, with every check answered with yes.
 */
export async function approvedForPublishing(
  db: Db,
  notices: readonly string[],
  context: { who: Person; programs: readonly Program[]; today: Day },
): Promise<ReadyNotice[] | NoticeRefusal> {
  const rows = await newestVersions(db, notices)
  const found = new Map(rows.map((row) => [row.notice, row]))
  const reviewed = new Map<string, ReviewRow[]>()
  for (const one of await reviewsOf(db, notices))
    reviewed.set(one.notice, [...(reviewed.get(one.notice) ?? []), one])
  const names = await staffNames(db)
  const texts = await linesOf(db, rows)
  const before = await listsBefore(db, rows)
  const hung = new Map(rows.map(({ notice }, index) => [notice, before[index]]))
  const ready: ReadyNotice[] = []
  for (const id of notices) {
    const row = found.get(id)
    if (!row || !may(context.who, 'publish', row.region as RegionCode))
      return { refused: 'notFound', notice: id }
    const lines = texts.get(id) ?? []
    const notice = noticeOf(row, linesIn(lines))
    const step = takeStep(notice, 'publish', { person: context.who.id }, context.today)
    if ('refused' in step) return { ...step, notice: id }
    const approvals = validApprovals(row, reviewed.get(id) ?? [])
    if (contentHash(row, lines) !== row.content_hash || approvals.length === 0)
      return { refused: 'contentChanged', notice: id }
    ready.push({
      notice,
      program: context.programs.find(({ code }) => code === row.program) ?? null,
      reviewedBy: approvals.map(({ reviewer, reviewer_role, at }) => ({
        role: reviewer_role,
        name: names.get(reviewer) ?? '',
        at: at as Instant,
      })),
      contentHash: row.content_hash,
      earlier: hung.get(id)?.lists ?? [],
      earlierTables: hung.get(id)?.tables ?? [],
    })
  }
  return ready
}

/** Approvals that still count: bound to this very content, since the last time it was sent back. */
function validApprovals(row: VersionRow, reviews: readonly ReviewRow[]): ReviewRow[] {
  const mine = reviews.filter(({ version }) => version === row.version)
  const returned = mine.map(({ decision }) => decision).lastIndexOf('return')
  return mine.slice(returned + 1).filter((one) => {
    const checks = JSON.parse(one.checks) as Record<CheckName, boolean>
    const given = {
      reviewer: one.reviewer,
      reviewerRole: one.reviewer_role,
      at: one.at as Instant,
      decision: 'approve' as const,
      checks,
      reasons: one.reasons,
      contentHash: one.content_hash,
    }
    return (
      one.decision === 'approve' &&
      CHECKS.every((check) => checks[check]) &&
      whyNotReviewed(given, row, row.content_hash) === null
    )
  })
}

/** The office's copy is no longer what was published from; the whole publish is undone. */
export class NoLongerApproved extends Error {
  readonly code = 'noLongerApproved'
  readonly notice: string
  constructor(notice: string) {
    super(`notice ${notice} is no longer approved`)
    this.name = 'NoLongerApproved'
    this.notice = notice
  }
}

/**
 * The office's side of publishing, inside publishing's transaction: approved → published, the version before →
 * corrected. Throws, and thereby undoes everything, where a version is no longer what was approved: `sealed` holds the
 * content hash that each notice's bytes were made from, and another content may have been approved meanwhile.
 */
export async function markPublished(
  tx: Db,
  done: readonly { id: string; version: number; publishedOn: Day; periodEndsOn: Day | null }[],
  who: { id: string | null; now: number; sealed: ReadonlyMap<string, string> },
): Promise<void> {
  const ids = done.map(({ id }) => id)
  const rows = new Map((await newestVersions(tx, ids)).map((row) => [row.notice, row]))
  const before = new Map((await publishedVersions(tx, ids)).map((row) => [row.notice, row]))
  for (const { id, version, publishedOn, periodEndsOn } of done) {
    const row = rows.get(id)
    const stands = row?.version === version && row.state === 'approved'
    if (!row || !stands || row.content_hash !== who.sealed.get(id)) throw new NoLongerApproved(id)
    const old = before.get(id)
    if (old && !(await moveVersion(tx, old, { state: 'corrected' }))) throw new NoLongerApproved(id)
    const dates = { published_on: publishedOn, period_ends_on: periodEndsOn }
    if (!(await moveVersion(tx, row, { state: 'published', ...dates })))
      throw new NoLongerApproved(id)
  }
  await writeAudit(tx, {
    at: instantOf(who.now),
    staff: who.id,
    action: 'publish',
    subject: ids.length === 1 ? (ids[0] ?? null) : null,
    facts: { notices: done.map(({ id, version }) => [id, version]) },
  })
}

export interface ReadyWithdrawal {
  region: RegionCode
  notice: Notice['id']
  why: string
  office: string
  /** To be run inside publishing's transaction. */
  mark: (tx: Db) => Promise<void>
}

/** May this hang no longer, and what will the board say instead? `why` is for all to read. */
export async function readyToWithdraw(
  office: Office,
  who: Person,
  request: { notice: string; why: string; office: string },
): Promise<ReadyWithdrawal | NoticeRefusal> {
  const { notice: id, why } = request
  const [row] = await publishedVersions(office.storage.read, [id])
  if (!row || !may(who, 'withdraw', row.region as RegionCode))
    return { refused: 'notFound', notice: id }
  // A version that is on its way could never hang on a withdrawn one: it is taken back first.
  const [newest] = await newestVersions(office.storage.read, [id])
  if (newest && (newest.state === 'submitted' || newest.state === 'approved'))
    return { refused: 'versionPending', notice: id, version: newest.version }
  const at = instantOf(office.now())
  const step = takeStep(noticeOf(row), 'withdraw', { person: who.id }, dayOf(office.now()))
  if ('refused' in step) return { ...step, notice: id }
  if (why.trim() === '') return { refused: 'reasonsMissing', notice: id }
  const word = await gateOn(office.storage.read, row, [
    { where: 'why', text: why },
    { where: 'office', text: request.office },
  ])
  if (word) return { ...word, notice: id }
  return {
    region: row.region as RegionCode,
    notice: noticeOf(row).id,
    why: why.trim(),
    office: request.office,
    async mark(tx) {
      const withdrawal = JSON.stringify({ why: why.trim(), office: request.office, at })
      if (!(await moveVersion(tx, row, { state: step.state, withdrawal })))
        throw new NoLongerApproved(id)
      await freeSlot(tx, id)
      await writeAudit(tx, {
        at,
        staff: who.id,
        action: 'withdraw',
        region: row.region,
        subject: id,
        facts: { version: row.version },
      })
    },
  }
}

/** May these words about a notice that hangs be read by all? They name nobody on the list, as it hangs or as it hung. */
async function gateOn(
  db: Db,
  row: VersionRow,
  texts: readonly { where: string; text: string }[],
): Promise<GateWord | null> {
  const { programs, settings } = await readReference(db)
  const lines = linesIn((await linesOf(db, [row])).get(row.notice) ?? [])
  const [{ lists } = NOTHING_BEFORE] = await listsBefore(db, [row])
  const program = programs.find(({ code }) => code === row.program) ?? null
  return askGateOfTexts(texts, { program, settings, earlier: [lines, ...lists] })
}
