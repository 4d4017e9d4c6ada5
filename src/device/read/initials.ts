import type { NameLetter, NameScript } from '../api.ts'
import type { KnownPerson } from './search.ts'

/** Letters that begin a word in the same shape, by the first of them in the alphabet. */
const LIKE: { readonly [letter: string]: string } = { ᠤ: 'ᠣ', ᠦ: 'ᠥ', ᠳ: 'ᠲ' }
/** Vowels that look alike behind a consonant. */
const LIKE_INSIDE: { readonly [letter: string]: string } = { ...LIKE, ᠡ: 'ᠠ' }
/** Joins a beginning to what stands behind it: without it its last letter would have the shape of an end. */
const ONWARD = '\u200D'
const UNSOUNDED = '#'

interface Place {
  letter: string
  first: string
  /** What places of one letter, and names of one place, stand in order by. */
  by: string
  name: string
}

/**
 * How the names of a board are found by pointing: first letter, first character (in Mongolian the first two letters), name.
 * Every name stands once under each letter by which it may be read; only what is there is offered.
 */
export function initialsOf(people: Iterable<KnownPerson>, script: NameScript): NameLetter[] {
  const letters = new Map<string, Map<string, Map<string, string>>>()
  for (const person of people)
    for (const { letter, first, by, name } of script === 'mn' ? inMongolian(person) : inHan(person))
      within(within(letters, letter), first).set(name, by)
  return sorted(letters).map(([letter, firsts]) => ({
    letter,
    firsts: [...firsts]
      .map(([first, names]) => ({ first, names: [...names].sort(byKey) }))
      .sort((a, b) => compare(a.names[0]![1], b.names[0]![1]))
      .map(({ first, names }) => ({ first, names: names.map(([name]) => name) })),
  }))
}

function inHan({ hit: { name }, keys: { readings } }: KnownPerson): Place[] {
  const first = [...name][0]
  if (first === undefined) return []
  const sounds = readings.filter((syllables) => syllables.length > 0)
  if (sounds.length === 0) return [{ letter: UNSOUNDED, first, by: name, name }]
  return sounds.map((syllables) => ({
    letter: syllables[0]![0]!.toUpperCase(),
    first,
    by: `${syllables.join(' ')} ${name}`,
    name,
  }))
}

function inMongolian({ hit: { nameMn } }: KnownPerson): Place[] {
  const [one, two = ''] = (nameMn ?? '').match(/[\u1820-\u1842]/g) ?? []
  if (nameMn === null || one === undefined) return []
  const begin = LIKE[one] ?? one
  const vowel = /[\u1820-\u1827]/.test(one)
  const next = (vowel ? LIKE[two] : LIKE_INSIDE[two]) ?? two
  return [
    {
      letter: begin + ONWARD,
      first: begin + next + (next === '' ? '' : ONWARD),
      by: nameMn,
      name: nameMn,
    },
  ]
}

function within<T>(map: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const known = map.get(key) ?? new Map<string, T>()
  map.set(key, known)
  return known
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byKey = (a: [string, string], b: [string, string]): number => compare(a[1], b[1])
/** Latin letters by the alphabet; Mongolian ones stand in Unicode as schools teach them. */
const sorted = <T>(map: Map<string, T>): [string, T][] => [...map].sort(([a], [b]) => compare(a, b))
