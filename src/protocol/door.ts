import type { Hash } from '#domain/board/board-state.ts'
import { parseDay, parseInstant, type Day, type Instant } from '#domain/calendar/day.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'
import { malformed, VerificationError } from '#transparency/verification-error.ts'

/**
 * Small readers that turn untrusted values into types. Each throws MALFORMED with the place (`shelf.notices.3.title`),
 * never with the value: what is wrong may be somebody's name.
 */
export type Read<T> = (value: unknown, at: string) => T

const wrong = (at: string): never => malformed(at.split('.')[0] ?? '', at)

/** Any well-formed text up to `most` UTF-16 units. */
export const textUpTo =
  (most: number): Read<string> =>
  (value, at) =>
    typeof value === 'string' && value.length <= most ? value : wrong(at)

export const text = textUpTo(100_000)

export const flag: Read<boolean> = (value, at) => (typeof value === 'boolean' ? value : wrong(at))

/** A safe integer that is not negative. */
export const count: Read<number> = (value, at) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : wrong(at)

/** A safe integer of either sign. */
export const integer: Read<number> = (value, at) =>
  Number.isSafeInteger(value) ? (value as number) : wrong(at)

/** A text of a form, as the type that this form makes it. */
export const like =
  <T extends string>(form: RegExp): Read<T> =>
  (value, at) =>
    typeof value === 'string' && form.test(value) ? (value as T) : wrong(at)

export const hash = like<Hash>(/^[0-9a-f]{64}$/)
export const noticeId = like<NoticeId>(/^[0-9a-f]{32}$/)

/** A text that the domain parses. */
const parsed =
  <T extends string>(parse: (text: string) => T | null): Read<T> =>
  (value, at) =>
    (typeof value === 'string' ? parse(value) : null) ?? wrong(at)

export const region: Read<RegionCode> = parsed(parseRegionCode)
export const day: Read<Day> = parsed(parseDay)
export const instant: Read<Instant> = parsed(parseInstant)
export const fen: Read<Fen> = (value, at) => integer(value, at) as Fen

export const oneOf =
  <T extends string>(...words: readonly T[]): Read<T> =>
  (value, at) =>
    words.includes(value as T) ? (value as T) : wrong(at)

export const nullable =
  <T>(read: Read<T>): Read<T | null> =>
  (value, at) =>
    value === null ? null : read(value, at)

export const optional =
  <T>(read: Read<T>): Read<T | undefined> =>
  (value, at) =>
    value === undefined ? undefined : read(value, at)

/** A key of a newer form: older texts lack it, and mean `given`. */
export const since =
  <T>(read: Read<T>, given: T): Read<T> =>
  (value, at) =>
    value === undefined ? given : read(value, at)

export const listOf =
  <T>(read: Read<T>, most = 100_000): Read<T[]> =>
  (value, at) => {
    if (!Array.isArray(value) || value.length > most) return wrong(at)
    return value.map((item, index) => read(item, `${at}.${index}`))
  }

/** A record with these keys; keys that it does not name are passed over, absent optional ones stay absent. */
export const record =
  <T extends object>(shape: { [K in keyof T]-?: Read<T[K]> }): Read<T> =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(at)
    const result: Partial<T> = {}
    for (const key in shape) {
      const own = Object.prototype.hasOwnProperty.call(value, key)
      const given = own ? (value as Record<string, unknown>)[key] : undefined
      const taken = shape[key](given, `${at}.${key}`)
      if (taken !== undefined) result[key] = taken
    }
    return result as T
  }

export const both: Read<Both> = record<Both>({ zh: text, mn: optional(text) })

/** `v: 1`. A greater number is no fault of the sender: this app is too old for it. */
export const versionOne: Read<1> = (value, at) => {
  if (value === 1) return 1
  if (Number.isSafeInteger(value) && (value as number) > 1)
    throw new VerificationError('UPDATE_THE_APP', { what: at.split('.')[0] ?? '' })
  return wrong(at)
}
