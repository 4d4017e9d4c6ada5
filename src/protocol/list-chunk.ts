import type { LineStatus, Part, PayeeNumber } from '#domain/disbursement/line.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { malformed } from '#transparency/verification-error.ts'
import { column, columnOr, payees, texts, textsOrNull, type Fits } from './columns.ts'
import { count, noticeId, versionOne } from './door.ts'
import { LIMITS } from './limits.ts'
import type { ListChunk, ListValue } from './shapes.ts'

export const STATUSES: readonly LineStatus[] = ['paid', 'returned', 'reissued', 'planned']

/** A line as a reader shows it. */
export interface ReadLine {
  /** Number within the whole list, from 0. */
  number: number
  payee: PayeeNumber
  name: string
  nameMn: string | null
  pinyin: string
  group: string | null
  parts: Part[]
  amountFen: Fen
  status: LineStatus
  note: string | null
}

const isText: Fits = (item) => typeof item === 'string'
const isInteger: Fits = (item) => Number.isSafeInteger(item)
const isIntegerOrNull: Fits = (item) => item === null || Number.isSafeInteger(item)
const isKind: Fits = (item) => Array.isArray(item) && item.length === 4 && item.every(isText)
const isIndex =
  (from: number, until: number): Fits =>
  (item) =>
    Number.isInteger(item) && (item as number) >= from && (item as number) < until

/** Where each line's parts begin. */
function startsOf(counts: readonly number[]): number[] {
  const starts = [0]
  let at = 0
  for (const count of counts) starts.push((at += count))
  return starts
}

/**
 * Reads the value of a list object; untrusted. Columns are taken apart and looked through once: 100,000 lines on an old
 * phone must not become 100,000 objects. Use `lineAt` for the few that are shown.
 */
export function parseListChunk(value: unknown): ListChunk {
  if (typeof value !== 'object' || value === null) return malformed('list')
  const given = value as Record<keyof ListValue, unknown>
  versionOne(given.v, 'list.v')
  const number = (key: keyof ListValue): number => count(given[key], `list.${key}`)
  const lines = number('lines')
  if (lines > LIMITS.linesInList) malformed('list', 'lines')
  const [part, parts] = [number('part'), number('parts')]
  if (part >= parts) malformed('list', 'part')
  const groups = column<string>(given.groups, lengthOf(given.groups), 'groups', isText)
  const kinds = column<ListValue['kinds'][number]>(
    given.kinds,
    lengthOf(given.kinds),
    'kinds',
    isKind,
  )
  const partsFrom = startsOf(
    columnOr(given.partsOf, lines, 'partsOf', isIndex(0, LIMITS.partsInLine), 1),
  )
  const allParts = partsFrom[lines] ?? 0
  return {
    notice: noticeId(given.notice, 'list.notice'),
    version: number('version'),
    part,
    parts,
    from: number('from'),
    lines,
    payee: payees(given.payee, lines),
    name: texts(given.name, lines, 'name'),
    nameMn: textsOrNull(given.nameMn, lines, 'nameMn'),
    pinyin: texts(given.pinyin, lines, 'pinyin'),
    groups,
    group: columnOr(given.group, lines, 'group', isIndex(-1, groups.length), -1),
    kinds,
    partsFrom,
    partKind: column(given.partKind, allParts, 'partKind', isIndex(0, kinds.length)),
    partQuantity: texts(given.partQuantity, allParts, 'partQuantity'),
    partTimes: texts(given.partTimes, allParts, 'partTimes'),
    partFen: column(given.partFen, allParts, 'partFen', isIntegerOrNull),
    amountFen: column(given.amountFen, lines, 'amountFen', isInteger),
    status: columnOr(given.status, lines, 'status', isIndex(0, STATUSES.length), 0),
    note: textsOrNull(given.note, lines, 'note'),
  }
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0)

/** Line `i` of a parsed chunk (0 ≤ i < lines), put together from the columns. */
export function lineAt(chunk: ListChunk, i: number): ReadLine {
  const payee = chunk.payee[i]
  if (payee === undefined) throw new RangeError('no such line in this part of the list')
  return {
    number: chunk.from + i,
    payee: payee as PayeeNumber,
    name: chunk.name[i] ?? '',
    nameMn: chunk.nameMn[i] ?? null,
    pinyin: chunk.pinyin[i] ?? '',
    group: chunk.groups[chunk.group[i] ?? -1] ?? null,
    parts: partsAt(chunk, i),
    amountFen: (chunk.amountFen[i] ?? 0) as Fen,
    status: STATUSES[chunk.status[i] ?? 0] ?? 'paid',
    note: chunk.note[i] ?? null,
  }
}

function partsAt(chunk: ListChunk, line: number): Part[] {
  const parts: Part[] = []
  const end = chunk.partsFrom[line + 1] ?? 0
  for (let i = chunk.partsFrom[line] ?? 0; i < end; i++) parts.push(partAt(chunk, i))
  return parts
}

function partAt(chunk: ListChunk, i: number): Part {
  const [what, unit, rate, rateUnit] = chunk.kinds[chunk.partKind[i] ?? -1] ?? ['', '', '', '']
  const quantity = chunk.partQuantity[i] ?? ''
  const times = chunk.partTimes[i] ?? ''
  const amountFen = chunk.partFen[i] ?? null
  return {
    what,
    ...(quantity === '' ? {} : { quantity: quantity as Decimal }),
    ...(unit === '' ? {} : { unit }),
    ...(rate === '' ? {} : { rate: rate as Decimal }),
    ...(rateUnit === '' ? {} : { rateUnit }),
    ...(times === '' ? {} : { times: times as Decimal }),
    ...(amountFen === null ? {} : { amountFen: amountFen as Fen }),
  }
}

/** Do the parts of a list belong together: one notice and version, in order, without a gap? */
export function isWholeList(
  chunks: readonly Pick<ListChunk, 'notice' | 'version' | 'part' | 'parts' | 'from' | 'lines'>[],
  notice: NoticeId,
  version: number,
): boolean {
  let from = 0
  return chunks.every((chunk, part) => {
    const fits =
      chunk.notice === notice &&
      chunk.version === version &&
      chunk.part === part &&
      chunk.parts === chunks.length &&
      chunk.from === from
    from += chunk.lines
    return fits
  })
}
