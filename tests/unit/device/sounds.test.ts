import { expect, test } from 'vitest'
import { nameKeys } from '#domain/search/match-name.ts'
import { Sounds } from '#device/read/sounds.ts'

const keys = (name: string, pinyin: string) => nameKeys({ name, pinyin })

test('how characters sound is learnt from names that came with their pinyin', () => {
  const sounds = new Sounds([
    keys('张明', 'zhang ming'),
    keys('单雄', 'shan xiong|dan xiong'),
    keys('其其格', 'qi qi'),
  ])
  expect(sounds.readingsOf('明张')).toEqual([['ming', 'zhang']])
  expect(sounds.readingsOf('单明')).toEqual([
    ['shan', 'ming'],
    ['dan', 'ming'],
  ])
  expect(sounds.readingsOf('单单单单')).toHaveLength(8)
  // Never met, or met with another number of syllables than of characters.
  expect(sounds.readingsOf('张格')).toEqual([])
  expect(sounds.readingsOf('')).toEqual([])
})
