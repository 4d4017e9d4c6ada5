import { daysLeft, isOpen } from '#domain/calendar/period.ts'
import type { Day } from '#domain/calendar/day.ts'
import { levelOf } from '#domain/region/region-code.ts'
import type { RegionList } from '#domain/region/region.ts'
import type { HeldBoard, NoticeSummary } from '../api.ts'
import type { BoardRecord, LogRecord, NoticeRow } from '../db.ts'

/** `today` by signed time; null where none is known, and then nothing is said to be over. */
export function summaryOf(row: NoticeRow, today: Day | null): NoticeSummary {
  const end = row.posted.periodEndsOn
  const known = end !== null && today !== null
  return {
    ...row.posted,
    periodOpen: known ? isOpen(end, today) : null,
    daysLeft: known ? daysLeft(end, today) : null,
    listsHeld: row.lists.length,
  }
}

/** A board as a person is told of it. Before the first sync its name comes from the county's regions, if at all. */
export function heldBoardOf(
  record: BoardRecord,
  log: LogRecord | undefined,
  regions: RegionList | null,
): HeldBoard {
  const { region, held } = record
  const known = regions?.regions.find(({ code }) => code === region)
  return {
    region,
    name: held?.name ?? known?.name ?? { zh: '' },
    level: levelOf(region),
    demo: held?.demo ?? false,
    seq: held?.seq ?? null,
    asOf: held?.asOf ?? null,
    heardAt: record.heardAt,
    named:
      held?.names === 'public'
        ? 'public'
        : record.key === 'none' || record.key === 'wrong'
          ? 'none'
          : 'key',
    key: record.key,
    rootPinned: log?.rootPinned ?? 'firstUse',
    notices: held?.notices ?? 0,
    bytes: held?.bytes ?? 0,
    lastOutcome: record.lastOutcome,
  }
}
