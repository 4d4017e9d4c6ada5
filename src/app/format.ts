import { dayOf, daysBetween, epochMs } from '#domain/calendar/day.ts'
import type { Day, Instant } from '#domain/calendar/day.ts'
import { writtenDay } from '#domain/calendar/written-day.ts'
import { writtenNumber } from '#domain/money/written-number.ts'
import type { Language } from './language.ts'

/**
 * Figures as readers see them. Nothing here asks the browser: it knows no traditional Mongolian and would silently
 * answer in Cyrillic or in its own language. Digits are Western in both languages, as on a bank slip.
 */

const AHEAD_MS = 8 * 3_600_000

/** `2026年3月9日`, `2026 ᠣᠨ ᠤ 3 ᠰᠠᠷ᠎ᠠ ᠶᠢᠨ 9`. */
export const formatDay = (day: Day, language: Language): string =>
  writtenDay(day, language === 'mn-Mong' ? 'mn' : 'zh')

/** `09:12`, the clock in China. */
export function formatClock(instant: Instant): string {
  return new Date(epochMs(instant) + AHEAD_MS).toISOString().slice(11, 16)
}

/** Day and clock. */
export function formatMoment(instant: Instant, language: Language): string {
  return `${formatDay(dayOf(epochMs(instant)), language)} ${formatClock(instant)}`
}

/** `3,153.44` from `3153.44`; a text that is no plain decimal stays as it is. */
export const formatDecimal = writtenNumber

/** `1,284` */
export const formatCount = (count: number): string => formatDecimal(String(count))

/** `12.3`, in MB, never `0.0` for something. */
export function formatMegabytes(bytes: number): string {
  return bytes === 0 ? '0' : Math.max(bytes / 1_000_000, 0.1).toFixed(1)
}

/** How long ago in words: a key of `villager.when` and its figures. Days count as calendar days in China. */
export type Ago =
  { key: 'todayAt'; clock: string } | { key: 'yesterday' } | { key: 'daysAgo'; days: number }

export function agoOf(then: Instant, now: Instant): Ago {
  const days = daysBetween(dayOf(epochMs(then)), dayOf(epochMs(now)))
  if (days <= 0) return { key: 'todayAt', clock: formatClock(then) }
  return days === 1 ? { key: 'yesterday' } : { key: 'daysAgo', days }
}
