import { malformed } from '#transparency/verification-error.ts'

/** Deeper than any document here; a bomb of brackets ends at this depth. */
const DEEPEST = 32

const LONE_SURROGATE = /[\ud800-\udfff]/u

/**
 * RFC 8785, restricted: keys sorted by UTF-16 unit, no white space, well-formed strings, safe integers only, no -0, no
 * key `__proto__`. A key whose value is undefined is left out. Throws a TypeError for what cannot be written: that is a
 * bug of the writer.
 */
export const canonicalJson = (value: unknown): string => write(value, 0)

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeText(value)
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0))
        throw new TypeError('only safe integers are written')
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth >= DEEPEST) throw new TypeError('nested too deeply')
      return Array.isArray(value) ? writeList(value, depth) : writeRecord(value, depth)
    default:
      throw new TypeError(`${typeof value} has no JSON`)
  }
}

function writeText(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new TypeError('half a surrogate pair')
  return JSON.stringify(text)
}

function writeList(list: readonly unknown[], depth: number): string {
  let text = '['
  for (let i = 0; i < list.length; i++) text += (i > 0 ? ',' : '') + write(list[i], depth + 1)
  return text + ']'
}

function writeRecord(record: object, depth: number): string {
  let text = ''
  // Array.prototype.sort without a comparator sorts by UTF-16 code units, as RFC 8785 §3.2.3 asks.
  for (const key of Object.keys(record).sort()) {
    const value = (record as Record<string, unknown>)[key]
    if (value === undefined) continue
    if (key === '__proto__') throw new TypeError('a key that no object keeps')
    text += `${text === '' ? '' : ','}${writeText(key)}:${write(value, depth + 1)}`
  }
  return `{${text}}`
}

/** JSON of any spelling, as a value that still has to be parsed into a type. */
export function parseJson(text: string, what = 'json'): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return malformed(what, 'json')
  }
}

/**
 * Reads canonical JSON: the text must be the very one that writing the value again gives. This one rule refuses doubled
 * keys, other orders, white space, `1.0`, `-0`, `1e21`, lone surrogates and needless escapes.
 */
export function parseCanonical(text: string, what = 'json'): unknown {
  const value = parseJson(text, what)
  let again: string
  try {
    // The engine writes what it reads in the order in which it reads it, ten times faster than we do.
    again = isInOrder(value, 0) ? JSON.stringify(value) : canonicalJson(value)
  } catch {
    return malformed(what, 'canonical')
  }
  if (again !== text) malformed(what, 'canonical')
  return value
}

/** Would the engine write this parsed value as `canonicalJson` does? Sorted keys, and nothing that one of them refuses. */
function isInOrder(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !LONE_SURROGATE.test(value)
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= DEEPEST) return false
  if (Array.isArray(value)) return value.every((item) => isInOrder(item, depth + 1))
  let before = ''
  for (const key in value) {
    if (key < before || key === '__proto__' || LONE_SURROGATE.test(key)) return false
    if (!isInOrder((value as Record<string, unknown>)[key], depth + 1)) return false
    before = key
  }
  return true
}
