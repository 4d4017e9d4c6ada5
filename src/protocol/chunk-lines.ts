import type { NoticeId } from '#domain/notice/notice.ts'
import type { PublicLine } from '#domain/privacy/public-notice.ts'
import { canonicalJson } from './canonical-json.ts'
import { utf8 } from './encoding.ts'
import { LIMITS } from './limits.ts'
import { STATUSES } from './list-chunk.ts'
import { SALT_BYTES } from './object.ts'
import type { ListValue } from './shapes.ts'

/** Numbers things in the order of first sight. */
class Index<T> {
  readonly items: T[] = []
  private readonly known = new Map<string, number>()

  numberOf(key: string, item: T): number {
    const known = this.known.get(key)
    if (known !== undefined) return known
    this.known.set(key, this.items.length)
    return this.items.push(item) - 1
  }
}

/**
 * Puts published lines into list objects: at most 500 lines and 1 MiB each, in order, by columns. A list without lines is
 * no object.
 */
export function chunkLines(
  notice: NoticeId,
  version: number,
  lines: readonly PublicLine[],
): ListValue[] {
  if (lines.some(({ parts }) => parts.length >= LIMITS.partsInLine))
    throw new TypeError('a line with more parts than a reader takes')
  const slices: (readonly PublicLine[])[] = []
  for (let from = 0; from < lines.length; from += LIMITS.linesInList)
    slices.push(...fitting(notice, version, lines.slice(from, from + LIMITS.linesInList)))
  let from = 0
  return slices.map((slice, part) => {
    const chunk = chunkOf(notice, version, slice)
    const made = { ...chunk, part, parts: slices.length, from }
    from += slice.length
    return made
  })
}

/** Halves a slice until it fits into one object. Texts are so short that this hardly ever happens. */
function fitting(
  notice: NoticeId,
  version: number,
  lines: readonly PublicLine[],
): (readonly PublicLine[])[] {
  if (guess(lines) <= LIMITS.plain.list || lines.length === 1) return [lines]
  const bytes = SALT_BYTES + 100 + utf8(canonicalJson(chunkOf(notice, version, lines))).length
  if (bytes <= LIMITS.plain.list) return [lines]
  const middle = Math.ceil(lines.length / 2)
  return [
    ...fitting(notice, version, lines.slice(0, middle)),
    ...fitting(notice, version, lines.slice(middle)),
  ]
}

/** More bytes than these lines can take, cheaply: six a UTF-16 unit (`\u0001`), and the frame around it. */
function guess(lines: readonly PublicLine[]): number {
  let bytes = 1000
  for (const line of lines) {
    let units = line.name.length + line.pinyin.length
    units += (line.nameMn?.length ?? 4) + (line.note?.length ?? 4) + (line.group?.length ?? 0)
    for (const part of line.parts)
      units += part.what.length + (part.unit?.length ?? 0) + (part.rateUnit?.length ?? 0) + 80
    bytes += units * 6 + 100
  }
  return bytes
}

function chunkOf(notice: NoticeId, version: number, lines: readonly PublicLine[]): ListValue {
  const groups = new Index<string>()
  const kinds = new Index<ListValue['kinds'][number]>()
  const parts = lines.flatMap((line) => line.parts)
  const all = <T>(items: readonly T[], item: T): T[] | null =>
    items.every((other) => other === item) ? null : [...items]
  return {
    v: 1,
    notice,
    version,
    part: 0,
    parts: 1,
    from: 0,
    lines: lines.length,
    payee: lines.map(({ payee }) => payee).join(''),
    name: joined(lines.map(({ name }) => name)),
    nameMn: joinedOrNull(lines.map(({ nameMn }) => nameMn)),
    pinyin: joinedOrNull(lines.map(({ pinyin }) => pinyin)),
    group: all(
      lines.map(({ group }) => (group === undefined ? -1 : groups.numberOf(group, group))),
      -1,
    ),
    groups: groups.items,
    partsOf: all(
      lines.map((line) => line.parts.length),
      1,
    ),
    partKind: parts.map(({ what, unit = '', rate = '', rateUnit = '' }) =>
      kinds.numberOf([what, unit, rate, rateUnit].join('\n'), [what, unit, rate, rateUnit]),
    ),
    kinds: kinds.items,
    partQuantity: joinedOrNull(parts.map(({ quantity }) => quantity)),
    partTimes: joinedOrNull(parts.map(({ times }) => times)),
    partFen: parts.map(({ amountFen }) => amountFen ?? null),
    amountFen: lines.map(({ amountFen }) => amountFen),
    status: all(
      lines.map(({ status }) => STATUSES.indexOf(status)),
      0,
    ),
    note: joinedOrNull(lines.map(({ note }) => note)),
  }
}

/** The gate lets no line feed through; one that came here all the same would move every name below it. */
function joined(items: readonly string[]): string {
  if (items.some((item) => item.includes('\n'))) throw new TypeError('a text with a line feed')
  return items.join('\n')
}

const joinedOrNull = (items: readonly (string | undefined)[]): string | null =>
  items.every((item) => !item) ? null : joined(items.map((item) => item ?? ''))
