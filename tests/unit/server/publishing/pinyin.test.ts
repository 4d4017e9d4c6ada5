import { describe, expect, test } from 'vitest'
import { createPinyin } from '#server/publishing/pinyin.ts'

describe('pinyin of names', () => {
  const read = createPinyin()
  test.each([
    ['巴特尔', ['ba te er']],
    ['单雄信', ['shan xiong xin', 'dan xiong xin']],
    ['查干巴拉', ['zha gan ba la', 'cha gan ba la']],
    ['曾志伟', ['zeng zhi wei', 'ceng zhi wei']],
    ['覃建', ['qin jian', 'tan jian']],
    ['翟志', ['zhai zhi', 'di zhi']],
    ['欧阳改梅', ['ou yang gai mei']],
    ['吕布', ['lv bu']],
  ])('%s can be found by each of its readings', (name, readings) => {
    expect(read(name).split('|')).toEqual(expect.arrayContaining(readings))
  })
  test('a mark between the parts of a name is no syllable', () => {
    expect(read('弘吉剌·其其格')).toBe('hong ji la qi qi ge')
  })
  test('a character that no dictionary knows is left out, the rest stays', () => {
    expect(read('𠮷野家')).toBe('ye jia')
  })
  test('a name without Chinese characters has no pinyin', () => {
    expect(read('ᠪᠠᠭᠠᠲᠤᠷ')).toBe('')
    expect(read('')).toBe('')
  })
  test('a name is read the same way however often it is asked', () => {
    expect(read('嘎查')).toBe(read('嘎查'))
    expect(read('嘎查')).toBe('ga cha')
  })
})
