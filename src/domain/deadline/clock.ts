import type { CatalogItem } from '../catalog/catalog-item.ts'

/**
 * By when something has to be public. Counted days begin the day after what starts them; `n` below zero means so many
 * days before it (a hearing). `every`: once in so many months, counted from January, by the `day` of the `month`-th of
 * them; `day` null is that month's last.
 */
export type Clock =
  | { kind: 'workingDays' | 'days'; n: number }
  | { kind: 'every'; months: 1 | 3 | 6 | 12; month: number; day: number | null }
  /** "In time", "as things go on", or a least time to hang: no day follows from it. */
  | { kind: 'asNeeded' }

/** Clocks of things that no row of the catalog has. A county's own rule goes before them. */
export const USUAL = {
  /** A document, together with the link to its interpretation. */
  document: { kind: 'workingDays', n: 5 },
  meeting: { kind: 'workingDays', n: 3 },
  request: { kind: 'workingDays', n: 20 },
  disclosure: { kind: 'workingDays', n: 20 },
  relief: { kind: 'workingDays', n: 10 },
  /** Of a record about whoever asks. */
  correction: { kind: 'workingDays', n: 20 },
  /** What was paid this year, gacha by gacha. */
  yearEnd: { kind: 'every', months: 12, month: 12, day: 31 },
} as const satisfies Record<string, Clock>

/** What comes again, as the catalog words it. The first that fits rules: what follows a semicolon is for few. */
const AGAIN: readonly (readonly [RegExp, (of: RegExpExecArray) => Clock])[] = [
  [/每季度首个月(\d+)日/, ([, day]) => every(3, 1, Number(day))],
  [/每季度/, () => every(3, 3, null)],
  [/每月/, () => every(1, 1, null)],
  [/半年/, () => every(6, 6, null)],
  [/[当每]年(\d+)月(\d+)日前/, ([, month, day]) => every(12, Number(month), Number(day))],
  [/[当每]年(\d+)月底前/, ([, month]) => every(12, Number(month), null)],
]

const every = (months: 1 | 3 | 6 | 12, month: number, day: number | null): Clock => ({
  kind: 'every',
  months,
  month,
  day,
})

/** The clock of a catalog item. A time limit that says no day, or says it in words not known here, is `asNeeded`. */
export function clockOf({ timeLimit }: Pick<CatalogItem, 'timeLimit'>): Clock {
  const { text, workingDays, calendarDays = null } = timeLimit
  const before = /提前|(?:工作日|日|天)前公开/.test(text) ? -1 : 1
  if (workingDays !== null) return { kind: 'workingDays', n: before * workingDays }
  // 不少于 is how long it hangs, unless a day to begin stands beside it.
  const hangsOnly = text.includes('不少于') && !/\d[日天]内/.test(text)
  if (calendarDays !== null && !hangsOnly) return { kind: 'days', n: before * calendarDays }
  for (const [form, clock] of AGAIN) {
    const found = form.exec(text)
    if (found !== null) return clock(found)
  }
  return { kind: 'asNeeded' }
}
