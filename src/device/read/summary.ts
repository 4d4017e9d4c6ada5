import { daysLeft, isOpen } from '#domain/calendar/period.ts'
import type { Day } from '#domain/calendar/day.ts'
import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import { levelOf } from '#domain/region/region-code.ts'
import type { RegionList } from '#domain/region/region.ts'
import type { Condition, HeldBoard, MarkHeld, NoticeSummary } from '../api.ts'
import type { BoardRecord, LogRecord, NoticeRow, SettingRecord } from '../db.ts'

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

/** Which state of a board lies here; null where none does. */
export const markIn = ({ region, held }: BoardRecord): MarkHeld | null =>
  held && { region, seq: held.seq, manifest: held.manifestHash, asOf: held.asOf }

/** The notices of a board, newest first. */
export const noticesOf = (rows: readonly NoticeRow[], today: Day | null): NoticeSummary[] =>
  [...rows]
    .sort(
      (a, b) =>
        compare(b.posted.publishedAt, a.posted.publishedAt) ||
        compare(a.shelf, b.shelf) ||
        a.order - b.order,
    )
    .map((row) => summaryOf(row, today))

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Tells one state of a board on this phone from another. The same head with another key opens more lists, which shows in the
 * bytes held.
 */
export const printOf = (board: BoardRecord | undefined): string =>
  `${board?.held?.leaf ?? ''} ${board?.key ?? ''} ${board?.held?.bytes ?? 0}`

/** What this device says of itself. */
export const conditionOf = (readOnly: boolean, settings: readonly SettingRecord[]): Condition => {
  const value = (name: SettingRecord['name']) => settings.find((one) => one.name === name)?.value
  const persisted = value('persisted')
  return {
    readOnly,
    evicted: value('evicted') === true,
    persisted: typeof persisted === 'boolean' ? persisted : null,
  }
}

/** Under which field each item of the catalog stands. */
export const fieldsById = (items: readonly CatalogItem[]): { [item: string]: string } =>
  Object.fromEntries(items.map(({ id, field }) => [id, field]))
