/** A civil day in UTC+8, `2026-03-09`: no zone, no hour. Made by `parseDay` and `dayOf` alone. */
export type Day = string & { readonly __day: true }

/** An instant in UTC to the second, `2026-03-09T01:12:00Z`. Made by `parseInstant` and `instantOf` alone. */
export type Instant = string & { readonly __instant: true }

const DAY_MS = 86_400_000
/** China has one civil time, eight hours ahead of UTC, without daylight saving since 1991. */
const AHEAD_MS = 8 * 3_600_000

/** `2026-03-09`, a real day of the years 1000 to 9999; null for anything else. */
export function parseDay(text: string): Day | null {
  const match = /^([1-9]\d{3})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return day >= 1 && day <= daysIn(year, month) ? (text as Day) : null
}

/** Days of a month of the Gregorian calendar; none where there is no such month. */
function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month] ?? 0
}

/** `2026-03-09T01:12:00Z`, whole seconds, real; null for anything else. */
export function parseInstant(text: string): Instant | null {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) || instantOf(ms) !== text ? null : (text as Instant)
}

/** The instant of these milliseconds since 1970, parts of a second cut off. */
export function instantOf(epochMilliseconds: number): Instant {
  return `${new Date(Math.floor(epochMilliseconds / 1000) * 1000).toISOString().slice(0, 19)}Z` as Instant
}

/** Milliseconds since 1970. */
export const epochMs = (instant: Instant): number => Date.parse(instant)

/** The day in China at these milliseconds since 1970. */
export const dayOf = (epochMilliseconds: number): Day => dayFromUtc(epochMilliseconds + AHEAD_MS)

/** `n` days later (earlier below zero). Throws RangeError outside the years 1000 to 9999. */
export function addDays(day: Day, n: number): Day {
  const later = parseDay(dayFromUtc(utcMs(day) + n * DAY_MS))
  if (later === null) throw new RangeError('beyond the calendar')
  return later
}

/** Days from `a` to `b`; below zero when `b` is earlier. */
export const daysBetween = (a: Day, b: Day): number => (utcMs(b) - utcMs(a)) / DAY_MS

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (day: Day): number => new Date(utcMs(day)).getUTCDay()

export const yearOf = (day: Day): number => Number(day.slice(0, 4))

const utcMs = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
const dayFromUtc = (ms: number): Day => new Date(ms).toISOString().slice(0, 10) as Day
