import { dayOf, instantOf, type Day, type Instant } from '#domain/calendar/day.ts'
import type { Ages } from './api.ts'

export interface Clock {
  /** The device's wall clock, milliseconds. Wrong more often than one thinks. */
  now(): number
  /** Milliseconds since some beginning; never goes back. */
  monotonic(): number
}

/** The device clock may colour and warn while it is not before what was signed, nor absurdly far behind it. */
const PLAUSIBLE_MS = 2 * 366 * 86_400_000

/**
 * Time that can be believed: the newest verified cosignature plus what has passed since by the monotonic clock. After a
 * restart the monotonic part is lost, so it runs late, never early. It alone ends periods.
 */
export class SignedClock {
  private readonly clock: Clock
  private signedAt: number | null = null
  private heard = 0

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Takes a verified time; an older one than known changes nothing. */
  hear(ms: number): void {
    const now = this.now()
    if (now !== null && ms <= now) return
    this.signedAt = ms
    this.heard = this.clock.monotonic()
  }

  now(): number | null {
    if (this.signedAt === null) return null
    return this.signedAt + Math.max(0, this.clock.monotonic() - this.heard)
  }

  forget(): void {
    this.signedAt = null
  }

  instant(): Instant | null {
    const now = this.now()
    return now === null ? null : instantOf(now)
  }

  today(): Day | null {
    const now = this.now()
    return now === null ? null : dayOf(now)
  }

  ages(): Ages {
    const signed = this.now()
    const device = this.clock.now()
    const plausible = signed === null ? false : device > signed && device - signed < PLAUSIBLE_MS
    const likely = plausible ? device : signed
    return {
      signedNow: this.instant(),
      likelyNow: likely === null ? null : instantOf(likely),
      today: this.today(),
    }
  }
}
