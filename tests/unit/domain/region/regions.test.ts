import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MalformedError } from '#domain/malformed.ts'
import {
  countyOf,
  findTownship,
  findVillage,
  inScope,
  levelOf,
  parseRegionList,
} from '#domain/region/region-list.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import type { Region, RegionCode, RegionList } from '#domain/region/region.ts'

const samples = new URL('../../../fixtures/samples/', import.meta.url)
const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, samples), 'utf8'))
const list = parseRegionList(readJson('regions-demo.json'))
const villages = list.regions.filter((region) => region.level === 'village')
const codeOf = (text: string, township?: string) => {
  const found = findVillage(list, text, township)
  return 'region' in found ? found.region.code : found.refused
}

describe('the county’s regions', () => {
  test('are read with levels, parents and names', () => {
    expect(countyOf(list)).toMatchObject({
      code: '152529000000',
      level: 'county',
      parent: null,
      kind: '旗',
      name: { zh: '示范旗' },
    })
    expect(list.regions.filter((r) => r.level === 'township').map((r) => r.name.zh)).toEqual([
      '示范苏木',
      '示范镇',
    ])
    expect(villages).toHaveLength(14)
    expect(villages[8]).toMatchObject({
      code: '152529901201',
      parent: '152529901000',
      kind: '嘎查',
    })
    expect(list.version).toBe(1)
  })

  test('as published are read the same', () => {
    expect(parseRegionList(JSON.parse(JSON.stringify(list)))).toEqual(list)
  })

  const published = (change: (regions: Record<string, unknown>[]) => void) => {
    const copy = JSON.parse(JSON.stringify(list))
    change(copy.regions)
    return copy
  }
  test.each([
    ['nothing', null],
    ['a text', 'regions'],
    ['a code twice', published((r) => r.push(r[3] as Record<string, unknown>))],
    ['an orphan', published((r) => r.splice(1, 1))],
    [
      'a level that its code is not',
      published((r) => Object.assign(r[3] as object, { level: 'township' })),
    ],
    [
      'a code with letters',
      published((r) => Object.assign(r[3] as object, { code: '15252990020x' })),
    ],
    ['no name', published((r) => Object.assign(r[3] as object, { name: { zh: ' ' } }))],
    [
      'aliases that are no texts',
      published((r) => Object.assign(r[3] as object, { aliases: [1] })),
    ],
    ['version zero', { ...list, version: 0 }],
    [
      'a village outside its township',
      {
        county: { code: '152529000000', name: '示范旗' },
        townships: [
          {
            code: '152529900000',
            name: '示范苏木',
            villages: [{ code: '152529901201', name: '村' }],
          },
        ],
      },
    ],
  ])('with %s are malformed', (_what, json) => {
    expect(() => parseRegionList(json)).toThrow(MalformedError)
  })

  test('levels follow from codes', () => {
    expect(levelOf('152529000000' as RegionCode)).toBe('county')
    expect(levelOf('152529900000' as RegionCode)).toBe('township')
    expect(levelOf('152529900201' as RegionCode)).toBe('village')
    for (const none of [
      '',
      '152529',
      '15252990020',
      '0152529900201',
      '052529900201',
      '一五二五二九九〇〇二〇一',
      '150000000000',
    ])
      expect(parseRegionCode(none)).toBeNull()
  })
})

describe('scopes', () => {
  test('a county holds all, a township its own, a village itself', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...list.regions),
        fc.constantFrom(...list.regions),
        (inner, outer) => {
          const holds =
            outer.level === 'county' || inner.code === outer.code || inner.parent === outer.code
          expect(inScope(inner.code, [outer.code])).toBe(holds)
        },
      ),
    )
    expect(inScope('152529900201' as RegionCode, ['152529'])).toBe(true)
    expect(inScope('152529900201' as RegionCode, ['152529901', '152529900'])).toBe(true)
  })

  test.each([
    [[]],
    [['']],
    [['1']],
    [['1525299']],
    [['152529*']],
    [['%']],
    [['152529900 ']],
    [['.*']],
  ])('%j opens nothing', (prefixes) => {
    for (const { code } of list.regions) expect(inScope(code, prefixes)).toBe(false)
  })
})

