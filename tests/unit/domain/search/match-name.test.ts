import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchName, nameKeys, readQuery } from '#domain/search/match-name.ts'
import { latinKey, latinShape, mongKey } from '#domain/search/mongolian.ts'

const BATEER = { name: '巴特尔', nameMn: 'ᠪᠠᠭᠠᠲᠤᠷ', pinyin: 'ba te er' }
const SHAN = { name: '单雄信', pinyin: 'shan xiong xin|dan xiong xin|chan xiong xin' }
const NASUN = { name: '那顺乌力吉', nameMn: 'ᠨᠠᠰᠤᠨᠥᠯᠵᠡᠢ', pinyin: 'na shun wu li ji' }
const SURNAMED = { name: '孛儿只斤·毕力格', pinyin: 'bo er zhi jin bi li ge' }

describe('names are found', () => {
  test.each([
    [
      BATEER,
      [
        '巴特尔',
        '巴',
        '特尔',
        '尔',
        '巴 特',
        'bateer',
        'bte',
        'bate',
        'b',
        'BTE',
        'ba te er',
        'bateer ',
        'teer',
        'bater',
        'ᠪᠠᠭ',
        'ᠪᠠᠭᠠᠳᠣᠷ',
        'bagatur',
        'bagat',
      ],
    ],
    [SHAN, ['sxx', 'dxx', 'shanxx', 'danxiongxin', 'shxx', '雄信', 'xx']],
    [NASUN, ['nswlj', 'nashun', 'wlj', 'nasunuljei', 'nasun', '乌力吉', 'ᠨᠠᠰᠤᠨ', 'ᠥᠯᠵᠡᠢ']],
    [
      SURNAMED,
      ['毕力格', '孛儿只斤·毕力格', '孛儿只斤毕力格', '孛儿只斤•毕', 'bilige', 'blg', 'bezjblg'],
    ],
  ])('%j', (name, queries) => {
    for (const query of queries) expect(matchName(query, name), query).not.toBeNull()
  })

  test.each([
    [BATEER, ['张', '巴尔', 'bt1r', 'xyz', 'rt', 'ᠰᠠᠷᠠ', '', ' ', '·', '123', '%', 'eert']],
    [SHAN, ['xs', 'zxx', '单信']],
    [{ name: 'x', pinyin: '' }, ['a']],
  ])('%j is not what was asked', (name, queries) => {
    for (const query of queries) expect(matchName(query, name), query).toBeNull()
  })

  test('the nearer answer comes first', () => {
    const rank = (query: string) => matchName(query, BATEER) ?? Infinity
    expect(rank('巴特尔')).toBeLessThan(rank('巴'))
    expect(rank('巴')).toBeLessThan(rank('特尔'))
    expect(rank('bateer')).toBeLessThan(rank('bat'))
    expect(rank('bat')).toBeLessThan(rank('bte'))
    expect(rank('bte')).toBeLessThan(rank('teer'))
  })

  test('any stretch of the characters and any beginnings of the syllables find the name', () => {
    const syllables = NASUN.pinyin.split(' ')
    const cut = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(
        cut,
        fc.integer({ min: 1, max: 5 }),
        fc.nat({ max: 4 }),
        (lengths, upTo, from) => {
          const typed = syllables
            .slice(0, upTo)
            .map((s, i) => s.slice(0, lengths[i]))
            .join('')
          expect(matchName(typed, NASUN)).not.toBeNull()
          expect(matchName([...NASUN.name].slice(from).join(''), NASUN)).not.toBeNull()
        },
      ),
    )
  })

  test('no query is too odd', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const rank = matchName(text, BATEER)
        expect(rank === null || rank >= 0).toBe(true)
      }),
    )
    const long = { name: '啊'.repeat(30), pinyin: Array(30).fill('a').join(' ') }
    expect(matchName('a'.repeat(31), long)).toBeNull()
  })

  test('keys and query can be made once', () => {
    expect(nameKeys(BATEER)).toMatchObject({ name: '巴特尔', readings: [['ba', 'te', 'er']] })
    expect(readQuery('Temür')).toMatchObject({ han: '', mongolian: '', letters: 'temvr' })
  })
})

describe('Mongolian by shape', () => {
  test.each([
    ['ᠨᠡᠢᠲᠡᠯᠡᠭᠰᠡᠨ', 'ᠨᠡᠶᠢᠳᠡᠯᠡᠭᠰᠡᠨ'],
    ['ᠭᠠᠴᠠᠭ᠎ᠠ', 'ᠭᠠᠴᠠᠭᠠ'],
    ['ᠬᠥᠮᠦᠨ', 'ᠬᠦᠮᠦᠨ'],
    ['ᠬᠣᠰᠢᠭᠤ', 'ᠬᠤᠰᠢᠭᠤ'],
    ['ᠮᠣᠩᠭᠣᠯ', 'ᠮᠣᠩᠭᠤᠯ'],
    ['ᠨᠠᠢ᠍ᠮᠠ', 'ᠨᠠᠢᠮᠠ'],
    ['ᠰᠠᠮᠪᠠᠷ\u202Fᠤᠨ', 'ᠰᠠᠮᠪᠠᠷᠤᠨ'],
  ])('%s looks like %s', (a, b) => expect(mongKey(a)).toBe(mongKey(b)))

  test.each([
    ['batu', 'ᠪᠠᠲᠤ'],
    ['Bayar', 'ᠪᠠᠶᠠᠷ'],
    ['Tsetseg', 'ᠴᠡᠴᠡᠭ'],
    ['cheqeg', 'ᠴᠡᠴᠡᠭ'],
    ['naran', 'ᠨᠠᠷᠠᠨ'],
    ['erdeni', 'ᠡᠷᠳᠡᠨᠢ'],
    ['Mongke', 'ᠮᠥᠩᠬᠡ'],
    ['Temür', 'ᠲᠡᠮᠦᠷ'],
    ['saran', 'ᠰᠠᠷᠠᠨ'],
    ['nasunuljei', 'ᠨᠠᠰᠤᠨᠥᠯᠵᠡᠢ'],
    ['gachaga', 'ᠭᠠᠴᠠᠭ᠎ᠠ'],
    ['ölzii', 'ᠥᠯᠵᠡᠢ'],
  ])('%s is typed for %s', (latin, mongolian) => {
    const shape = latinShape(mongolian)
    const wanted = [latinKey(latin), latinKey(latin, true)]
    if (latin === 'ölzii') expect(wanted).not.toContain(shape)
    else expect(wanted.some((key) => shape.startsWith(key))).toBe(true)
  })

  test('a key has no Mongolian mark left and is never longer than the word', () => {
    const letters = Array.from({ length: 0x23 }, (_, i) => String.fromCodePoint(0x1820 + i))
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...letters, '\u180E', '\u180B', '\u202F') }),
        (text) => {
          const key = mongKey(text)
          expect(key.length).toBeLessThanOrEqual(text.length)
          expect(key).not.toMatch(/[\u1800-\u180F]/)
        },
      ),
    )
  })
})
