import type { NoticeSummary } from '#device/api.ts'

export interface YearOfNotices {
  year: number
  /** How many it has, and how many newer years have before it. */
  count: number
  before: number
  /** `field` is null where the catalog does not know the notice's item. */
  fields: { field: string | null; notices: NoticeSummary[] }[]
}

/** A year with no more than its first `most` notices. What it says of itself stays. */
export function firstOf(year: YearOfNotices, most: number): YearOfNotices {
  let room = most
  const fields = year.fields.flatMap(({ field, notices }) => {
    const some = notices.slice(0, Math.max(0, room))
    room -= notices.length
    return some.length > 0 ? [{ field, notices: some }] : []
  })
  return { ...year, fields }
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
  let before = 0
  return [...years]
    .sort(([a], [b]) => b - a)
    .map(([year, groups]) => {
      const fields = [...groups].map(([field, group]) => ({ field, notices: group }))
      const count = fields.reduce((sum, group) => sum + group.notices.length, 0)
      before += count
      return { year, count, before: before - count, fields }
    })
}
