import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AFFAIR_LIMITS, type AffairDraft } from '#domain/affair/affair.ts'
import { isOffered, missingOfAffair } from '#domain/affair/missing.ts'
import { usualPeriodOf } from '#domain/affair/usual-period.ts'
import { parseCatalog } from '#domain/catalog/parse-catalog.ts'

const file = new URL('../../../../src/server/county-data/catalog.json', import.meta.url)
const catalog = parseCatalog(JSON.parse(readFileSync(file, 'utf8')))
const item = (id: string) => catalog.find((row) => row.id === id)!

const RATION = { id: 'cat-x', elements: ['序号', '补贴对象', '金额', '监督电话', '备注'] }
const photo = 'a'.repeat(64) as AffairDraft['affair']['pictures'][number]['photo']

const draft = (given: Partial<AffairDraft> = {}): AffairDraft => ({
  item: 'cat-x',
  attribute: 'proactive',
  attributeBasis: '',
  title: { zh: '', mn: 'ᠵᠠᠷᠯᠠᠯ' },
  text: { zh: '' },
  affair: {
    elements: [{ name: '监督电话', words: { zh: '12345' } }],
    tables: [
      {
        of: '补贴对象',
        heading: { zh: '' },
        columns: ['户主', '金额'],
        rows: [['巴特尔', '12']],
        names: true,
      },
    ],
    pictures: [],
  },
  year: 2026,
  period: null,
  change: null,
  ...given,
})

describe('what an own notice still needs', () => {
  test('nothing, where words, a table, or one of its columns answer each element', () =>
    expect(missingOfAffair(draft(), RATION, 1)).toEqual([]))

  test('each element that nothing was said to, in the order of the form', () => {
    const affair = { elements: [], tables: [], pictures: [] }
    expect(missingOfAffair(draft({ affair }), RATION, 1)).toEqual([
      { what: 'element', element: '补贴对象' },
      { what: 'element', element: '金额' },
      { what: 'element', element: '监督电话' },
    ])
  })

  test('a table without rows answers nothing, and a picture does', () => {
    const { affair } = draft()
    const emptied = affair.tables.map((table) => ({ ...table, rows: [] }))
    const pictures = [{ of: '补贴对象', photo, caption: { zh: ' ' } }]
    expect(
      missingOfAffair(draft({ affair: { ...affair, tables: emptied, pictures } }), RATION, 1),
    ).toEqual([
      { what: 'element', element: '金额' },
      { what: 'rows', at: 0 },
      { what: 'caption', at: 0 },
    ])
  })

  test.each([
    [{ title: { zh: ' ' } }, [{ what: 'title' }]],
    [{ attribute: 'closed' as const }, [{ what: 'attributeBasis' }]],
    [{ year: 20.26 }, [{ what: 'year' }]],
    [{ period: { number: 6, unit: 'day' as const } }, [{ what: 'periodTooShort' }]],
    [{ item: 'cat-y' }, [{ what: 'item' }]],
    [{ text: { zh: '字'.repeat(10_001) } }, [{ what: 'tooMuch', of: 'text' }]],
  ])('%j', (given, missing) => expect(missingOfAffair(draft(given), RATION, 1)).toEqual(missing))

  test('a correction says why it is another', () => {
    expect(missingOfAffair(draft(), RATION, 2)).toEqual([{ what: 'change' }])
    expect(missingOfAffair(draft({ change: { why: '面积更正' } }), RATION, 2)).toEqual([])
  })

  test('an item that the county does not have cannot be submitted', () =>
    expect(missingOfAffair(draft(), null, 1)).toEqual([{ what: 'item' }]))

  test('all of the catalog: filling in what is asked is enough, and each element counts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...catalog), fc.nat(), (row, seed) => {
        const asked = row.elements.filter((element) => !isOffered(element))
        const left = asked[seed % asked.length]
        const words = (names: string[]) => names.map((name) => ({ name, words: { zh: '有' } }))
        const own = { tables: [], pictures: [] }
        const full = draft({ item: row.id, affair: { ...own, elements: words(asked) } })
        expect(missingOfAffair(full, row, 1)).toEqual([])
        const rest = words(asked.filter((name) => name !== left))
        const short = draft({ item: row.id, affair: { ...own, elements: rest } })
        expect(missingOfAffair(short, row, 1)).toEqual([{ what: 'element', element: left }])
      }),
    )
  })

  test('many texts that are each short enough can be too much together', () => {
    const words = { zh: '字'.repeat(AFFAIR_LIMITS.words) }
    const elements = Array.from({ length: 13 }, (_, i) => ({ name: `第${i}项`, words }))
    const affair = { elements, tables: [], pictures: [] }
    expect(missingOfAffair(draft({ affair }), { id: 'cat-x', elements: [] }, 1)).toEqual([
      { what: 'tooMuch', of: 'all' },
    ])
  })
})

describe('how long it hangs', () => {
  test.each([
    ['cat-0456f348', 10, 'day'],
    ['cat-05e5841d', 30, 'day'],
    ['cat-b0c9baaf', 7, 'workingDay'],
    ['cat-78ad8e76', 20, 'day'],
    // Three days are no list's period, and twenty to begin with are none at all.
    ['cat-654f1f39', 10, 'day'],
    ['cat-dcebfd25', 10, 'day'],
  ])('%s: %i %s', (id, number, unit) =>
    expect(usualPeriodOf(item(id))).toMatchObject({ number, unit }),
  )
})
