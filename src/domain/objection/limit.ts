import { addDays } from '../calendar/day.ts'
import type { Day } from '../calendar/day.ts'
import { addWorkingDays } from '../calendar/working-days.ts'
import type { WorkCalendar, YearUnknown } from '../calendar/working-days.ts'

/** No county gives itself longer, nor extends by more. */
export const MOST_WORKING_DAYS = 20

const least = (days: number): number => Math.min(days, MOST_WORKING_DAYS)

/**
 * Last day for an answer: so many working days after it came, and before the period ends where there is still a day for
 * that. A year that nobody has announced is refused, unless the period ends earlier however its holidays fall.
 */
export function answerBy(
  cameOn: Day,
  periodEndsOn: Day | null,
  workingDays: number,
  calendar: WorkCalendar,
): Day | YearUnknown {
  const days = least(workingDays)
  const before = periodEndsOn === null ? null : addDays(periodEndsOn, -1)
  const inPeriod = before !== null && before > cameOn ? before : null
  // So many working days are never fewer days.
  if (inPeriod !== null && inPeriod <= addDays(cameOn, days)) return inPeriod
  const counted = addWorkingDays(calendar, cameOn, days)
  if ('refused' in counted) return counted
  return inPeriod !== null && inPeriod < counted.due ? inPeriod : counted.due
}

/** The furthest day that an extension may reach from the last day before it. */
export function furthestFrom(
  until: Day,
  workingDays: number,
  calendar: WorkCalendar,
): Day | YearUnknown {
  const counted = addWorkingDays(calendar, until, least(workingDays))
  return 'refused' in counted ? counted : counted.due
}
