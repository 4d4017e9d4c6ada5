import { describe, expect, test } from 'vitest'
import { hudumFaults } from '#tests/support/hudum-rules.ts'
import { sentences } from '#tests/support/words.ts'

test('no Mongolian sentence has a fault that a machine can see', () => {
  const faulty = [...sentences('mn-Mong')].flatMap(([key, text]) =>
    hudumFaults(text).map((fault) => `${key}: ${fault}`),
  )
  expect(faulty).toEqual([])
})

describe('what a machine can see', () => {
  test.each([
    ['ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ', 'words'],
    ['ᠵᠠᠰᠠᠭ\u202Fᠤᠨ ᠣᠷᠳᠣᠨ', 'a case suffix'],
    ['ᠭᠠᠴᠠᠭ\u180Eᠠ\u202Fᠶᠢᠨ ᠨᠡᠷ\u180Eᠡ', 'a separated vowel and a suffix'],
    ['{n}\u202Fᠳᠤᠭᠠᠷ ᠰᠠᠷ\u180Eᠠ', 'a suffix after a placeholder'],
    ['2026 ᠣᠨ\u202Fᠤ 3', 'figures'],
    ['《ᠬᠠᠤᠯᠢ》\u202Fᠶᠢᠨ', 'a suffix after a title'],
    ['ᠨᠠᠢ\u180Dᠮᠠ', 'a variant that the letter has'],
    ['ᠮᠠᠲ\u180Bᠧᠷᠢᠶᠠᠯ', 'a loan word'],
    ['ᠠ\u180Aᠪ', 'a stretch'],
    ['ᠬᠦᠴᠦᠨ\u202Fᠲᠡᠢ᠃', 'a full stop'],
  ])('%s is right: %s', (text) => expect(hudumFaults(text)).toEqual([]))

  test.each([
    ['нийт', /another script/],
    ['ᠨᠡᠢᠲᠡ 元', /another script/],
    ['ᠬᠠᠢᠬᠤ search', /Latin/],
    ['\uE234\uE271', /one font/],
    ['ᠨᠡᠷ\u200Bᠡ', /no place/],
    ['ᠨᠠᠮ\u00A0ᠤᠨ', /no place/],
    ['ᠬᠠ\uFFFDᠬᠤ', /no place/],
    ['\u1850ᠠ', /no letter of Hudum/],
    ['ᠬᠠᠢᠬᠤ {n', /brace/],
    [' ᠬᠠᠢᠬᠤ', /space too many/],
    ['ᠬᠠᠢᠬᠤ, ᠬᠠᠢᠬᠤ', /comma/],
    ['ᠬᠠᠢᠬᠤ。', /full stop/],
    ['ᠬᠠᠢᠬᠤ：{n}', /colon/],
    ['ᠬᠠᠢᠬᠤ…', /dots/],
    ['ᠵᠠᠰᠠᠭ ᠤᠨ ᠣᠷᠳᠣᠨ', /plain space/],
    ['ᠬᠦᠴᠦᠨ ᠲᠡᠢ', /plain space/],
    ['ᠵᠠᠰᠠᠭ\u202Fᠣᠷᠳᠣᠨ', /no suffix/],
    ['ᠵᠠᠰᠠᠭ\u202F ᠣᠷᠳᠣᠨ', /no suffix/],
    ['\u202Fᠤᠨ ᠣᠷᠳᠣᠨ', /without a stem/],
    ['ᠵᠠᠰᠠᠭ\u202Fᠦᠨ', /does not follow its stem/],
    ['ᠬᠠᠷᠡᠭ', /both kinds/],
    ['ᠰᠠ\u180Eᠷᠠ', /final a or e/],
    ['ᠨᠠᠮ\u180Eᠤᠨ', /final a or e/],
    ['ᠰᠠᠷᠠ\u180Eᠠ', /after a consonant/],
    ['ᠰᠠᠷ\u180Eᠡ', /final vowel/],
    ['ᠮ\u180Bᠠ', /no such variant/],
    ['ᠨᠠᠳ\u180C', /no such variant/],
    ['\u180Bᠠᠪ', /variant of no letter/],
    ['ᠳ\u180B\u180Cᠠ', /variant of no letter/],
    ['ᠰᠠᠶᠢᠨ', /diphthong/],
  ])('%s is wrong', (text, why) => expect(hudumFaults(text).join('; ')).toMatch(why))
})
