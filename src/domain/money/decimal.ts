/** An exact decimal as text, canonical: no leading `+`, no leading or trailing zeros but one (`0.5`, `12`, `11.9235`). */
export type Decimal = string & { readonly __decimal: true }

/** Longer texts are no quantities; the limit also bounds the time that arithmetic takes. */
const LONGEST = 40

const PLAIN = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d+))?$/

/** A decimal taken apart: `units` × 10^-`scale`. */
interface Parts {
  units: bigint
  scale: number
}

/**
 * Full width to half width, the many minus signs to one, white space at the ends away. What a spreadsheet or an input
 * method makes of a number, before anything is asked of it.
 */
export function plainNumber(text: string): string {
  // Not NFKC: it would read ² and ① as digits.
  return text
    .replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\uFFE5/g, '\u00A5')
    .replace(/[\u2212\u2010-\u2015\uFE63]/g, '-')
    .replace(/^[\s\u200B\u2060\uFEFF]+|[\s\u200B\u2060\uFEFF]+$/g, '')
}

function canonical({ units, scale }: Parts): Decimal {
  const negative = units < 0n
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}` as Decimal
}

function partsOf(value: Decimal): Parts {
  const [whole = '0', fraction = ''] = value.split('.')
  return { units: BigInt(whole + fraction), scale: fraction.length }
}

/** Both with the same scale. */
function aligned(a: Decimal, b: Decimal): { a: bigint; b: bigint; scale: number } {
  const x = partsOf(a)
  const y = partsOf(b)
  const scale = Math.max(x.scale, y.scale)
  return {
    a: x.units * 10n ** BigInt(scale - x.scale),
    b: y.units * 10n ** BigInt(scale - y.scale),
    scale,
  }
}

/**
 * Reads a quantity or rate: `3,153.44`, full width, `+`/`-`. No exponent, no unit, no white space inside; thousands
 * separators only where they belong. Null for anything else. Never goes through a float.
 */
export function parseDecimal(text: string): Decimal | null {
  const plain = plainNumber(text)
  if (plain.length > LONGEST) return null
  const match = PLAIN.exec(plain)
  if (!match || (match[2] === undefined && match[3] === undefined)) return null
  const fraction = match[3] ?? ''
  const units = BigInt((match[2] ?? '0').replace(/,/g, '') + fraction)
  return canonical({ units: match[1] === '-' ? -units : units, scale: fraction.length })
}

/** Is this text a canonical decimal already, as published data must have it? */
export function isDecimal(text: string): text is Decimal {
  return parseDecimal(text) === text
}

/** Exact sum. */
export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const both = aligned(a, b)
  return canonical({ units: both.a + both.b, scale: both.scale })
}

/** -1, 0 or 1: `a` is less than, equal to or greater than `b`. */
export function compareDecimal(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const both = aligned(a, b)
  return both.a < both.b ? -1 : both.a > both.b ? 1 : 0
}

/** Exact product of all factors; `1` for none. */
export function multiply(...factors: Decimal[]): Decimal {
  let units = 1n
  let scale = 0
  for (const factor of factors) {
    const parts = partsOf(factor)
    units *= parts.units
    scale += parts.scale
  }
  return canonical({ units, scale })
}

/** `value` × 10^`places`, rounded half away from zero to a whole number: yuan to fen is 2 places. */
export function roundToUnits(value: Decimal, places: number): bigint {
  const { units, scale } = partsOf(value)
  if (scale <= places) return units * 10n ** BigInt(places - scale)
  const divisor = 10n ** BigInt(scale - places)
  const half = divisor / 2n
  return units < 0n ? -((-units + half) / divisor) : (units + half) / divisor
}
