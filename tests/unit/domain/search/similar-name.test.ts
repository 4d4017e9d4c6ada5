import { describe, expect, test } from 'vitest'
import { nameKeys } from '#domain/search/match-name.ts'
import { likenessOf, likenessOfPart } from '#domain/search/similar-name.ts'

const keys = (name: string, pinyin: string, nameMn?: string) =>
  nameKeys({ name, pinyin, ...(nameMn === undefined ? {} : { nameMn }) })
const typed = (latin: string) => ({ name: '', mongolian: '', latin, readings: [] })

describe('names that may be one name written twice', () => {
  test.each([
    ['the same name', keys('张明', 'zhang ming'), keys('张明', 'zhang ming'), 'sameName'],
    [
      'other characters of the same sound',
      keys('张明', 'zhang ming'),
      keys('张铭', 'zhang ming'),
      'sameSound',
    ],
    [
      'one of several readings',
      keys('单雄', 'shan xiong|dan xiong'),
      keys('丹雄', 'dan xiong'),
      'sameSound',
    ],
    ['the beginning of a sound', keys('八特', 'ba te'), keys('巴特尔', 'ba te er'), 'sameSound'],
    [
      'one character of three',
      keys('王秀英', 'wang xiu ying'),
      keys('王秀兰', 'wang xiu lan'),
      'oneCharacter',
    ],
    ['one character less', keys('娜仁', 'na ren'), keys('娜仁花', 'na ren hua'), 'sameSound'],
    [
      'one character too many',
      keys('娜仁花儿', 'na ren hua er'),
      keys('娜仁花', 'na ren hua'),
      'oneCharacter',
    ],
    [
      'one of two with the same initial',
      keys('张敏', 'zhang min'),
      keys('张明', 'zhang ming'),
      'oneCharacter',
    ],
    ['the same initials', keys('其木格', 'qi mu ge'), keys('琪美高', 'qi mei gao'), 'sameInitials'],
    ['one of two', keys('张明', 'zhang ming'), keys('张亮', 'zhang liang'), null],
    ['two initials alone', keys('张明', 'zhang ming'), keys('赵敏', 'zhao min'), null],
    ['two names', keys('巴特尔', 'ba te er'), keys('朝鲁', 'chao lu'), null],
    ['no sound known', keys('苏和', ''), keys('朝鲁', 'chao lu'), null],
    ['two slips in pinyin', typed('bagter'), keys('巴特尔', 'ba te er'), null],
    ['a slip in pinyin', typed('bateir'), keys('巴特尔', 'ba te er'), 'oneCharacter'],
    ['too short to be a slip', typed('bat'), keys('巴特', 'ba te'), null],
    [
      'a letter of Mongolian',
      keys('', '', 'ᠪᠠᠭᠠᠲᠤᠷ'),
      keys('巴特尔', 'ba te er', 'ᠪᠠᠭᠠᠲᠤᠨ'),
      'oneCharacter',
    ],
  ] as const)('%s', (_what, wanted, other, likeness) => {
    expect(likenessOf(wanted, other)).toBe(likeness)
  })
})

describe('a part of a name that was typed', () => {
  const whole = keys('赛音巴特尔', 'sai yin ba te er')
  test.each([
    ['one character of three', keys('八特尔', ''), 'oneCharacter'],
    ['its sound', keys('八忒', 'ba te'), 'sameSound'],
    ['initials alone', keys('步天', 'bu tian'), null],
    ['one character', keys('拔', 'ba'), null],
    ['nothing of it', keys('朝鲁', 'chao lu'), null],
    ['more than it', keys('赛音巴特尔吉日格勒', ''), null],
  ] as const)('is found by %s', (_what, typed, likeness) => {
    expect(likenessOfPart(typed, whole)).toBe(likeness)
  })
})
