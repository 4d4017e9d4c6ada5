import { AFFAIR_LIMITS } from '#domain/affair/affair.ts'
import type { Instant } from '#domain/calendar/day.ts'
import { malformed } from '#transparency/verification-error.ts'
import { instant, listOf, record, textUpTo, versionOne, type Read } from './door.ts'
import { fromBase64 } from './encoding.ts'
import { laterRef } from './later-ref.ts'
import type { ObjectRef } from './shapes.ts'

/**
 * What belongs to a notice beside the objects that its digest is made of: `NoticeRecord.extras`. A header names the
 * contents of pictures and tables, so the digest commits to them too; a photo of the posted paper comes later.
 */
export interface Extra {
  /** `picture`, `table`, `posted`; a kind of a later time is passed over by who shows it. */
  kind: string
  ref: ObjectRef
  at: Instant
}

/** Bytes of an extra after unpacking. */
export const MOST_EXTRA = 1024 * 1024
/** Bytes of a JPEG. */
export const MOST_PICTURE = 300 * 1024
const MOST_EXTRAS = 100

const anyExtras = listOf(
  record<Extra>({ kind: textUpTo(40), ref: laterRef('extra', MOST_EXTRA), at: instant }),
  MOST_EXTRAS,
)

/** The extras of a notice; each content once. */
export const extras: Read<Extra[]> = (value, at) => {
  const found = anyExtras(value, at)
  if (new Set(found.map(({ ref }) => ref.content)).size !== found.length)
    malformed(at.split('.')[0] ?? '', `${at}.twice`)
  return found
}

const jpegValue = record<{ v: 1; jpeg: string }>({
  v: versionOne,
  jpeg: textUpTo(Math.ceil(MOST_PICTURE / 3) * 4),
})

/** Reads the object of a picture or a posted paper, `{v, jpeg: base64}`; what kind of JPEG it is was asked at the county. */
export const parsePicture = (value: unknown): Uint8Array =>
  fromBase64(jpegValue(value, 'picture').jpeg, 'picture')

/** A table as its object holds it. */
export interface TableValue {
  v: 1
  columns: string[]
  rows: string[][]
}

const cells = listOf(textUpTo(AFFAIR_LIMITS.cell), AFFAIR_LIMITS.columns)
const tableValue = record<TableValue>({
  v: versionOne,
  columns: cells,
  rows: listOf(cells, AFFAIR_LIMITS.rows),
})

/** Reads the object of a table: each row has one cell a column. */
export function parseTable(value: unknown): TableValue {
  const table = tableValue(value, 'table')
  if (table.rows.some(({ length }) => length !== table.columns.length)) malformed('table', 'rows')
  return table
}
