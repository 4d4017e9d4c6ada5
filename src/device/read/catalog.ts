import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import { chineseFor } from '#domain/catalog/mongolian-words.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { matchKeys, nameKeys, readQuery } from '#domain/search/match-name.ts'
import { hasMongolian } from '#domain/search/mongolian.ts'
import type { CatalogHit } from '../api.ts'

/** Where a word counts more: in what the item is called, before what it must contain or who looks after it. */
const fieldsOf = (item: CatalogItem): string[] => [
  item.level2,
  item.level1,
  item.field,
  item.elements.join(' '),
  item.subject,
]

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/** After what the item is called, and before what it must contain. */
const BY_READING = 2.5

/** One asked word in every way it can be found: as it stands, as it is read, in Chinese for Mongolian. */
function finder(word: string): (fields: readonly string[], item: CatalogItem) => number | null {
  const places = (fields: readonly string[], text: string) => {
    const at = fields.findIndex((field) => field.includes(text))
    return at < 0 ? null : at
  }
  if (hasMongolian(word)) {
    const chinese = chineseFor(word)
    return (fields) => {
      const ranks = chinese.map((zh) => places(fields, zh)).filter((rank) => rank !== null)
      return ranks.length > 0 ? Math.min(...ranks) : null
    }
  }
  const read = /^[a-z]{2,}$/.test(word) ? readQuery(word) : null
  return (fields, item) => {
    const at = places(fields, word)
    if (at !== null || !read || !item.pinyin) return at
    const name = nameKeys({ name: item.level2, pinyin: item.pinyin })
    return matchKeys(read, name) === null ? null : BY_READING
  }
}

/** Words of a query. Mongolian ones stay together: a term is often two words, and its endings stand behind a narrow space. */
function wordsOf(query: string): string[] {
  if (hasMongolian(query)) return [query]
  return query
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}

/**
 * Items in which every word of the query occurs, best first; all of them for an empty query. Chinese anywhere, pinyin in
 * full or by initials, Mongolian by the words that are known.
 */
export function searchCatalog(
  items: readonly CatalogItem[],
  query: string,
  noticesOf: ReadonlyMap<string, NoticeId[]>,
): CatalogHit[] {
  const finders = wordsOf(query).map(finder)
  const found: { rank: number; hit: CatalogHit }[] = []
  for (const item of items) {
    const fields = fieldsOf(item).map(plain)
    const ranks = finders.map((find) => find(fields, item))
    if (ranks.some((rank) => rank === null)) continue
    found.push({
      rank: Math.max(0, ...ranks.map(Number)),
      hit: { ...item, notices: noticesOf.get(item.id) ?? [] },
    })
  }
  // Array.prototype.sort is stable from Chrome 70 on: the list's own order within a rank.
  return found.sort((a, b) => a.rank - b.rank).map(({ hit }) => hit)
}
