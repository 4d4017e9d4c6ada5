import { malformed } from '#transparency/verification-error.ts'

/** Looks at one item of a column. */
export type Fits = (item: unknown) => boolean

/** A column as an array: every item is looked at once, nothing is made a line. */
export function column<T>(value: unknown, length: number, at: string, fits: Fits): T[] {
  if (!Array.isArray(value) || value.length !== length) return malformed('list', at)
  for (let i = 0; i < length; i++) if (!fits(value[i])) malformed('list', at)
  return value as T[]
}

/** A column that may say nothing. */
export const columnOr = <T>(
  value: unknown,
  length: number,
  at: string,
  fits: Fits,
  item: T,
): T[] => (value === null ? new Array<T>(length).fill(item) : column(value, length, at, fits))

/** A column of texts, joined by line feeds. */
export function texts(value: unknown, length: number, at: string): string[] {
  if (value === null) return new Array<string>(length).fill('')
  if (typeof value !== 'string') return malformed('list', at)
  const items = length === 0 && value === '' ? [] : value.split('\n')
  return items.length === length ? items : malformed('list', at)
}

export function textsOrNull(value: unknown, length: number, at: string): (string | null)[] {
  if (value === null) return new Array<null>(length).fill(null)
  return texts(value, length, at).map((text) => (text === '' ? null : text))
}

const PAYEE_CHARACTERS = 8
const PAYEES = /^[0-9A-HJKMNP-TV-Z]*$/

export function payees(value: unknown, length: number): string[] {
  if (
    typeof value !== 'string' ||
    value.length !== length * PAYEE_CHARACTERS ||
    !PAYEES.test(value)
  )
    return malformed('list', 'payee')
  const items: string[] = []
  for (let at = 0; at < value.length; at += PAYEE_CHARACTERS)
    items.push(value.slice(at, at + PAYEE_CHARACTERS))
  return items
}