describe('F104 the village that a cell means', () => {
  test('every name, code and alias of the demo means its village, whatever stands around it', () => {
    for (const village of villages)
      for (const text of [village.code, village.name.zh, ...village.aliases])
        for (const form of [
          text,
          ` ${text}  `,
          `${text}\u3000`,
          `\u200B${text}`,
          [...text].join(' '),
        ])
          expect(codeOf(form), form).toBe(village.code)
  })

  test('every variant of the samples means what their answers say', () => {
    const { villageVariants } = readJson('02-耕地地力保护补贴-2025.csv.expected.json')
    expect(Object.keys(villageVariants).length).toBeGreaterThan(50)
    for (const [text, code] of Object.entries(villageVariants))
      expect(codeOf(text), text).toBe(code)
  })

  test('names alone are enough: without aliases the variants are still understood', () => {
    const bare: RegionList = { ...list, regions: list.regions.map((r) => ({ ...r, aliases: [] })) }
    for (const village of villages)
      for (const alias of village.aliases) {
        const found = findVillage(bare, alias)
        expect('region' in found ? found.region.code : found, alias).toBe(village.code)
      }
  })

  test.each([
    ['示范嘎查１４', '152529901206'],
    ['示范嘎查十四嘎查委员会', '152529901206'],
    ['示范嘎查一村民委员会', '152529900201'],
    ['示范村1', '152529900201'],
    ['示范苏木示范嘎查一', '152529900201'],
    ['示范旗示范苏木示范嘎查一', '152529900201'],
    ['示范旗示范嘎查一', '152529900201'],
    ['示范嘎查二十', 'villageUnknown'],
    ['示范嘎查', 'villageUnknown'],
    ['示范', 'villageUnknown'],
    ['嘎查', 'villageUnknown'],
    ['', 'villageUnknown'],
    ['152529900299', 'villageUnknown'],
    ['示范苏木', 'villageUnknown'],
    ['示范镇示范嘎查一', 'villageUnknown'],
    ['合计', 'villageUnknown'],
  ])('%s is %s', (text, answer) => expect(codeOf(text)).toBe(answer))

  test('the township beside it decides, and contradicts', () => {
    expect(codeOf('示范嘎查一', '示范苏木')).toBe('152529900201')
    expect(codeOf('示范嘎查一', ' 示范 苏木 ')).toBe('152529900201')
    expect(codeOf('示范嘎查一', '示范旗示范苏木')).toBe('152529900201')
    expect(codeOf('示范嘎查一', '152529900')).toBe('152529900201')
    expect(codeOf('示范嘎查一', '')).toBe('152529900201')
    expect(codeOf('示范嘎查一', '示范镇')).toBe('villageConflict')
    expect(codeOf('示范嘎查一', '没有的苏木')).toBe('villageConflict')
    expect(codeOf('示范嘎查二十', '示范镇')).toBe('villageUnknown')
    const found = findVillage(list, '示范嘎查一', '示范镇')
    expect('candidates' in found && found.candidates.map((r) => r.code)).toEqual(['152529900201'])
  })

  test('a name that two townships have is not guessed, but the township tells', () => {
    const twin = (code: string, parent: string): Region => ({
      code: code as RegionCode,
      level: 'village',
      parent: parent as RegionCode,
      name: { zh: '东村' },
      kind: '村',
      aliases: [],
    })
    const twins: RegionList = {
      version: 1,
      regions: [
        ...list.regions,
        twin('152529900299', '152529900000'),
        twin('152529901299', '152529901000'),
      ],
    }
    const found = findVillage(twins, '东村')
    expect(found).toMatchObject({ refused: 'villageUnknown' })
    expect('candidates' in found && found.candidates).toHaveLength(2)
    expect(findVillage(twins, '东嘎查', '示范镇')).toMatchObject({
      region: { code: '152529901299' },
    })
    expect(findVillage(twins, '示范镇东村')).toMatchObject({ region: { code: '152529901299' } })
  })

  test('a remark behind the county’s name is none of it', () => {
    const remarked: RegionList = {
      ...list,
      regions: list.regions.map((r) =>
        r.level === 'county' ? { ...r, name: { zh: '示范旗（演示）' } } : r,
      ),
    }
    expect(findVillage(remarked, '示范旗示范苏木示范嘎查一')).toMatchObject({
      region: { code: '152529900201' },
    })
    expect(findTownship(remarked, '示范旗示范镇')).toHaveLength(1)
  })

  test('townships are found the same way, and two of one stem are not confused', () => {
    expect(findTownship(list, '示范镇').map((r) => r.code)).toEqual(['152529901000'])
    expect(findTownship(list, '示范苏木').map((r) => r.code)).toEqual(['152529900000'])
    expect(findTownship(list, '示范')).toHaveLength(2)
    expect(findTownship(list, '宝绍岱苏木')).toEqual([])
  })
})
