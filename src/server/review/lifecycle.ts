import { dayOf, instantOf, type Instant } from '#domain/calendar/day.ts'
import { whatIsMissing, type Missing } from '#domain/notice/content.ts'
import { takeStep, type StepRefusal } from '#domain/notice/lifecycle.ts'
import type { CheckName, NoticeState, Review } from '#domain/notice/notice.ts'
import { whyNotReviewed, type ReviewRefusal } from '#domain/notice/review.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { Person } from '../auth/person.ts'
import { may, type Action } from '../auth/policy.ts'
import { readReference } from '../publishing/reference.ts'
import { writeAudit } from '../storage/audit.ts'
import type { Db } from '../storage/log.ts'
import {
  insertReview,
  linesOf,
  moveVersion,
  newestVersions,
  type VersionRow,
} from '../storage/notices.ts'
import { askGate, type GateWord } from './ask-gate.ts'
import { linesIn, noticeOf } from './content.ts'
import { listsBefore, NOTHING_BEFORE } from './lists-before.ts'
import type { Office } from './office.ts'

/** What one notice was asked, and why it did not go. */
export type NoticeRefusal = (
  | StepRefusal
  | ReviewRefusal
  | GateWord
  | { refused: 'notFound' }
  | { refused: 'somethingMissing'; missing: Missing[] }
  /** Somebody else was faster, or the content is not what was read. */
  | { refused: 'contentChanged' }
  /** A newer version waits for review or publishing; it is taken back before the notice comes down. */
  | { refused: 'versionPending'; version: number }
) & { notice: string }

export interface Stepped {
  notice: string
  version: number
  region: string
  state: NoticeState
  contentHash: string
}

/** Which version a person means: the content that was on the screen, not whatever stands there by now. */
export interface Meant {
  notice: string
  contentHash: string
}

export interface ReviewRequest {
  decision: 'approve' | 'return'
  /** One answer a check; a check without an answer is a refusal. */
  checks: Partial<Record<CheckName, boolean>>
  reasons: string
}

class Undone extends Error {
  readonly refusal: NoticeRefusal
  constructor(refusal: NoticeRefusal) {
    super(refusal.refused)
    this.name = 'Undone'
    this.refusal = refusal
  }
}

/** All of it or nothing, with a line in the audit chain. A refusal undoes what was done before it. */
async function together(
  office: Office,
  who: Person,
  action: Action,
  meant: readonly Meant[],
  name: string,
  work: (tx: Db, row: VersionRow, at: Instant) => Promise<NoticeState>,
  subject?: string,
): Promise<Stepped[] | NoticeRefusal> {
  const at = instantOf(office.now())
  try {
    return await office.storage.db.transaction().execute(async (tx) => {
      const rows = await meantVersions(tx, who, action, meant)
      const stepped: Stepped[] = []
      for (const row of rows)
        stepped.push({
          notice: row.notice,
          version: row.version,
          region: row.region,
          state: await work(tx, row, at),
          contentHash: row.content_hash,
        })
      const [only, ...others] = stepped
      await writeAudit(tx, {
        at,
        staff: who.id,
        action: name,
        region: others.length === 0 ? (only?.region ?? null) : null,
        subject: subject ?? only?.notice ?? null,
        facts: {
          notices: stepped.map(({ notice, version, contentHash }) => [
            notice,
            version,
            contentHash,
          ]),
        },
      })
      return stepped
    })
  } catch (fault) {
    if (fault instanceof Undone) return fault.refusal
    throw fault
  }
}

async function meantVersions(
  tx: Db,
  who: Person,
  action: Action,
  meant: readonly Meant[],
): Promise<VersionRow[]> {
  const found = await newestVersions(
    tx,
    meant.map(({ notice }) => notice),
  )
  const rows = new Map(found.map((row) => [row.notice, row]))
  return meant.map(({ notice, contentHash }) => {
    const row = rows.get(notice)
    // Out of scope is as if it were not there.
    if (!row || !may(who, action, row.region as RegionCode))
      throw new Undone({ refused: 'notFound', notice })
    if (row.content_hash !== contentHash) throw new Undone({ refused: 'contentChanged', notice })
    return row
  })
}

