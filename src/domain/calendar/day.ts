/** A civil day in UTC+8, `2026-03-09`: no zone, no hour. Made by `parseDay` and `dayOf` alone. */
export type Day = string & { readonly __day: true }

/** An instant in UTC to the second, `2026-03-09T01:12:00Z`. Made by `parseInstant` and `instantOf` alone. */
export type Instant = string & { readonly __instant: true }
