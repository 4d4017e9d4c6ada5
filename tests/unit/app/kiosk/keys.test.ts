import { beforeAll, describe, expect, test } from 'vitest'
import { LATIN_KEYS, MONGOLIAN_KEYS, rubbed } from '#app/kiosk/keys.ts'
import type { SearchIndex } from '#device/read/search.ts'
import { indexOf, sampleNames, type SampleName } from '#tests/support/sample-names.ts'

const letters = new Set(MONGOLIAN_KEYS.map(({ writes }) => writes))
const joiners = /[\u180B-\u180F]/g

describe('the Mongolian keys', () => {
  let names: SampleName[]
  let index: SearchIndex
  beforeAll(async () => {
    names = (await sampleNames()).filter(({ nameMn }) => nameMn !== null)
    index = indexOf(names)
  })

  test('hold every letter that a name here needs', () => {
    const missing = names.flatMap(({ nameMn }) =>
      [...nameMn!.replace(joiners, '')].filter((letter) => !letters.has(letter)),
    )
    expect(missing).toEqual([])
  })

  test('find everybody: by the whole name typed letter by letter, and by its first four', () => {
    for (const { nameMn } of names) {
      const typed = nameMn!.replace(joiners, '')
      expect(index.search(typed, 3).map((hit) => hit.nameMn)).toContain(nameMn)
      const begun = [...typed].slice(0, 4).join('')
      expect(index.search(begun, 60).map((hit) => hit.nameMn)).toContain(nameMn)
    }
  })

  test('find a name also where a letter of the same shape was touched', () => {
    const other: Record<string, string> = { ᠣ: 'ᠤ', ᠤ: 'ᠣ', ᠥ: 'ᠦ', ᠦ: 'ᠥ', ᠲ: 'ᠳ', ᠳ: 'ᠲ' }
    for (const { nameMn } of names) {
      const typed = [...nameMn!.replace(joiners, '')].map((one) => other[one] ?? one).join('')
      expect(index.search(typed, 3).map((hit) => hit.nameMn)).toContain(nameMn)
    }
  })

  test('are each another letter, with another name to be told by', () => {
    expect(letters.size).toBe(MONGOLIAN_KEYS.length)
    expect(new Set(MONGOLIAN_KEYS.map(({ called }) => called)).size).toBe(MONGOLIAN_KEYS.length)
  })
})

test('the Latin keys find everybody by initials', async () => {
  const names = await sampleNames()
  const index = indexOf(names)
  const keys = new Set(LATIN_KEYS.map(({ writes }) => writes))
  for (const { keys: known } of index.people) {
    const initials = known.readings[0]!.map((syllable) => syllable[0]!)
    expect(initials.every((letter) => keys.has(letter))).toBe(true)
    expect(index.search(initials.join(''), 60).map(({ name }) => name)).toContain(known.name)
  }
})

describe('rubbing out', () => {
  test.each([
    ['bte', 'bt'],
    ['', ''],
    ['巴特', '巴'],
    ['ᠪᠠᠲᠤ', 'ᠪᠠᠲ'],
    // Signs that only shape a letter go with it.
    ['ᠳ\u180B', ''],
    ['ᠲᠠᠨ\u180Eᠠ', 'ᠲᠠᠨ'],
    ['a ', 'a'],
  ])('%s becomes %s', (text, left) => expect(rubbed(text)).toBe(left))
})
