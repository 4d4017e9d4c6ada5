import type { TextFilter } from './xml.ts'

/** A cell as nearly all programs write it. */
export interface PlainCell {
  ref: string
  type: string | undefined
  style: string | undefined
  value: string
}

export interface PlainRowReader {
  row(attributes: Record<string, string>, cells: PlainCell[]): void
}

const SHEET_DATA = '<sheetData>'
const ROW_END = '</row>'
/** Space, tab and line ends: all that may stand between rows. */
const BLANK = [0x20, 0x09, 0x0a, 0x0d]
/** What stands before the rows, and one row, are far shorter; what is longer goes to the parser. */
const HEAD = 64 * 1024
const LONGEST = 2 * 1024 * 1024

const ROW = /<row((?: [A-Za-z][A-Za-z0-9:]*="[^"<&\s\u0000-\u001f\ufffe\uffff]*")*)>/y
const CELL =
  /<c r="([A-Z]{1,3}[0-9]{1,7})"(?: s="([0-9]+)")?(?: t="(s|n|str|inlineStr|b|e)")?(?: s="([0-9]+)")?(?:\/>|>(?:<v>([^<&\]\u0000-\u001f\ufffe\uffff]*)<\/v>|<is><t(?: xml:space="preserve")?>([^<&\]\u0000-\u001f\ufffe\uffff]*)<\/t><\/is>)?<\/c>)/y

/**
 * Reads the rows of a worksheet that are written in the plainest way by a pattern that accounts for
 * every character of them, many times faster than a parser. Whatever is written otherwise, a formula
 * or an entity, goes through the parser, and after anything unusual so does all that follows.
 */
export function plainRows(reader: PlainRowReader, feed: (xml: string) => void): TextFilter {
  let state: 'before' | 'rows' | 'off' = 'before'
  let held = ''

  function giveUp(from: number): void {
    feed(held.slice(from))
    held = ''
    state = 'off'
  }

  function before(): void {
    const at = held.indexOf(SHEET_DATA)
    // Inside a comment the word would mean nothing.
    if (held.includes('<!')) return giveUp(0)
    if (at === -1) return held.length > HEAD ? giveUp(0) : undefined
    feed(held.slice(0, at + SHEET_DATA.length))
    held = held.slice(at + SHEET_DATA.length)
    state = 'rows'
  }

  function rows(): void {
    let at = 0
    for (;;) {
      while (BLANK.includes(held.charCodeAt(at))) at++
      if (!held.startsWith('<row', at)) break
      const end = held.indexOf(ROW_END, at)
      if (end === -1) break
      const next = end + ROW_END.length
      if (!takeRow(held, at, end, reader)) {
        const xml = held.slice(at, next)
        if (xml.includes('<!')) return giveUp(at)
        feed(xml)
      }
      at = next
    }
    const waits = held.startsWith('<row', at) || held.length - at < SHEET_DATA.length
    if (!waits || held.length - at > LONGEST) return giveUp(at)
    held = held.slice(at)
  }

  return {
    write(text) {
      if (state === 'off') return feed(text)
      held += text
      if (state === 'before') before()
      if (state === 'rows') rows()
    },
    end() {
      if (state !== 'off') giveUp(0)
    },
  }
}

/** False where a single character of the row is not accounted for; then nothing was told of it. */
function takeRow(text: string, from: number, end: number, reader: PlainRowReader): boolean {
  ROW.lastIndex = from
  const row = ROW.exec(text)
  if (row === null) return false
  const cells: PlainCell[] = []
  let at = ROW.lastIndex
  while (at < end) {
    CELL.lastIndex = at
    const cell = CELL.exec(text)
    if (cell === null) return false
    const [, ref, style, type, later, value, inline] = cell
    // A value belongs to its type: text in <is>, all else in <v>.
    if ((inline !== undefined) !== (type === 'inlineStr') && (inline ?? value) !== undefined)
      return false
    cells.push({ ref: ref!, type, style: style ?? later, value: value ?? inline ?? '' })
    at = CELL.lastIndex
  }
  if (at !== end) return false
  const attributes: Record<string, string> = {}
  for (const [, name, value] of row[1]!.matchAll(/ ([A-Za-z0-9:]+)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, name!)) return false
    attributes[name!] = value!
  }
  reader.row(attributes, cells)
  return true
}
