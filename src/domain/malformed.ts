/**
 * Text or a value from outside that is not what it should be. All parsers of this room throw this one kind; rooms that
 * must not believe such a value turn it into their own. `where` is a path of keys, never a value from the input.
 */
export class MalformedError extends Error {
  override readonly name = 'MalformedError'
  readonly code = 'MALFORMED'
  constructor(readonly where: string) {
    super(`malformed at ${where}`)
  }
}

/** A plain object, or MalformedError. */
export function objectAt(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedError(where)
  return value as Record<string, unknown>
}

/** A list with each element read by `read`, or MalformedError. */
export function listAt<T>(
  value: unknown,
  where: string,
  read: (element: unknown, where: string) => T,
): T[] {
  if (!Array.isArray(value)) throw new MalformedError(where)
  return value.map((element, i) => read(element, `${where}[${i}]`))
}

/** A text that is not empty, or MalformedError. */
export function textAt(value: unknown, where: string): string {
  if (typeof value !== 'string' || value.trim() === '') throw new MalformedError(where)
  return value
}

/** A list of texts; empty texts are refused. */
export const textsAt = (value: unknown, where: string): string[] => listAt(value, where, textAt)

/** A safe integer from `least` on, or MalformedError. */
export function integerAt(value: unknown, where: string, least = 0): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least)
    throw new MalformedError(where)
  return value
}

/** One of the words given, or MalformedError. */
export function wordAt<T extends string>(value: unknown, words: readonly T[], where: string): T {
  const word = words.find((w) => w === value)
  if (word === undefined) throw new MalformedError(where)
  return word
}
