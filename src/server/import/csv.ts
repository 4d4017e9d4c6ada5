import type { Cell, Row, SheetSource } from './cell.ts'
import type { DecodedText } from './decode-text.ts'
import { LIMITS } from './limits.ts'
import { FileRefusal } from './refusal.ts'

const SEPARATORS = [',', '\t', ';', '|', '，'] as const

/** A text file as one sheet without a name. */
export function csvSource(text: DecodedText): SheetSource {
  return {
    name: null,
    hidden: false,
    facts: { hiddenColumns: new Set(), merges: [], comments: [] },
    async read(onRow) {
      eachRecord(text.pieces(), separatorOf(headOf(text)), (values, number) => {
        const cells: (Cell | undefined)[] = new Array(values.length)
        for (let i = 0; i < values.length; i++) {
          const value = values[i]!
          if (value !== '') cells[i] = { kind: 'text', text: value, formula: false }
        }
        onRow({ number, hidden: false, cells, width: values.length } satisfies Row)
      })
    },
  }
}

/** The first piece of a text: enough to look at. */
export function headOf(text: DecodedText): string {
  const [first = ''] = text.pieces()
  return first
}

/** The separator under which the first records agree best on a number of cells. */
export function separatorOf(text: string): string {
  const told = /^sep=(.)\r?\n/.exec(text)
  if (told !== null) return told[1]!
  const head = text.slice(0, 40_000)
  let best: string = ','
  let bestScore = 0
  for (const separator of SEPARATORS) {
    const widths = new Map<number, number>()
    try {
      eachRecord([head], separator, (values) => {
        widths.set(values.length, (widths.get(values.length) ?? 0) + 1)
      })
    } catch {
      // Quotes that do not fit under this separator, or that are cut off by the slice.
    }
    for (const [width, count] of widths) {
      const score = width < 2 ? 0 : count * (width - 1)
      if (score > bestScore) {
        best = separator
        bestScore = score
      }
    }
  }
  return best
}

/**
 * Splits text into records (RFC 4180, with CR, LF and CRLF as line ends), piece by piece. Records are
 * numbered from 1, blank ones included. A quotation mark that is never closed means a damaged file.
 */
export function eachRecord(
  pieces: Iterable<string>,
  separator: string,
  onRecord: (values: string[], number: number) => void,
): void {
  const sep = separator.charCodeAt(0)
  let rest = ''
  let number = 0
  const emit = (values: string[]) => onRecord(values, ++number)
  for (const piece of pieces) {
    const text = rest + piece
    rest = text.slice(wholeRecords(text, sep, false, emit))
    if (rest.length > LIMITS.recordLength) throw new FileRefusal('fileDamaged')
  }
  wholeRecords(rest, sep, true, emit)
}

/** Takes the records that end within the text, and tells where the first begins that does not. */
function wholeRecords(
  text: string,
  sep: number,
  last: boolean,
  emit: (values: string[]) => void,
): number {
  const end = text.length
  let start = 0
  let at = 0
  let values: string[] = []
  while (at < end) {
    let value = ''
    if (text.charCodeAt(at) === 0x22) {
      const closed = quoted(text, at, last)
      if (closed === null) return start
      value = closed.value
      at = closed.next
    }
    // What follows a closing mark up to the separator belongs to the cell: 4 "a"b is kept as typed.
    const stop = plainEnd(text, at, sep)
    value = value === '' ? text.slice(at, stop) : value + text.slice(at, stop)
    at = stop
    // A mark opened by mistake swallows the lines after it.
    if (value.length > LIMITS.cellLength) throw new FileRefusal('fileDamaged')
    values.push(value)
    if (values.length > LIMITS.columns * 2) throw new FileRefusal('fileLimits')
    if (at >= end) break
    const code = text.charCodeAt(at)
    at++
    if (code === sep) {
      if (at === end) values.push('')
      continue
    }
    if (code === 0x0d) {
      // The line feed of a pair may stand in the next piece.
      if (at === end && !last) return start
      if (text.charCodeAt(at) === 0x0a) at++
    }
    emit(values)
    values = []
    start = at
  }
  if (!last) return start
  if (values.length > 0) emit(values)
  return end
}

function plainEnd(text: string, from: number, sep: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === sep || code === 0x0a || code === 0x0d) break
  }
  return at
}

/** Null where the closing mark, or what comes after it, is not yet there. */
function quoted(text: string, from: number, last: boolean): { value: string; next: number } | null {
  let value = ''
  let start = from + 1
  for (;;) {
    const mark = text.indexOf('"', start)
    if (mark === -1) {
      if (last) throw new FileRefusal('fileDamaged')
      return null
    }
    if (mark + 1 === text.length && !last) return null
    value += text.slice(start, mark)
    if (text.charCodeAt(mark + 1) !== 0x22) return { value, next: mark + 1 }
    value += '"'
    start = mark + 2
  }
}
