import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanName, findForbiddenCharacter } from '#domain/privacy/text.ts'

describe('T17 forbidden characters', () => {
  test.each([
    ['张\u0000三', 'control', 1],
    ['张三\u007F', 'control', 2],
    ['\u0085张三', 'control', 0],
    ['张\n三', 'control', 1],
    ['张\u2028三', 'control', 1],
    ['张\u202E三', 'direction', 1],
    ['张\u2067三', 'direction', 1],
    ['\u200F张三', 'direction', 0],
    ['\uFEFF张三', 'byteOrderMark', 0],
    ['张三\uD842', 'broken', 2],
    ['张\uDFB7三', 'broken', 1],
    ['\uDFB7三', 'broken', 0],
    ['张\uFFFF', 'broken', 1],
    ['\uE234\uE235', 'privateUse', 0],
  ] as const)('%j has a %s character', (text, kind, at) => {
    expect(findForbiddenCharacter(text)).toEqual({ kind, at, codePoint: text.charCodeAt(at) })
  })

  test.each(['ᠨᠡᠷ᠎ᠡ', 'ᠨᠠᠢ᠍ᠮᠠ', 'ᠳ᠋ᠤᠭᠠᠷ', '𠮷野', '孛儿只斤·毕力格', 'ᠭᠠᠴᠠᠭ᠎ᠠ\u202Fᠶᠢᠨ', '王㐱', ''])(
    '%s may stand as it is',
    (text) => expect(findForbiddenCharacter(text)).toBeNull(),
  )

  test('line breaks and tabs are for free text only', () => {
    expect(findForbiddenCharacter('一\r\n\t二', { lineBreaks: true })).toBeNull()
    expect(findForbiddenCharacter('一\r\n\u0007', { lineBreaks: true })).toMatchObject({
      kind: 'control',
      at: 3,
    })
  })

  test('the first of several is named', () => {
    expect(findForbiddenCharacter('a\uFEFFb\u0000')).toMatchObject({ kind: 'byteOrderMark', at: 1 })
    expect(findForbiddenCharacter('a\u0000b\uFEFF')).toMatchObject({ kind: 'control', at: 1 })
  })
})

describe('names', () => {
  test.each([
    ['张 三', '张三'],
    ['张\u3000三 ', '张三'],
    ['孛儿只斤•毕力格', '孛儿只斤·毕力格'],
    ['弘吉剌・其其格', '弘吉剌·其其格'],
    ['张\u200B三', '张三'],
    ['张\u200D三', '张三'],
    ['  ᠨᠠᠰᠤᠨ  ᠪᠠᠲᠤ ', 'ᠨᠠᠰᠤᠨ ᠪᠠᠲᠤ'],
    ['ᠨᠡᠷ᠎ᠡ', 'ᠨᠡᠷ᠎ᠡ'],
    ['ᠨᠠᠢ᠍ᠮᠠ', 'ᠨᠠᠢ᠍ᠮᠠ'],
    ['ᠰᠠ\u200D', 'ᠰᠠ\u200D'],
    ['Bat  Erdene', 'Bat Erdene'],
    ['𠮷 𠮷', '𠮷𠮷'],
  ])('%j is kept as %j', (text, name) => expect(cleanName(text)).toBe(name))

  test('cleaning twice is cleaning once, and hides nothing that is forbidden', () => {
    const letters = fc.constantFrom(
      '张',
      '三',
      ' ',
      '\u3000',
      '·',
      '•',
      'ᠨ',
      '᠋',
      '\u200D',
      '\u202E',
      '\u0000',
      '\uFEFF',
      'a',
      '𠮷',
      '\u200B',
    )
    fc.assert(
      fc.property(fc.string({ unit: letters }), (text) => {
        const name = cleanName(text)
        expect(cleanName(name)).toBe(name)
        expect(findForbiddenCharacter(name) === null).toBe(findForbiddenCharacter(text) === null)
      }),
    )
  })
})
