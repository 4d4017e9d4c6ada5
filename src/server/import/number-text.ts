/**
 * The text of a number as a workbook keeps it. Spreadsheets calculate in binary and show 15
 * digits: `21257.299999999999` was typed, or summed, as `21257.3`. Null where it is no number.
 */
export function numberText(value: string): string | null {
  if (/^-?(0|[1-9]\d{0,14})$/.test(value)) return value
  if (value.length <= 15 && /^-?(0|[1-9]\d*)\.\d*[1-9]$/.test(value)) return value
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) return null
  const number = Number(value)
  if (!Number.isFinite(number)) return null
  // Whole numbers keep their digits, so that one too long for a number is seen for what it is.
  if (Number.isInteger(number))
    return number.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 0 })
  return plain(Number(number.toPrecision(15)))
}

function plain(number: number): string {
  const text = String(number)
  if (!text.includes('e')) return text
  return number.toFixed(20).replace(/\.?0+$/, '')
}

const DAY = 86_400_000

/** A day from a spreadsheet's count of days: from 1899-12-30, or from 1904-01-01 in books begun on a Macintosh. */
export function dateOfSerial(serial: number, date1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return null
  const days = Math.floor(serial)
  // Day 60 is the 29 February 1900 that never was; days before it are one off.
  const start = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  return new Date(start + days * DAY).toISOString().slice(0, 10)
}
