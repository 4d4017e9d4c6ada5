import type { PublicityPeriod } from '../program/program.ts'
import { addDays, daysBetween } from './day.ts'
import type { Day } from './day.ts'
import { addWorkingDays } from './working-days.ts'
import type { WorkCalendar, YearUnknown } from './working-days.ts'

/**
 * Last day of a publicity period: `start` is not counted, then n full days or working days. The notice stays open
 * through 24:00 of the day returned.
 */
export function periodEnd(
  period: Pick<PublicityPeriod, 'number' | 'unit'>,
  start: Day,
  calendar: WorkCalendar,
): Day | YearUnknown {
  if (period.unit === 'day') return addDays(start, period.number)
  const counted = addWorkingDays(calendar, start, period.number)
  return 'refused' in counted ? counted : counted.due
}

/** Still open: through the last day itself. */
export const isOpen = (end: Day, today: Day): boolean => today <= end

/** Days after today on which the period is still open: 0 on the last day and, like `isOpen` says, ever after. */
export const daysLeft = (end: Day, today: Day): number => Math.max(0, daysBetween(today, end))
