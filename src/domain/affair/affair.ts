import type { Hash } from '../board/board-state.ts'
import type { DisclosureAttribute } from '../notice/notice.ts'
import type { PublicityPeriod } from '../program/program.ts'
import type { Both } from '../region/region.ts'

/**
 * What an office says to the elements of a catalog item. Words may stand in one language alone: the other is then
 * empty (`zh`) or absent (`mn`).
 */
export interface Affair {
  /** By the element's name in the catalog, in the order of the form. */
  elements: { name: string; words: Both }[]
  tables: AffairTable[]
  pictures: AffairPicture[]
}

export interface AffairTable {
  /** The element that it answers; its columns answer those that they are named after. */
  of: string | null
  heading: Both
  columns: string[]
  /** Each with one cell a column. */
  rows: string[][]
  /** Its writer says that names of persons stand in it. */
  names: boolean
}

export interface AffairPicture {
  of: string | null
  /** SHA-256 of its JPEG. */
  photo: Hash
  /** What is on it, for whoever cannot see it. */
  caption: Both
}

/** A notice of an office's own as it is written: what `missing.ts` looks at and what a desk sends. */
export interface AffairDraft {
  /** Catalog item id. */
  item: string
  attribute: DisclosureAttribute
  attributeBasis: string
  title: Both
  text: Both
  affair: Affair
  year: number
  /** Null: as long as is usual for the item. */
  period: Pick<PublicityPeriod, 'number' | 'unit'> | null
  /** Of a version after the first: why it is another. */
  change: { why: string } | null
}

/** What no honest notice exceeds, in UTF-16 units and pieces. */
export const AFFAIR_LIMITS = {
  title: 200,
  text: 10_000,
  elements: 60,
  words: 4000,
  tables: 5,
  columns: 15,
  rows: 300,
  cell: 200,
  pictures: 9,
  caption: 200,
  why: 1000,
  /** Every text together, each cell as two units more than it has: what one command can carry. */
  all: 50_000,
} as const

/** Was anything said, in either language? */
export const isSaid = ({ zh, mn = '' }: Both): boolean => (zh + mn).trim() !== ''
