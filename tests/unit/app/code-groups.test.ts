import { expect, test } from 'vitest'
import { groupsOf, strangerIn } from '#app/code-groups.ts'
import { foundVillages } from '#app/village-search.ts'
import type { Region, RegionCode } from '#domain/region/region.ts'

test('a code is forgiven spaces, hyphens, small letters, full width, O for 0, I and L for 1', () => {
  expect(groupsOf('k7m2-oiLz')).toEqual(['K7M2', '011Z'])
  expect(groupsOf('ｋ７ｍ２　ａｂ')).toEqual(['K7M2', 'AB'])
  expect(groupsOf(' ')).toEqual([])
})

test('the first letter that no code has is named with its group', () => {
  expect(strangerIn(['K7M2', 'AU2Z', '中'])).toEqual({ group: 2, letter: 'U' })
  expect(strangerIn(['K7M2', ''])).toBeNull()
})

const region = (code: string, zh: string, mn: string, aliases: string[] = []): Region => ({
  code: code as RegionCode,
  level: code.endsWith('000') ? 'township' : 'village',
  parent: null,
  name: { zh, mn },
  kind: '',
  aliases,
})
const STEP = {
  townships: [
    {
      region: region('152529101000', '上都苏木', 'ᠱᠠᠩᠳᠤ ᠰᠤᠮᠤ'),
      villages: [
        region('152529101201', '乌兰嘎查', 'ᠤᠯᠠᠭᠠᠨ ᠭᠠᠴᠠᠭ᠎ᠠ', ['红旗村']),
        region('152529101202', '巴彦乌兰嘎查', 'ᠪᠠᠶᠠᠨ ᠤᠯᠠᠭᠠᠨ ᠭᠠᠴᠠᠭ᠎ᠠ'),
      ],
    },
  ],
}
const named = (text: string) => foundVillages(STEP, text)?.map(({ village }) => village.name.zh)

test('a village is found by its name, the nearest first, in either script, by an alias, by its township', () => {
  expect(named('乌兰')).toEqual(['乌兰嘎查', '巴彦乌兰嘎查'])
  expect(named('红旗')).toEqual(['乌兰嘎查'])
  expect(named('上都')).toEqual(['乌兰嘎查', '巴彦乌兰嘎查'])
  expect(named('ᠪᠠᠶᠠᠨ')).toEqual(['巴彦乌兰嘎查'])
  expect(named('bayan')).toEqual(['巴彦乌兰嘎查'])
  expect(named('没有')).toEqual([])
  expect(named('  ')).toBeUndefined()
})
