import type { CatalogItem } from '../catalog/catalog-item.ts'
import { missingOnAny, type Missing } from '../notice/content.ts'
import { isLongEnough } from '../program/period-rule.ts'
import type { Both } from '../region/region.ts'
import { AFFAIR_LIMITS, isSaid, type Affair, type AffairDraft } from './affair.ts'

/** What stands between a notice of an office's own and its submission. Saving it needs none of this. */
export type AffairMissing =
  | { what: Missing }
  | { what: 'element'; element: string }
  /** By its place among the notice's tables or pictures. */
  | { what: 'rows' | 'caption'; at: number }
  | { what: 'tooMuch'; of: keyof typeof AFFAIR_LIMITS }

/** Elements that a form offers and nobody has to fill in: numbers of rows, remarks, whatever else. */
const OFFERED = /^(?:序号|备注|其他(?:\(.*\))?)$/

/** May this element stay empty? */
export const isOffered = (element: string): boolean => OFFERED.test(element)

/**
 * In the order of the form; empty where the notice can be submitted. `item` is the catalog's row that the draft names,
 * null where the county has none. `version` is the number that this draft will have.
 */
export function missingOfAffair(
  draft: AffairDraft,
  item: Pick<CatalogItem, 'id' | 'elements'> | null,
  version: number,
): AffairMissing[] {
  const { affair, title, period, change } = draft
  const found: AffairMissing[] = []
  const need = (ok: boolean, missing: AffairMissing) => {
    if (!ok) found.push(missing)
  }
  need(isSaid(title), { what: 'title' })
  const known = item !== null && item.id === draft.item
  for (const what of missingOnAny({ ...draft, item: known ? item.id : '' })) found.push({ what })
  need(Number.isInteger(draft.year) && draft.year >= 1949, { what: 'year' })
  need(period === null || isLongEnough(period), { what: 'periodTooShort' })
  const answered = answeredIn(affair)
  for (const element of known ? item.elements : [])
    need(isOffered(element) || answered.has(element), { what: 'element', element })
  affair.tables.forEach(({ rows }, at) => need(rows.length > 0, { what: 'rows', at }))
  affair.pictures.forEach(({ caption }, at) => need(isSaid(caption), { what: 'caption', at }))
  need(version === 1 || (change !== null && change.why.trim() !== ''), { what: 'change' })
  for (const of of tooMuchIn(draft)) found.push({ what: 'tooMuch', of })
  return found
}

/** Elements that something was said to: by words, a table or one of its columns, a picture. */
function answeredIn({ elements, tables, pictures }: Affair): Set<string | null> {
  const filled = tables.filter(({ rows }) => rows.length > 0)
  return new Set([
    ...elements.filter(({ words }) => isSaid(words)).map(({ name }) => name),
    ...filled.flatMap(({ of, columns }) => [of, ...columns]),
    ...pictures.map(({ of }) => of),
  ])
}

/** Which limits a draft exceeds. */
export function tooMuchIn({ title, text, affair, change }: AffairDraft) {
  const { elements, tables, pictures } = affair
  const both = (texts: Both[]) => texts.flatMap(({ zh, mn = '' }) => [zh, mn])
  const titles = both([title, ...tables.map(({ heading }) => heading)])
  const texts = both([text])
  const words = both(elements.map(({ words: said }) => said))
  const captions = both(pictures.map(({ caption }) => caption))
  const cells = tables.flatMap(({ columns, rows }) => [columns, ...rows].flat())
  const why = change?.why ?? ''
  const sizes: Record<keyof typeof AFFAIR_LIMITS, number> = {
    title: longest(titles),
    text: longest(texts),
    elements: elements.length,
    words: longest(words),
    tables: tables.length,
    columns: most(tables.map(({ columns }) => columns.length)),
    rows: most(tables.map(({ rows }) => rows.length)),
    cell: longest(cells),
    pictures: pictures.length,
    caption: longest(captions),
    why: why.length,
    all: [titles, texts, words, captions, cells, [why]].reduce(
      (sum, some) => sum + some.join('').length,
      2 * cells.length,
    ),
  }
  const names = Object.keys(sizes) as (keyof typeof AFFAIR_LIMITS)[]
  return names.filter((name) => sizes[name] > AFFAIR_LIMITS[name])
}

const most = (numbers: number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0)
const longest = (texts: string[]): number => most(texts.map(({ length }) => length))
