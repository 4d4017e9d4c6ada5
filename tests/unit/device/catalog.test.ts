import { expect, test } from 'vitest'
import { searchCatalog } from '#device/read/catalog.ts'
import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import { parseReference } from '#protocol/parse-reference.ts'
import { countyDocuments, demoGiven } from '#server/county-data/documents.ts'

const published = countyDocuments(demoGiven).find(({ name }) => name === 'catalog')!
/** As a phone reads what a county publishes. */
const items = parseReference(JSON.parse(JSON.stringify(published)))!.value as CatalogItem[]
const titles = (query: string) =>
  searchCatalog(items, query, new Map()).map(({ level1, level2 }) => level2 || level1)

test('every item is found by nothing, none by what no item says', () => {
  expect(titles('').length).toBe(210)
  expect(titles('没有这样的事')).toEqual([])
  expect(titles('qqqq')).toEqual([])
})

test('Chinese anywhere, what an item is called before what it must contain', () => {
  expect(titles('购置')[0]).toBe('农机购置补贴')
  const asked = titles('地力')
  expect(asked[0]).toBe('耕地地力保护补贴')
  expect(titles('补贴 农机')).toContain('农机购置补贴')
})

test('pinyin, in full, by initials or mixed; of the field too', () => {
  expect(titles('gddlbhbt')).toEqual(['耕地地力保护补贴'])
  expect(titles('gengdidili')).toEqual(['耕地地力保护补贴'])
  expect(titles('nongjgz')).toContain('农机购置补贴')
  expect(titles('snbt').length).toBeGreaterThanOrEqual(14)
})

test('Mongolian, by the words that are known: begun, whole, or with an ending', () => {
  const grassland = titles('草原')
  expect(grassland.length).toBeGreaterThan(0)
  for (const asked of ['ᠪᠡᠯᠴᠢ', 'ᠪᠡᠯᠴᠢᠭᠡᠷ', 'ᠪᠡᠯᠴᠢᠭᠡᠷ\u202fᠦᠨ'])
    expect(titles(asked).sort(), asked).toEqual(grassland.slice().sort())
  expect(titles('ᠭᠠᠵᠠᠷ ᠰᠢᠷᠣᠢ').sort()).toEqual(titles('土地').sort())
  expect(titles('ᠪᠠᠲᠤ')).toEqual([])
})
