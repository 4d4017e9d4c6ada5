import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionList } from '#domain/region/region.ts'
import type { CatalogHit, PublicStep } from '../api.ts'

/** Where a word counts more: in what the item is called, before what it must contain or who looks after it. */
const fieldsOf = (item: CatalogItem): string[] => [
  item.level2,
  item.level1,
  item.field,
  item.elements.join(' '),
  item.subject,
]

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/** Items in which every word of the query occurs, best first; all of them for an empty query. */
export function searchCatalog(
  items: readonly CatalogItem[],
  query: string,
  noticesOf: ReadonlyMap<string, NoticeId[]>,
): CatalogHit[] {
  const words = query
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const found: { rank: number; hit: CatalogHit }[] = []
  for (const item of items) {
    const fields = fieldsOf(item).map(plain)
    const ranks = words.map((word) => fields.findIndex((field) => field.includes(word)))
    if (ranks.some((rank) => rank < 0)) continue
    found.push({
      rank: Math.max(0, ...ranks),
      hit: { ...item, notices: noticesOf.get(item.id) ?? [] },
    })
  }
  // Array.prototype.sort is stable from Chrome 70 on: the list's own order within a rank.
  return found.sort((a, b) => a.rank - b.rank).map(({ hit }) => hit)
}

/** Townships with their villages, in the county's order. */
export function publicStep({ regions }: RegionList): PublicStep {
  return {
    townships: regions
      .filter(({ level }) => level === 'township')
      .map((region) => ({
        region,
        villages: regions.filter(({ parent }) => parent === region.code),
      })),
  }
}
