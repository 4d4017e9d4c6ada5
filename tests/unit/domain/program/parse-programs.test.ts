import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseCatalog } from '#domain/catalog/parse-catalog.ts'
import { MalformedError } from '#domain/malformed.ts'
import { findProgram, parsePrograms } from '#domain/program/parse-programs.ts'
import { isLongEnough } from '#domain/program/period-rule.ts'

const county = new URL('../../../../src/server/county-data/', import.meta.url)
const readJson = (name: string) => JSON.parse(readFileSync(new URL(name, county), 'utf8'))
const programs = parsePrograms(readJson('programs.json'))
const catalog = parseCatalog(readJson('catalog.json'))

describe('programs', () => {
  test('the county’s are read; each hangs on an item of the catalog, long enough', () => {
    expect(programs.length).toBeGreaterThanOrEqual(12)
    const items = new Set(catalog.map((item) => item.id))
    for (const program of programs) {
      expect(items.has(program.item), program.code).toBe(true)
      expect(isLongEnough(program.period), program.code).toBe(true)
    }
  })

  test('what was read is read again the same', () => {
    expect(parsePrograms(JSON.parse(JSON.stringify(programs)))).toEqual(programs)
  })

  test('a program without a period gets ten days, and the words say where from', () => {
    const [first] = readJson('programs.json')
    const { period: _period, ...rest } = first
    expect(parsePrograms([rest])[0]?.period).toMatchObject({ number: 10, unit: 'day' })
  })

  test('one is found by code, name or another name, written wide or apart', () => {
    for (const text of [
      'grassland',
      '草原生态保护补助奖励',
      '草原补奖',
      ' 草原 补奖　',
      'ＧＲＡＳＳＬＡＮＤ',
    ])
      expect(findProgram(programs, text)?.code, text).toBe('grassland')
    for (const text of ['', '草原', '不存在', 'grass'])
      expect(findProgram(programs, text)).toBeNull()
  })

  test('a name that two programs share finds neither', () => {
    const [a, b] = programs
    if (!a || !b) throw new Error('the county has programs')
    const shared = [
      { ...a, aliases: ['补贴'] },
      { ...b, aliases: ['补贴'] },
    ]
    expect(findProgram(shared, '补贴')).toBeNull()
    expect(findProgram(shared, a.code)?.code).toBe(a.code)
  })

  test.each<[string, (program: Record<string, unknown>) => void]>([
    ['no code', (p) => delete p['code']],
    [
      'a rate that is a float',
      (p) =>
        (p['rates'] = [{ what: '禁牧', year: 2025, rate: 11.9235, unit: '亩', rateUnit: '元/亩' }]),
    ],
    [
      'a rate that is not canonical',
      (p) =>
        (p['rates'] = [{ what: '禁牧', year: 2025, rate: '11.90', unit: '亩', rateUnit: '元/亩' }]),
    ],
    ['a column nobody knows', (p) => (p['publicColumns'] = ['idNumber'])],
    ['a period of no days', (p) => (p['period'] = { number: 0, unit: 'day', source: 'x' })],
    ['a period without source', (p) => (p['period'] = { number: 7, unit: 'day', source: '' })],
    ['a period in months', (p) => (p['period'] = { number: 1, unit: 'month', source: 'x' })],
    ['another privacy', (p) => (p['privacy'] = 'open')],
    ['an empty rule', (p) => (p['rule'] = { zh: '' })],
    ['a day that is none', (p) => (p['since'] = '2025-02-30')],
  ])('with %s are malformed', (_what, spoil) => {
    const [first] = readJson('programs.json')
    spoil(first)
    expect(() => parsePrograms([first])).toThrow(MalformedError)
  })

  test('with one code twice are malformed', () => {
    const [first] = readJson('programs.json')
    expect(() => parsePrograms([first, first])).toThrow(MalformedError)
  })
})

describe('the catalog', () => {
  test('is read whole, ids as given, rows of unknown source marked, addresses dropped', () => {
    expect(catalog).toHaveLength(210)
    expect(catalog.filter((item) => !item.sourced)).toHaveLength(66)
    expect(new Set(catalog.map((item) => item.field)).size).toBe(27)
    expect(catalog[0]).toMatchObject({
      id: 'cat-dcebfd25',
      field: '涉农补贴',
      timeLimit: { workingDays: 20 },
    })
    expect(catalog.some((item) => item.timeLimit.calendarDays === 10)).toBe(true)
    expect(JSON.stringify(catalog)).not.toMatch(/https?:|general-knowledge/)
  })

  test('as published is read the same', () => {
    expect(parseCatalog(JSON.parse(JSON.stringify(catalog)))).toEqual(catalog)
  })

  test.each([
    ['no list', {}],
    ['an id twice', [catalog[0], catalog[0]]],
    ['no source and no mark', [{ ...catalog[0], sourced: undefined }]],
    ['half a day', [{ ...catalog[0], timeLimit: { text: 'x', workingDays: 0.5 } }]],
    ['elements that are no list', [{ ...catalog[0], elements: '政策依据' }]],
  ])('with %s is malformed', (_what, json) => {
    expect(() => parseCatalog(json)).toThrow(MalformedError)
  })
})
