import type { Instant } from '#domain/calendar/day.ts'
import { epochMs } from '#domain/calendar/day.ts'
import type { KioskMode } from '../stores/kiosk.ts'

const HOUR_MS = 3_600_000
const AHEAD_HOURS = 8
/** Nobody stands before a board at these hours. */
const NIGHT = { from: 1, to: 5 }
/** Where nobody came for so long, it is a quiet time, whatever the clock says. A visit's end begins a new page. */
const QUIET_MS = 6 * HOUR_MS

/**
 * May a new version of the app take over now, without being asked? Never while somebody reads. `quietMs`: since this page
 * began; `now`: the time that it most likely is.
 */
export function mayTakeOver(mode: KioskMode, now: Instant | null, quietMs: number): boolean {
  if (mode === 'asleep') return true
  if (mode !== 'loop') return false
  if (quietMs >= QUIET_MS) return true
  if (now === null) return false
  const hour = (Math.floor(epochMs(now) / HOUR_MS) + AHEAD_HOURS) % 24
  return hour >= NIGHT.from && hour < NIGHT.to
}
