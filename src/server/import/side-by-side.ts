import { textOf, type Row, type SheetFacts, type SheetSource } from './cell.ts'
import type { Header } from './header.ts'
import type { HeaderColumn } from './header-columns.ts'
import type { Field } from './label-kinds.ts'
import { normalizeLabel } from './words.ts'

/** What may stand once, left of all parts, and holds for each of them. */
const SHARED: readonly (Field | null)[] = ['seq', 'township', 'village', 'villageCode', 'group']
const MOST_PARTS = 6

/**
 * A roster printed in two or more parts beside each other, to save paper: the same header again to the right. It is
 * one list: the lines of the left part of a page, then those of the next.
 */
export class SideBySide {
  /** Of the leftmost part, which speaks for all. */
  readonly header: Header
  private readonly parts: HeaderColumn[][]
  private readonly shared: HeaderColumn[]
  private page: Row[][] = []

  private constructor(header: Header, shared: HeaderColumn[], parts: HeaderColumn[][]) {
    this.shared = shared
    this.parts = parts
    this.header = { ...header, columns: [...shared, ...parts[0]!] }
  }

  /** Null where the header is that of one table; also where a part of it is hidden, and nobody sees what is meant. */
  static of(header: Header, hidden: ReadonlySet<number>): SideBySide | null {
    const { columns } = header
    const first = columns.findIndex(({ meaning }) => !SHARED.includes(meaning.field))
    for (let from = 0; from <= Math.max(0, first); from++) {
      for (let count = MOST_PARTS; count > 1; count--) {
        const width = (columns.length - from) / count
        if (width < 2 || !Number.isInteger(width)) continue
        const parts = Array.from({ length: count }, (_, part) =>
          columns.slice(from + part * width, from + (part + 1) * width),
        )
        if (!parts.every((part) => saysTheSame(part, parts[0]!)) || !isList(parts[0]!)) continue
        if (parts.flat().some(({ index }) => hidden.has(index))) return null
        return new SideBySide(header, columns.slice(0, from), parts)
      }
    }
    return null
  }

  /** The sheet as if its parts stood below each other. */
  sourceOf(source: SheetSource): SheetSource {
    const home = new Map<number, number>()
    for (const part of this.parts)
      part.forEach(({ index }, at) => home.set(index, this.parts[0]![at]!.index))
    const homeOf = (column: number) => home.get(column) ?? column
    const facts: SheetFacts = {
      get hiddenColumns() {
        return source.facts.hiddenColumns
      },
      get merges() {
        return source.facts.merges.map((merge) => ({
          ...merge,
          left: homeOf(merge.left),
          right: homeOf(merge.right),
        }))
      },
      get comments() {
        return source.facts.comments.map(({ row, column }) => ({ row, column: homeOf(column) }))
      },
    }
    return { ...source, facts }
  }

  /** The parts of a row under the leftmost header; nothing for a part that is blank. The first is always there. */
  split(row: Row): [Row, ...(Row | null)[]] {
    const [own, ...others] = this.parts
    const cells = [...row.cells]
    for (const { index } of others.flat()) if (index < cells.length) cells[index] = undefined
    const rest = others.map((part): Row | null => {
      if (part.every(({ index }) => textOf(row.cells[index]) === '')) return null
      const moved: Row['cells'] = []
      for (const { index } of this.shared) moved[index] = row.cells[index]
      part.forEach(({ index }, at) => (moved[own![at]!.index] = row.cells[index]))
      // Whole rows are counted and told by their first part.
      return { ...row, hidden: false, width: null, cells: Array.from(moved) }
    })
    return [{ ...row, cells }, ...rest]
  }

  /** Keeps a row's parts until its page has ended. */
  keep(parts: (Row | null)[]): void {
    this.page.push(parts.map((part) => part ?? NOTHING))
  }

  /** The page's rows, part by part; it is empty then. */
  *ended(): Generator<Row[]> {
    const page = this.page
    this.page = []
    if (page.length === 0) return
    for (let part = 0; part < this.parts.length; part++)
      yield page.map((rows) => rows[part]!).filter((row) => row !== NOTHING)
  }
}

const NOTHING: Row = { number: 0, hidden: false, cells: [], width: null }

const saysTheSame = (part: HeaderColumn[], first: HeaderColumn[]): boolean =>
  part.every(({ label }, at) => normalizeLabel(label) === normalizeLabel(first[at]!.label))

function isList(part: HeaderColumn[]): boolean {
  const fields = part.map(({ meaning }) => meaning.field)
  return fields.includes('name') && (fields.includes('amount') || fields.includes('planned'))
}
