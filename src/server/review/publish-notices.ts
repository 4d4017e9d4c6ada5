import { dayOf } from '#domain/calendar/day.ts'
import type { Person } from '../auth/person.ts'
import { publish, type Published, type PublishRefusal } from '../publishing/publish.ts'
import type { Publishing } from '../publishing/publishing.ts'
import { readReference } from '../publishing/reference.ts'
import type { NoticeRefusal } from './lifecycle.ts'
import type { Office } from './office.ts'
import { approvedForPublishing, markPublished, readyToWithdraw } from './ready.ts'

export interface PublishingOffice extends Office {
  publishing: Publishing
}

/** Publishes approved notices, all of them under one checkpoint or none, as a named person. */
export async function publishNotices(
  office: PublishingOffice,
  who: Person,
  notices: readonly string[],
): Promise<Published | PublishRefusal | NoticeRefusal> {
  const { storage, publishing } = office
  const { programs } = await readReference(storage.db)
  const ready = await approvedForPublishing(storage.db, [...new Set(notices)], {
    who,
    programs,
    today: dayOf(office.now()),
  })
  if ('refused' in ready) return ready
  return publish(publishing, {
    notices: ready,
    within: (tx, done) =>
      markPublished(tx, done, {
        id: who.id,
        now: office.now(),
        sealed: new Map(ready.map(({ notice, contentHash }) => [notice.id, contentHash])),
      }),
  })
}

/** Takes a published notice off its board: what stays there says that it hung, why it went and who took it down. */
export async function withdrawNotice(
  office: PublishingOffice,
  who: Person,
  request: { notice: string; why: string; office: string },
): Promise<Published | PublishRefusal | NoticeRefusal> {
  const ready = await readyToWithdraw(office, who, request)
  if ('refused' in ready) return ready
  const { mark, ...withdrawal } = ready
  return publish(office.publishing, { withdrawals: [withdrawal], within: mark })
}
