import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { language, speak, t } from '#app/i18n.ts'
import { sentences } from '#tests/support/words.ts'

const zh = sentences('zh-Hans')
const mn = sentences('mn-Mong')

beforeEach(() => vi.stubGlobal('document', { documentElement: { lang: '' } }))
afterEach(() => vi.unstubAllGlobals())

test('a sentence is found by its key, its places filled with what is known', () => {
  expect(t('villager.board.count', { count: 3 })).toBe(
    zh.get('villager.board.count')!.replace('{count}', '3'),
  )
  expect(t('villager.board.count')).toBe(zh.get('villager.board.count')!.replace('{count}', ''))
})

test('a chosen language is spoken, and the page turned', async () => {
  await speak('mn-Mong')
  expect([language.value, document.documentElement.lang]).toEqual(['mn-Mong', 'mn-Mong-CN'])
  expect(t('open.title')).toBe(mn.get('open.title'))
  expect(t('open.title', {}, { locale: 'zh-Hans' })).toBe(zh.get('open.title'))
  await speak('zh-Hans')
  expect(t('open.title')).toBe(zh.get('open.title'))
})

test('what no language says shows its key', () => {
  expect(t('open.noSuchKey')).toBe('open.noSuchKey')
  expect(t('nowhere.at.all')).toBe('nowhere.at.all')
})
