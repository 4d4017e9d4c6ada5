import { listAt, MalformedError, objectAt } from '../malformed.ts'
import { addDays, parseDay, weekdayOf, yearOf } from './day.ts'
import type { Day } from './day.ts'

/**
 * The State Council's yearly notice on holidays: days off besides Saturdays and Sundays, and the Saturdays and Sundays
 * that are worked instead (调休). A year without an entry has not been announced and is never guessed.
 */
export interface WorkCalendar {
  years: { [year: string]: { holidays: Day[]; workdays: Day[] } }
}

export interface YearUnknown {
  refused: 'yearUnknown'
  year: number
}

/** Reads `{years: {"2026": {holidays, workdays}}}`, or the same without `years` around it. Throws MalformedError. */
export function parseWorkCalendar(json: unknown): WorkCalendar {
  const outer = objectAt(json, 'calendar')
  const given = 'years' in outer ? objectAt(outer['years'], 'calendar.years') : outer
  const years: WorkCalendar['years'] = {}
  for (const [year, value] of Object.entries(given)) {
    // Beside the years a file may say where it comes from.
    if (!/^[1-9]\d{3}$/.test(year)) continue
    const where = `calendar.${year}`
    const { holidays, workdays } = objectAt(value, where)
    const dayIn = (text: unknown, at: string): Day => {
      const day = typeof text === 'string' ? parseDay(text) : null
      if (day === null || day.slice(0, 4) !== year) throw new MalformedError(at)
      return day
    }
    years[year] = {
      holidays: listAt(holidays, `${where}.holidays`, dayIn),
      workdays: listAt(workdays, `${where}.workdays`, dayIn),
    }
  }
  return { years }
}

/** Is work done on this day? Refused for a year that has not been announced. */
export function isWorkingDay(calendar: WorkCalendar, day: Day): boolean | YearUnknown {
  const year = calendar.years[day.slice(0, 4)]
  if (!year) return { refused: 'yearUnknown', year: yearOf(day) }
  if (year.workdays.includes(day)) return true
  if (year.holidays.includes(day)) return false
  const weekday = weekdayOf(day)
  return weekday !== 0 && weekday !== 6
}

/** The `n`-th working day after `start`, which is not counted, and the days off that were stepped over. */
export function addWorkingDays(
  calendar: WorkCalendar,
  start: Day,
  n: number,
): { due: Day; skipped: Day[] } | YearUnknown {
  const skipped: Day[] = []
  let due = start
  for (let left = n; left > 0;) {
    due = addDays(due, 1)
    const working = isWorkingDay(calendar, due)
    if (typeof working === 'object') return working
    if (working) left -= 1
    else skipped.push(due)
  }
  return { due, skipped }
}
