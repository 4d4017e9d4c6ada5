import type { VersionRow, ReviewRow } from '../storage/notices.ts'
import type { ImportRow } from '../storage/imports.ts'

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text))

/** A version as the office's routes show it; the schemas let nothing else out. */
export const versionView = (row: VersionRow, names: ReadonlyMap<string, string>) => ({
  notice: row.notice,
  version: row.version,
  region: row.region,
  state: row.state,
  item: row.item,
  title: JSON.parse(row.title) as { zh: string; mn?: string },
  program: row.program,
  year: row.year,
  batch: row.batch,
  lines: row.lines,
  totalFen: row.total_fen,
  contentHash: row.content_hash,
  author: names.get(row.author) ?? '',
  importer: row.importer === null ? null : (names.get(row.importer) ?? ''),
  import: row.import,
  createdAt: row.created_at,
  publishedOn: row.published_on,
  periodEndsOn: row.period_ends_on,
  change: parsed(row.change) as { what: string[]; why: string } | null,
  withdrawal: parsed(row.withdrawal) as { why: string; office: string; at: string } | null,
  demo: row.demo === 1,
})

export const reviewView = (row: ReviewRow, names: ReadonlyMap<string, string>) => ({
  version: row.version,
  reviewer: names.get(row.reviewer) ?? '',
  role: row.reviewer_role,
  at: row.at,
  decision: row.decision,
  checks: JSON.parse(row.checks) as Record<string, boolean>,
  reasons: row.reasons,
  contentHash: row.content_hash,
})

export const importView = (row: ImportRow, names: ReadonlyMap<string, string>) => ({
  id: row.id,
  fileName: row.file_name,
  sender: row.sender,
  program: row.program,
  year: row.year,
  importer: names.get(row.importer) ?? '',
  state: row.state,
  at: row.created_at,
})
