import type { NameLetter, NameScript } from '#device/api.ts'
import { mongKey } from '#domain/search/mongolian.ts'

/** So few names are shown without a step in between. */
const FEW = 12
/** More than these are no page to look through: one more step parts them. */
const MANY = 48
/** Joins a beginning to what stands behind it, so that its last letter has not the shape of an end. */
const ONWARD = '\u200D'

/** What is pointed at next: a letter, beginnings of names, or names. */
export interface NameStep {
  step: 'letter' | 'first' | 'name'
  choices: string[]
}

/** Where a trail of choices has led: first letter, first character, then names, or once more a beginning where they are many. */
export function stepAt(
  letters: readonly NameLetter[],
  trail: readonly string[],
  script: NameScript,
): NameStep {
  const [letter, first, second] = trail
  if (letter === undefined) return { step: 'letter', choices: letters.map((one) => one.letter) }
  const firsts = letters.find((one) => one.letter === letter)?.firsts ?? []
  const all = firsts.flatMap(({ names }) => names)
  if (all.length <= FEW) return { step: 'name', choices: all }
  if (first === undefined) return { step: 'first', choices: firsts.map((one) => one.first) }
  const names = firsts.find((one) => one.first === first)?.names ?? []
  if (names.length <= MANY) return { step: 'name', choices: names }
  const beginnings = parted(names, script)
  if (second === undefined) return { step: 'first', choices: [...beginnings.keys()] }
  return { step: 'name', choices: beginnings.get(second) ?? [] }
}

/** Names by what they begin with: two characters, or three Mongolian letters; those that look the same are one. */
function parted(names: readonly string[], script: NameScript): Map<string, string[]> {
  const shown = new Map<string, string>()
  const found = new Map<string, string[]>()
  for (const name of names) {
    const letters = script === 'mn' ? (name.match(/[\u1820-\u1842]/g) ?? []) : [...name]
    const begun = letters.slice(0, script === 'mn' ? 3 : 2).join('')
    const key = script === 'mn' ? mongKey(begun) : begun
    const onward = script === 'mn' && letters.length > 3 ? ONWARD : ''
    const look = shown.get(key) ?? begun + onward
    shown.set(key, look)
    found.set(look, [...(found.get(look) ?? []), name])
  }
  return found
}
