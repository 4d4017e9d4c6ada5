import { addDays } from '../calendar/day.ts'
import type { Day } from '../calendar/day.ts'
import type { WorkCalendar, YearUnknown } from '../calendar/working-days.ts'
import type { CatalogItem } from '../catalog/catalog-item.ts'
import { clockOf } from './clock.ts'
import { dueOf, spanOf } from './due.ts'
import type { Due, Span } from './due.ts'

/** Something of the catalog that has to be made public, by when, and why then. */
export interface Duty {
  item: string
  /** The months that it is for; null where something that happened began the count. */
  span: Span | null
  /** The last day in time. A year whose holidays nobody has announced has no such day yet. */
  due: Due | YearUnknown
  late: boolean
}

/** What the duties of a board follow from. */
export interface Known {
  /** Catalog items that this board has to carry. */
  items: readonly Pick<CatalogItem, 'id' | 'timeLimit'>[]
  /** What hangs or hung there. */
  hung: readonly { item: string; publishedOn: Day }[]
  /** What has happened, or will, and does not hang yet. */
  open: readonly { item: string; on: Day }[]
  calendar: WorkCalendar
  today: Day
}

/**
 * What is to be done, the oldest day first and what has none yet at the end. Something that comes again is there from
 * the first day of its months until it hangs; where months went by without it, it keeps the day of the first of them
 * (回头看). A board that never had it begins with the months of today.
 */
export function duties({ items, hung, open, calendar, today }: Known): Duty[] {
  const found: Duty[] = []
  for (const item of items) {
    const clock = clockOf(item)
    const add = (from: Day, span: Span | null) => {
      const due = dueOf(clock, from, calendar)
      if (due !== null)
        found.push({ item: item.id, span, due, late: 'due' in due && due.due < today })
    }
    if (clock.kind === 'every') {
      const last = latest(hung, item.id, today)
      const span = spanOf(clock, last === null ? today : addDays(spanOf(clock, last).end, 1))
      if (span.start <= today) add(span.start, span)
    } else for (const { on } of open.filter((one) => one.item === item.id)) add(on, null)
  }
  const order = (a: Duty, b: Duty) => {
    const [one, other] = [lastDay(a), lastDay(b)]
    return one === other ? 0 : one < other ? -1 : 1
  }
  return found.sort(order)
}

/** When this was last hung up. What a wrong clock put after today is not counted. */
function latest(hung: Known['hung'], item: string, today: Day): Day | null {
  let last: Day | null = null
  for (const one of hung)
    if (one.item === item && one.publishedOn <= today && (last === null || one.publishedOn > last))
      last = one.publishedOn
  return last
}

/** After every day there is: a duty without one stands last. */
const lastDay = ({ due }: Duty): string => ('due' in due ? due.due : '9999-99-99')
