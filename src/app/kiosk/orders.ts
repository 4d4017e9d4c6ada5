import { epochMs } from '#domain/calendar/day.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { DeviceSettings } from '#protocol/device-orders.ts'
import { LANGUAGES } from '../language.ts'
import type { Language } from '../language.ts'

/** Before any order has come. */
export const NO_ORDERS: DeviceSettings = {
  languages: 'both',
  loop: 'turns',
  schedule: { on: '00:00', off: '00:00' },
  idleSeconds: 60,
  pace: 100,
  warnDays: 7,
  alarmDays: 30,
  pin: null,
  printNotices: null,
  printSlips: null,
}

/** In which scripts the tablet speaks, and which first. `first`: as the county orders its two scripts. */
export function scriptsOf(languages: DeviceSettings['languages'], first: Language): Language[] {
  if (languages !== 'both') return [languages]
  return [first, ...(Object.keys(LANGUAGES) as Language[]).filter((one) => one !== first)]
}

const AHEAD_MINUTES = 8 * 60
const DAY_MINUTES = 24 * 60
const minutesOf = (clock: string): number => {
  const [hours, minutes] = clock.split(':').map(Number)
  return hours! * 60 + minutes!
}

/** Is it a time to shine? Where no time can be believed, always: a dark board helps nobody. */
export function shines({ on, off }: DeviceSettings['schedule'], now: Instant | null): boolean {
  if (now === null || on === off) return true
  const at = (Math.floor(epochMs(now) / 60_000) + AHEAD_MINUTES) % DAY_MINUTES
  const [from, to] = [minutesOf(on), minutesOf(off)]
  return from < to ? at >= from && at < to : at >= from || at < to
}

const DAY_MS = 86_400_000

/** How old a board is, for the eye. `unknown` where no time can be believed. */
export interface BoardAge {
  state: 'fresh' | 'amber' | 'red' | 'unknown'
  days: number
}

/** By the last time that the county was really heard, and the time that it most likely is. */
export function ageOf(
  heardAt: Instant | null,
  now: Instant | null,
  { warnDays, alarmDays }: Pick<DeviceSettings, 'warnDays' | 'alarmDays'>,
): BoardAge {
  if (heardAt === null || now === null) return { state: 'unknown', days: 0 }
  const days = Math.max(0, Math.floor((epochMs(now) - epochMs(heardAt)) / DAY_MS))
  return { state: days >= alarmDays ? 'red' : days >= warnDays ? 'amber' : 'fresh', days }
}
