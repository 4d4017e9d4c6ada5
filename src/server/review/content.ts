import { createHash } from 'node:crypto'
import type { Day } from '#domain/calendar/day.ts'
import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { Line } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { DisclosureAttribute, Notice, NoticeId, NoticeState } from '#domain/notice/notice.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'
import { canonicalJson } from '#protocol/canonical-json.ts'
import type { LinesRow, VersionRow } from '../storage/notices.ts'

const LINES_A_ROW = 500

/** Lines as they are stored, 500 a text. */
export function lineTexts(lines: readonly Line[]): string[] {
  const texts: string[] = []
  for (let from = 0; from < lines.length; from += LINES_A_ROW)
    texts.push(JSON.stringify(lines.slice(from, from + LINES_A_ROW)))
  return texts
}

export const linesIn = (texts: readonly string[]): Line[] =>
  texts.flatMap((text) => JSON.parse(text) as Line[])

export const lineRows = (notice: string, version: number, texts: readonly string[]): LinesRow[] =>
  texts.map((lines, part) => ({ notice, version, part, lines }))

/**
 * SHA-256 over everything of a version that a reader will see or that decides what becomes public, lines included. A
 * review is bound to it: change a letter and it is another content.
 */
export function contentHash(
  version: Omit<VersionRow, 'content_hash'>,
  lines: readonly string[],
): string {
  const { notice, region, attribute, attribute_basis, item, program, year, batch } = version
  const { title, text, change, planned_fen, aggregate } = version
  const hash = createHash('sha256')
  hash.update(
    canonicalJson({
      v: 1,
      notice,
      version: version.version,
      region,
      attribute,
      attribute_basis,
      item,
      program,
      year,
      batch,
      title,
      text,
      change,
      planned_fen,
      aggregate,
    }),
  )
  for (const some of lines) hash.update(`\n${some}`)
  return hash.digest('hex')
}

const jsonOr = <T>(text: string | null): T | null =>
  text === null ? null : (JSON.parse(text) as T)

/** A version as the domain knows it. Without `lines` it is good for questions about its state only. */
export function noticeOf(row: VersionRow, lines: Line[] = []): Notice {
  return {
    id: row.notice as NoticeId,
    version: row.version,
    region: row.region as RegionCode,
    state: row.state as NoticeState,
    attribute: row.attribute as DisclosureAttribute,
    attributeBasis: row.attribute_basis,
    item: row.item,
    title: JSON.parse(row.title) as Both,
    text: JSON.parse(row.text) as Both,
    disbursement:
      row.program === null
        ? null
        : {
            region: row.region as RegionCode,
            program: row.program,
            year: row.year,
            batch: row.batch,
            plannedFen: row.planned_fen as Fen | null,
            lines,
            aggregate: jsonOr<Aggregate>(row.aggregate),
          },
    author: row.author,
    importer: row.importer,
    publishedOn: row.published_on as Day | null,
    periodEndsOn: row.period_ends_on as Day | null,
    change: jsonOr<NonNullable<Notice['change']>>(row.change),
    demo: row.demo === 1,
  }
}
