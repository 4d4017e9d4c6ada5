import { dayOf, epochMs, type Instant } from '#domain/calendar/day.ts'
import type { Person } from '../auth/person.ts'
import type { NoticeRefusal } from '../review/lifecycle.ts'
import type { Office } from '../review/office.ts'
import { approvedForPublishing, markPublished, readyToWithdraw } from '../review/ready.ts'
import { findLog } from '../storage/log.ts'
import { publish, type Published, type PublishRefusal } from './publish.ts'
import type { Publishing } from './publishing.ts'
import { readReference } from './reference.ts'

/**
 * Publishes approved notices as a named person: asks the office whether each is approved as it stands, makes the bytes,
 * and lets the office's side change in the very transaction that publishes. All of them or none.
 */
export async function publishApproved(
  office: Office,
  publishing: Publishing,
  who: Person,
  notices: readonly string[],
): Promise<Published | PublishRefusal | NoticeRefusal> {
  const { programs } = await readReference(publishing.db)
  const log = await findLog(publishing.db)
  if (!log) return { refused: 'notInitialised' }
  const today = dayOf(Math.max(office.now(), epochMs(log.at as Instant)))
  const ready = await approvedForPublishing(publishing.db, notices, { who, programs, today })
  if ('refused' in ready) return ready
  return publish(publishing, {
    notices: ready,
    within: (tx, done) => markPublished(tx, done, { id: who.id, now: office.now() }),
  })
}

/** Takes a published notice back, with a reason for all to read. */
export async function withdrawPublished(
  office: Office,
  publishing: Publishing,
  who: Person,
  request: { notice: string; why: string; office: string },
): Promise<Published | PublishRefusal | NoticeRefusal> {
  const ready = await readyToWithdraw(office, who, request)
  if ('refused' in ready) return ready
  const { mark, ...withdrawal } = ready
  return publish(publishing, { withdrawals: [withdrawal], within: (tx) => mark(tx) })
}
