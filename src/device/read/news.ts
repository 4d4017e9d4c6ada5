import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { News, NewsItem, NoticeSummary } from '../api.ts'
import type { HeldState, VisitRecord } from '../db.ts'

/** What is new on a board since a visit; the reader's own comes first. `mine`: followed households by notice. */
export function newsOf(
  held: HeldState | null,
  visit: VisitRecord | undefined,
  notices: readonly NoticeSummary[],
  mine: ReadonlyMap<NoticeId, PayeeNumber[]>,
): News {
  if (!held || !visit) return { since: null, seq: held?.seq ?? null, items: [] }
  const seen = new Map(visit.seen.map((one) => [one.id, one]))
  const items: NewsItem[] = []
  for (const notice of notices) {
    const kind = kindOf(seen.get(notice.id), notice)
    if (kind) items.push({ kind, notice, mine: mine.get(notice.id) ?? [] })
  }
  items.sort((a, b) => Number(b.mine.length > 0) - Number(a.mine.length > 0))
  return { since: visit.at, seq: held.seq, items }
}

/** A notice that came and went between two visits was never there for this reader. */
function kindOf(
  seen: VisitRecord['seen'][number] | undefined,
  notice: NoticeSummary,
): NewsItem['kind'] | null {
  const withdrawn = notice.state === 'withdrawn'
  if (!seen) return withdrawn ? null : 'new'
  if (withdrawn) return seen.state === 'withdrawn' ? null : 'withdrawn'
  return notice.version > seen.version ? 'corrected' : null
}
