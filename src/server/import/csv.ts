import type { Cell, Row, SheetSource } from './cell.ts'
import { LIMITS } from './limits.ts'
import { FileRefusal } from './refusal.ts'

const SEPARATORS = [',', '\t', ';', '|', '，'] as const

/** A text file as one sheet without a name. */
export function csvSource(text: string): SheetSource {
  return {
    name: null,
    hidden: false,
    facts: { hiddenColumns: new Set(), merges: [], comments: [] },
    async read(onRow) {
      eachRecord(text, separatorOf(text), (values, number) => {
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
      eachRecord(head, separator, (values) => {
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
 * Splits text into records (RFC 4180, with CR, LF and CRLF as line ends). Records are numbered
 * from 1, blank ones included. A quotation mark that is never closed means a damaged file.
 */
export function eachRecord(
  text: string,
  separator: string,
  onRecord: (values: string[], number: number) => void,
): void {
  const sep = separator.charCodeAt(0)
  const end = text.length
  let at = 0
  let number = 0
  let values: string[] = []
  while (at < end) {
    let value: string
    if (text.charCodeAt(at) === 0x22) {
      const closed = quoted(text, at)
      value = closed.value
      at = closed.next
      // What follows a closing mark up to the separator belongs to the cell: 4 "a"b is kept as typed.
      const rest = plainEnd(text, at, sep)
      value += text.slice(at, rest)
      at = rest
    } else {
      const stop = plainEnd(text, at, sep)
      value = text.slice(at, stop)
      at = stop
    }
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
    if (code === 0x0d && text.charCodeAt(at) === 0x0a) at++
    onRecord(values, ++number)
    values = []
  }
  if (values.length > 0) onRecord(values, ++number)
}

function plainEnd(text: string, from: number, sep: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === sep || code === 0x0a || code === 0x0d) break
  }
  return at
}

function quoted(text: string, from: number): { value: string; next: number } {
  let value = ''
  let start = from + 1
  for (;;) {
    const mark = text.indexOf('"', start)
    if (mark === -1) throw new FileRefusal('fileDamaged')
    value += text.slice(start, mark)
    if (text.charCodeAt(mark + 1) !== 0x22) return { value, next: mark + 1 }
    value += '"'
    start = mark + 2
  }
}
