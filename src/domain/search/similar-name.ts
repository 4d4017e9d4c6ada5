import type { NameKeys } from './match-name.ts'

/** How a name comes close to another, from the closest on. */
export type Likeness = 'sameName' | 'sameSound' | 'oneCharacter' | 'sameInitials'

export const LIKENESSES: readonly Likeness[] = [
  'sameName',
  'sameSound',
  'oneCharacter',
  'sameInitials',
]

/** Shorter words in letters are one slip away from half of a village. */
const LETTERS = 4

/**
 * Whether two names may be one name written twice: the same characters; other characters of the same sound (张明, 张铭);
 * one character or letter more, less or another; the same initials. Null where they are simply two names. For asking
 * "could it be you?", never an identity.
 */
export function likenessOf(wanted: NameKeys, other: NameKeys): Likeness | null {
  if (wanted.name !== '' && wanted.name === other.name) return 'sameName'
  const readings = wanted.readings.filter((reading) => reading.length > 0)
  const pairs = readings.flatMap((a) => other.readings.map((b) => [a, b] as const))
  if (pairs.some(([a, b]) => soundsLike(a, b))) return 'sameSound'
  const initials = pairs.some(([a, b]) => sameInitials(a, b))
  if (oneCharacterApart(wanted, other, initials)) return 'oneCharacter'
  return initials ? 'sameInitials' : null
}

/**
 * The same for a part of a name that somebody typed (八特尔): to the whole name, or to as many characters anywhere in it
 * (赛音巴特尔).
 */
export function likenessOfPart(typed: NameKeys, other: NameKeys): Likeness | null {
  const whole = likenessOf(typed, other)
  if (whole !== null) return whole
  const wanted = [...typed.name].length
  const characters = [...other.name]
  if (wanted < 2) return null
  for (let from = 0; from + wanted <= characters.length; from += 1) {
    const part = characters.slice(from, from + wanted).join('')
    const readings = other.readings
      .filter((reading) => reading.length === characters.length)
      .map((reading) => reading.slice(from, from + wanted))
    const likeness = likenessOf(typed, { name: part, mongolian: '', latin: '', readings })
    if (likeness === 'sameSound' || likeness === 'oneCharacter') return likeness
  }
  return null
}

/** The whole sound, or its beginning where less was typed. One syllable alone says nothing. */
const soundsLike = (a: readonly string[], b: readonly string[]): boolean =>
  a.length >= 2 && a.length <= b.length && a.every((syllable, at) => syllable === b[at])

/** Of two syllables the first must be the same: else every 张明 were a 赵敏. */
function sameInitials(a: readonly string[], b: readonly string[]): boolean {
  if (a.length < 2 || a.length !== b.length) return false
  if (a.length === 2 && a[0] !== b[0]) return false
  return a.every((syllable, at) => syllable[0] === b[at]?.[0])
}

function oneCharacterApart(a: NameKeys, b: NameKeys, initials: boolean): boolean {
  const from = [...a.name]
  const to = [...b.name]
  const shorter = Math.min(from.length, to.length)
  // Two characters of which one is another are mostly two people; the same initial makes it a slip.
  if (shorter >= 2 && (from.length + to.length > 4 || initials) && oneApart(from, to)) return true
  if (lettersApart([...a.mongolian], [...b.mongolian])) return true
  if (a.name !== '' || a.mongolian !== '') return false
  // Typed in Latin letters: as pinyin, or as Mongolian is written with them.
  const typed = [...a.latin]
  return (
    b.readings.some((reading) => lettersApart(typed, [...reading.join('')])) ||
    lettersApart(typed, [...b.latin])
  )
}

const lettersApart = (a: string[], b: string[]): boolean =>
  a.length >= LETTERS && b.length >= LETTERS && oneApart(a, b)

/** At most one sign put in, left out or replaced. */
function oneApart(a: readonly string[], b: readonly string[]): boolean {
  if (a.length > b.length) return oneApart(b, a)
  if (b.length - a.length > 1) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const skip = a.length === b.length ? 1 : 0
  return a.slice(at + skip).every((sign, i) => sign === b[at + 1 + i])
}
