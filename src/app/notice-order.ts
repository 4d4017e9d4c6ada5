import type { NoticeSummary } from '#device/api.ts'

export interface YearOfNotices {
  year: number
  /** `field` is null where the catalog does not know the notice's item. */
  fields: { field: string | null; notices: NoticeSummary[] }[]
}

/** Newest year first; within a year by field, in the order in which fields first hang on the board; newest notice first. */
export function byYearAndField(
  notices: readonly NoticeSummary[],
  fields: ReadonlyMap<string, string>,
): YearOfNotices[] {
  const years = new Map<number, Map<string | null, NoticeSummary[]>>()
  const newestFirst = [...notices].sort((a, b) =>
    a.publishedAt < b.publishedAt ? 1 : a.publishedAt > b.publishedAt ? -1 : 0,
  )
  for (const notice of newestFirst) {
    const year = years.get(notice.year) ?? new Map<string | null, NoticeSummary[]>()
    years.set(notice.year, year)
    const field = fields.get(notice.item) ?? null
    year.set(field, [...(year.get(field) ?? []), notice])
  }
  return [...years]
    .sort(([a], [b]) => b - a)
    .map(([year, groups]) => ({
      year,
      fields: [...groups].map(([field, group]) => ({ field, notices: group })),
    }))
}
