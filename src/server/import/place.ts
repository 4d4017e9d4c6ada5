import type { Merge } from './cell.ts'

/** Reads `AB12` as row 12, column 27; null where it is no such thing. */
export function cellPlace(ref: string): { row: number; column: number } | null {
  let column = 0
  let at = 0
  for (; at < ref.length; at++) {
    const code = ref.charCodeAt(at) | 0x20
    if (code < 0x61 || code > 0x7a) break
    column = column * 26 + (code - 0x60)
  }
  if (at === 0 || at > 3 || at === ref.length) return null
  let row = 0
  for (; at < ref.length; at++) {
    const digit = ref.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return null
    row = row * 10 + digit
  }
  if (row === 0 || row > 1_048_576 || column > 16_384) return null
  return { row, column: column - 1 }
}

/** Reads `D2:D9`. */
export function parseMerge(ref: string): Merge | null {
  const [from, to] = ref.split(':')
  const start = cellPlace(from ?? '')
  const end = cellPlace(to ?? from ?? '')
  if (start === null || end === null) return null
  return { top: start.row, bottom: end.row, left: start.column, right: end.column }
}
