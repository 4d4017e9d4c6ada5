import { beforeAll, describe, expect, test } from 'vitest'
import type { NameLetter } from '#device/api.ts'
import { initialsOf } from '#device/read/initials.ts'
import type { SearchIndex } from '#device/read/search.ts'
import { indexOf, sampleNames, type SampleName } from '#tests/support/sample-names.ts'

const all = (letters: NameLetter[]) =>
  letters.flatMap(({ firsts }) => firsts.flatMap(({ names }) => names))
const initials = (...names: SampleName[]) => initialsOf(indexOf(names).people, 'zh')
const mongolian = (...names: string[]) =>
  initialsOf(indexOf(names.map((nameMn) => ({ name: '某', nameMn }))).people, 'mn')

describe('names to point at', () => {
  let names: SampleName[]
  let index: SearchIndex
  beforeAll(async () => {
    names = await sampleNames()
    index = indexOf(names)
  })

  test.each(['zh', 'mn'] as const)('in %s everybody can be reached, and nobody else', (script) => {
    const here = names.map((one) => (script === 'zh' ? one.name : one.nameMn))
    const wanted = new Set(here.filter((one) => one !== null))
    expect(wanted.size).toBeGreaterThan(50)
    expect(new Set(all(initialsOf(index.people, script)))).toEqual(wanted)
  })

  test.each(['zh', 'mn'] as const)('in %s a name that was pointed at is found first', (script) => {
    for (const name of all(initialsOf(index.people, script))) {
      const [hit] = index.search(name, 5)
      expect(script === 'zh' ? hit?.name : hit?.nameMn).toBe(name)
    }
  })
})

const one = (name: string): SampleName => ({ name, nameMn: null })

test('letters, characters and names stand as a dictionary has them', () => {
  expect(initials(one('张明'), one('巴特尔'), one('包玉山'), one('巴图'), one('张明'))).toEqual([
    {
      letter: 'B',
      firsts: [
        { first: '巴', names: ['巴特尔', '巴图'] },
        { first: '包', names: ['包玉山'] },
      ],
    },
    { letter: 'Z', firsts: [{ first: '张', names: ['张明'] }] },
  ])
})

test('a surname of two readings stands under both', () => {
  const letters = initials(one('单雄信')).map(({ letter }) => letter)
  expect(letters).toContain('S')
  expect(letters).toContain('D')
})

test('a name without a Chinese character has a place of its own', () => {
  expect(initials(one('Bat'))).toEqual([{ letter: '#', firsts: [{ first: 'B', names: ['Bat'] }] }])
})

describe('in Mongolian', () => {
  test('letters stand as schools teach them, each as it begins a word', () => {
    const letters = mongolian('ᠪᠠᠲᠤ', 'ᠨᠠᠷᠠᠨ', 'ᠠᠯᠲᠠᠨ', 'ᠡᠷᠳᠡᠨᠢ').map(({ letter }) => letter)
    expect(letters).toEqual(['ᠠ\u200D', 'ᠡ\u200D', 'ᠨ\u200D', 'ᠪ\u200D'])
  })

  test('what looks the same at the beginning is one key', () => {
    const found = mongolian('ᠣᠶᠤᠨ', 'ᠤᠯᠠᠭᠠᠨ', 'ᠪᠠᠶᠠᠷ', 'ᠪᠡᠭᠵᠢ', 'ᠲᠡᠮᠦᠷ', 'ᠳᠣᠷᠵᠢ')
    expect(found.map(({ letter }) => letter)).toEqual(['ᠣ\u200D', 'ᠪ\u200D', 'ᠲ\u200D'])
    expect(found[1]!.firsts.map(({ first }) => first)).toEqual(['ᠪᠠ\u200D'])
  })

  test('a vowel that stands apart and other joiners make no other letter', () => {
    expect(mongolian('ᠲᠠᠨ\u180Eᠠ')).toEqual([
      { letter: 'ᠲ\u200D', firsts: [{ first: 'ᠲᠠ\u200D', names: ['ᠲᠠᠨ\u180Eᠠ'] }] },
    ])
  })

  test('where nobody is written in it, there is nothing to point at', () => {
    expect(initialsOf(indexOf([one('巴图')]).people, 'mn')).toEqual([])
  })
})
