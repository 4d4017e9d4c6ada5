import type { LineStatus, Part, PayeeNumber } from '#domain/disbursement/line.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { malformed } from '#transparency/verification-error.ts'
import { count, noticeId, versionOne } from './door.ts'
import { LIMITS } from './limits.ts'
import type { ListChunk } from './shapes.ts'

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

/** Does every item of a column pass? One loop a column; nothing is made a line. */
function column<T>(
  value: unknown,
  length: number,
  at: string,
  fits: (item: unknown) => boolean,
): T[] {
  if (!Array.isArray(value) || value.length !== length) return malformed('list', at)
  for (let i = 0; i < length; i++) if (!fits(value[i])) malformed('list', at)
  return value as T[]
}

const isText = (item: unknown): boolean => typeof item === 'string'
const isTextOrNull = (item: unknown): boolean => item === null || typeof item === 'string'
const isPayee = (item: unknown): boolean =>
  typeof item === 'string' && /^[0-9A-HJKMNP-TV-Z]{8}$/.test(item)

const isIndex =
  (from: number, until: number) =>
  (item: unknown): boolean =>
    Number.isInteger(item) && (item as number) >= from && (item as number) < until

const isKind = (item: unknown): boolean =>
  Array.isArray(item) && item.length === 4 && item.every(isText)

function arePartsOf(kinds: number) {
  const isKindIndex = isIndex(0, kinds)
  return (item: unknown): boolean => {
    if (!Array.isArray(item)) return false
    for (const part of item)
      if (
        !Array.isArray(part) ||
        part.length !== 4 ||
        !isKindIndex(part[0]) ||
        typeof part[1] !== 'string' ||
        typeof part[2] !== 'string' ||
        !(part[3] === null || Number.isSafeInteger(part[3]))
      )
        return false
    return true
  }
}

/**
 * Reads the value of a list object; untrusted. Columns stay as they came, after each was looked through once: 100,000
 * lines on an old phone must not become 100,000 objects. Use `lineAt` for the few that are shown.
 */
export function parseListChunk(value: unknown): ListChunk {
  if (typeof value !== 'object' || value === null) return malformed('list')
  const given = value as Record<keyof ListChunk, unknown>
  versionOne(given.v, 'list.v')
  const notice = noticeId(given.notice, 'list.notice')
  const [version, part, parts, from] = (['version', 'part', 'parts', 'from'] as const).map((key) =>
    count(given[key], `list.${key}`),
  ) as [number, number, number, number]
  if (part >= parts) malformed('list', 'part')
  const n = Array.isArray(given.payee) ? given.payee.length : -1
  if (n < 0 || n > LIMITS.linesInList) malformed('list', 'payee')
  const groups = column<string>(given.groups, lengthOf(given.groups), 'groups', isText)
  const kinds = column<ListChunk['kinds'][number]>(
    given.kinds,
    lengthOf(given.kinds),
    'kinds',
    isKind,
  )
  return {
    v: 1,
    notice,
    version,
    part,
    parts,
    from,
    payee: column(given.payee, n, 'payee', isPayee),
    name: column(given.name, n, 'name', isText),
    nameMn: column(given.nameMn, n, 'nameMn', isTextOrNull),
    pinyin: column(given.pinyin, n, 'pinyin', isText),
    groups,
    group: column(given.group, n, 'group', isIndex(-1, groups.length)),
    kinds,
    lineParts: column(given.lineParts, n, 'lineParts', arePartsOf(kinds.length)),
    amountFen: column(given.amountFen, n, 'amountFen', Number.isSafeInteger),
    status: column(given.status, n, 'status', isIndex(0, STATUSES.length)),
    note: column(given.note, n, 'note', isTextOrNull),
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
    parts: (chunk.lineParts[i] ?? []).map((part) => partOf(chunk, part)),
    amountFen: (chunk.amountFen[i] ?? 0) as Fen,
    status: STATUSES[chunk.status[i] ?? 0] ?? 'paid',
    note: chunk.note[i] ?? null,
  }
}

function partOf(
  chunk: ListChunk,
  [kind, quantity, times, amountFen]: ListChunk['lineParts'][number][number],
): Part {
  const [what, unit, rate, rateUnit] = chunk.kinds[kind] ?? ['', '', '', '']
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
  chunks: readonly ListChunk[],
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
    from += chunk.payee.length
    return fits
  })
}