function step(row: VersionRow, name: Parameters<typeof takeStep>[1], who: Person, at: Instant) {
  const next = takeStep(noticeOf(row), name, { person: who.id }, dayOf(Date.parse(at)))
  if ('refused' in next) throw new Undone({ ...next, notice: row.notice })
  return next.state
}

async function move(tx: Db, row: VersionRow, state: NoticeState): Promise<NoticeState> {
  if (!(await moveVersion(tx, row, { state })))
    throw new Undone({ refused: 'contentChanged', notice: row.notice })
  return state
}

/** Drafts → under review, all or none. What could never be published does not get there. */
export async function submit(
  office: Office,
  who: Person,
  meant: readonly Meant[],
): Promise<Stepped[] | NoticeRefusal> {
  const { programs, settings } = await readReference(office.storage.db)
  return together(office, who, 'submit', meant, 'submit', async (tx, row, at) => {
    const state = step(row, 'submit', who, at)
    const texts = (await linesOf(tx, [row])).get(row.notice) ?? []
    const notice = noticeOf(row, linesIn(texts))
    const program = programs.find(({ code }) => code === row.program) ?? null
    const missing = whatIsMissing(notice, program)
    if (missing.length > 0)
      throw new Undone({ refused: 'somethingMissing', missing, notice: row.notice })
    const [{ lists } = NOTHING_BEFORE] = await listsBefore(tx, [row])
    const word = askGate(notice, { program, settings, earlier: lists })
    if (word) throw new Undone({ ...word, notice: row.notice })
    return move(tx, row, state)
  })
}

/** Returned, or approved but not yet published → draft again. An approval is void by it. */
export function revise(
  office: Office,
  who: Person,
  meant: readonly Meant[],
): Promise<Stepped[] | NoticeRefusal> {
  return together(office, who, 'submit', meant, 'revise', (tx, row, at) =>
    move(tx, row, step(row, 'revise', who, at)),
  )
}

/** The role and region of a reviewer as readers see it: of the office nearest to the village. */
export function reviewerRoleOf(who: Person, region: RegionCode): string {
  const scopes = who.grants
    .filter(
      (grant) => grant.role === 'reviewer' && may({ ...who, grants: [grant] }, 'review', region),
    )
    .map((grant) => grant.region)
    .sort((a, b) => b.replace(/0+$/, '').length - a.replace(/0+$/, '').length)
  return scopes[0]?.endsWith('000000') === true ? 'countyReviewer' : 'townshipReviewer'
}

/**
 * Another person's word on one notice or on many at once: five checks each answered, reasons for sending back, bound to
 * the content that was read. All of it or nothing.
 */
export function review(
  office: Office,
  who: Person,
  meant: readonly Meant[],
  request: ReviewRequest,
  subject?: string,
): Promise<Stepped[] | NoticeRefusal> {
  return together(
    office,
    who,
    'review',
    meant,
    request.decision,
    async (tx, row, at) => {
      const role = reviewerRoleOf(who, row.region as RegionCode)
      const given: Review = {
        reviewer: who.id,
        reviewerRole: role,
        at,
        decision: request.decision,
        checks: request.checks as Review['checks'],
        reasons: request.reasons,
        contentHash: row.content_hash,
      }
      const refusal = whyNotReviewed(given, noticeOf(row), row.content_hash)
      if (refusal) throw new Undone({ ...refusal, notice: row.notice })
      const state = step(row, request.decision, who, at)
      await insertReview(tx, {
        notice: row.notice,
        version: row.version,
        reviewer: who.id,
        reviewer_role: role,
        at,
        decision: given.decision,
        checks: JSON.stringify(given.checks),
        reasons: given.reasons,
        content_hash: given.contentHash,
      })
      return move(tx, row, state)
    },
    subject,
  )
}
