import type { LineView } from '#device/api.ts'
import type { LineStatus } from '#domain/disbursement/line.ts'
import { formatFen, sumFen } from '#domain/money/fen.ts'
import type { Fen } from '#domain/money/fen.ts'
import { formatCount } from '../format.ts'
import { aboutOf } from '../payee-row.ts'

/** What a sheet is made of between its head and its end, in order: each stands whole on one page. */
export type SheetRow = { kind: 'text'; text: string } | LineRow

export interface LineRow {
  kind: 'line'
  number: string
  name: string
  nameMn: string | null
  about: string
  amount: string
  status: LineStatus
  /** What it adds to the sum of its page: planned money was not sent. */
  sent: Fen
}

export const lineRow = (line: LineView): LineRow => ({
  kind: 'line',
  number: formatCount(line.number + 1),
  name: line.name,
  nameMn: line.nameMn,
  about: aboutOf(line),
  amount: formatFen(line.amountFen),
  status: line.status,
  sent: line.status === 'planned' ? (0 as Fen) : line.amountFen,
})

/** Longer paragraphs are broken after a sentence, so that no page has to break them anywhere. */
const LONGEST = 200

/** A text by paragraphs, long ones in pieces. */
export const textRows = (text: string): SheetRow[] =>
  text
    .split('\n')
    .filter((paragraph) => paragraph.trim() !== '')
    .flatMap((paragraph) => pieces(paragraph))
    .map((piece) => ({ kind: 'text', text: piece }))

function pieces(paragraph: string): string[] {
  const found: string[] = []
  for (const sentence of paragraph.match(/[^。；！？\u1803]*[。；！？\u1803]?/g) ?? []) {
    const last = found[found.length - 1]
    if (last !== undefined && last.length + sentence.length <= LONGEST)
      found[found.length - 1] = last + sentence
    else if (sentence !== '') found.push(sentence)
  }
  return found
}

export interface PageSum {
  lines: number
  fen: Fen
}

/** What the lines of a page come to. */
export function sumOf(rows: readonly SheetRow[]): PageSum {
  const lines = rows.filter((row): row is LineRow => row.kind === 'line')
  return { lines: lines.length, fen: sumFen(lines.map(({ sent }) => sent)) }
}
