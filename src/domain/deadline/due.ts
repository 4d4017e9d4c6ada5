import { addDays, parseDay, weekdayOf, yearOf } from '../calendar/day.ts'
import type { Day } from '../calendar/day.ts'
import { addWorkingDays, isWorkingDay } from '../calendar/working-days.ts'
import type { WorkCalendar, YearUnknown } from '../calendar/working-days.ts'
import type { Clock } from './clock.ts'

export type DayOff = 'weekend' | 'holiday'

/** Why a day is that day: where the count began, what it stepped over, and which Saturdays and Sundays it counted. */
export interface Trace {
  clock: Clock
  /** Not counted itself. Of something that comes again: the first day of its months. */
  from: Day
  skipped: { day: Day; why: DayOff }[]
  /** Made up for a holiday (调休), and counted. */
  worked: Day[]
  /** A day that a rule names by date stays that day: it may be one on which nobody works. */
  restDay: DayOff | 'yearUnknown' | null
}

export interface Due {
  due: Day
  trace: Trace
}

/**
 * The last day that is in time, with why. `from` is when it began to count; of what comes again, any day in the months
 * asked for. Null where no day follows from the clock. Working days of a year that has not been announced are refused;
 * days that need no calendar are known all the same.
 */
export function dueOf(clock: Clock, from: Day, calendar: WorkCalendar): Due | YearUnknown | null {
  switch (clock.kind) {
    case 'workingDays':
      return clock.n < 0
        ? workingDaysBefore(clock, from, -clock.n, calendar)
        : workingDaysAfter(clock, from, clock.n, calendar)
    case 'days':
      return named(clock, from, addDays(from, clock.n), calendar)
    case 'every': {
      const { start } = spanOf(clock, from)
      return named(clock, start, dayInSpan(clock, start), calendar)
    }
    case 'asNeeded':
      return null
  }
}

function workingDaysAfter(
  clock: Clock,
  from: Day,
  n: number,
  calendar: WorkCalendar,
): Due | YearUnknown {
  const counted = addWorkingDays(calendar, from, n)
  if ('refused' in counted) return counted
  const skipped = counted.skipped.map((day) => ({ day, why: whyOff(day, calendar) }))
  const off = new Set(counted.skipped)
  const worked: Day[] = []
  for (let day = from; day < counted.due;) {
    day = addDays(day, 1)
    if (isWeekend(day) && !off.has(day)) worked.push(day)
  }
  return { due: counted.due, trace: { clock, from, skipped, worked, restDay: null } }
}

/** The last working day from which so many working days lead up to the event, which is the last of them. */
function workingDaysBefore(
  clock: Clock,
  event: Day,
  n: number,
  calendar: WorkCalendar,
): Due | YearUnknown {
  const trace: Trace = { clock, from: event, skipped: [], worked: [], restDay: null }
  let left = n
  for (let day = event; ; day = addDays(day, -1)) {
    const working = isWorkingDay(calendar, day)
    if (typeof working === 'object') return working
    if (!working) trace.skipped.unshift({ day, why: whyOff(day, calendar) })
    else if (left === 0) return { due: day, trace }
    else {
      left -= 1
      if (isWeekend(day)) trace.worked.unshift(day)
    }
  }
}

/** A day that the rule itself names, and whether anybody works on it. */
function named(clock: Clock, from: Day, due: Day, calendar: WorkCalendar): Due {
  const working = isWorkingDay(calendar, due)
  const restDay =
    typeof working === 'object' ? 'yearUnknown' : working ? null : whyOff(due, calendar)
  return { due, trace: { clock, from, skipped: [], worked: [], restDay } }
}

/** Of a day off: a weekend that a holiday takes in is called the holiday. */
const whyOff = (day: Day, calendar: WorkCalendar): DayOff =>
  calendar.years[day.slice(0, 4)]?.holidays.includes(day) ? 'holiday' : 'weekend'

const isWeekend = (day: Day): boolean => weekdayOf(day) % 6 === 0

/** Months that a clock counts as one, first and last day. */
export interface Span {
  start: Day
  end: Day
}

type Every = Clock & { kind: 'every' }

/** The months around `day` in which something that comes again has to be done once. */
export function spanOf({ months }: Every, day: Day): Span {
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / months) * months + 1
  const year = yearOf(day)
  return { start: dayOfMonth(year, first, 1), end: lastOfMonth(year, first + months - 1) }
}

function dayInSpan({ month, day }: Every, start: Day): Day {
  const at = Number(start.slice(5, 7)) + month - 1
  const last = lastOfMonth(yearOf(start), at)
  // The 31st of a short month is its last.
  return day === null || day > Number(last.slice(8)) ? last : dayOfMonth(yearOf(start), at, day)
}

function lastOfMonth(year: number, month: number): Day {
  return month === 12 ? dayOfMonth(year, 12, 31) : addDays(dayOfMonth(year, month + 1, 1), -1)
}

function dayOfMonth(year: number, month: number, date: number): Day {
  const two = (n: number) => String(n).padStart(2, '0')
  const day = parseDay(`${year}-${two(month)}-${two(date)}`)
  if (day === null) throw new RangeError('beyond the calendar')
  return day
}
