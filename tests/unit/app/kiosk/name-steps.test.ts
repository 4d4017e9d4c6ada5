import { beforeAll, describe, expect, test } from 'vitest'
import { stepAt, type NameStep } from '#app/kiosk/name-steps.ts'
import type { NameLetter, NameScript } from '#device/api.ts'
import { initialsOf } from '#device/read/initials.ts'
import { indexOf, sampleNames, type SampleName } from '#tests/support/sample-names.ts'

/** Every name that can be pointed at, with the touches it takes. */
function reached(letters: NameLetter[], script: NameScript): Map<string, number> {
  const found = new Map<string, number>()
  const walk = (trail: string[]) => {
    const { step, choices } = stepAt(letters, trail, script)
    for (const choice of choices)
      if (step === 'name') found.set(choice, trail.length + 1)
      else walk([...trail, choice])
  }
  walk([])
  return found
}

describe('on the board of the samples', () => {
  let names: SampleName[]
  beforeAll(async () => (names = await sampleNames()))

  test.each(['zh', 'mn'] as const)('everybody in %s is three touches away', (script) => {
    const wanted = names.map((one) => (script === 'zh' ? one.name : one.nameMn))
    const touches = reached(initialsOf(indexOf(names).people, script), script)
    expect(new Set(touches.keys())).toEqual(new Set(wanted.filter((one) => one !== null)))
    expect(Math.max(...touches.values())).toBeLessThanOrEqual(3)
  })
})

const letters = (names: string[], letter = 'Z', first = '张'): NameLetter[] => [
  { letter, firsts: [{ first, names }] },
]
const some = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `张${'伟芳娜敏静'[at % 5]}${String.fromCharCode(0x4e00 + at)}`,
  )

test('a letter with few names leads to them at once', () => {
  expect(stepAt(letters(['张明', '张敏']), ['Z'], 'zh')).toEqual({
    step: 'name',
    choices: ['张明', '张敏'],
  } satisfies NameStep)
})

test('one with more leads to first characters', () => {
  expect(stepAt(letters(some(13)), ['Z'], 'zh')).toEqual({ step: 'first', choices: ['张'] })
})

test('more names than a page shows are parted by their second character', () => {
  const many = letters(some(50))
  expect(stepAt(many, ['Z', '张'], 'zh')).toEqual({
    step: 'first',
    choices: ['张伟', '张芳', '张娜', '张敏', '张静'],
  })
  expect(stepAt(many, ['Z', '张', '张芳'], 'zh').choices).toHaveLength(10)
  expect(reached(many, 'zh').size).toBe(50)
})

test('in Mongolian by their third letter, and what looks the same is one key', () => {
  const tails = 'ᠨᠪᠬᠮᠯᠰᠲᠴᠵᠶᠷᠭᠳ'
  const names = [...tails].flatMap((one) => [...'ᠠᠢᠤᠣ'].map((vowel) => `ᠪᠠᠷ${one}${vowel}`))
  const alike = [...names, 'ᠪᠡᠷᠡᠬᠡ']
  const { step, choices } = stepAt(letters(alike, 'ᠪ', 'ᠪᠠ'), ['ᠪ', 'ᠪᠠ'], 'mn')
  expect([step, choices]).toEqual(['first', ['ᠪᠠᠷ\u200D']])
  expect(stepAt(letters(alike, 'ᠪ', 'ᠪᠠ'), ['ᠪ', 'ᠪᠠ', 'ᠪᠠᠷ\u200D'], 'mn').choices).toEqual(alike)
})

test('what has left the board in the meantime leads nowhere, and nothing breaks', () => {
  expect(stepAt([], ['Z', '张'], 'zh')).toEqual({ step: 'name', choices: [] })
})
