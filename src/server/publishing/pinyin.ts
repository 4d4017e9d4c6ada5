import { pinyin, polyphonic } from 'pinyin-pro'

/** More readings of one character than this are dictionary curiosities. */
const MOST_READINGS = 4

const options = { toneType: 'none', type: 'array', v: true } as const

/** Only what can be typed on a Latin keyboard: a character without a reading is left out. */
const syllables = (read: string[]): string[] => read.filter((syllable) => /^[a-z]+$/.test(syllable))

function readingsOf(name: string): string {
  const letters = name.replace(/[^\p{Script=Han}]/gu, '')
  const first = [...letters][0]
  if (!first) return ''
  const asSurname = pinyin(letters, { ...options, surname: 'head' })
  const plain = pinyin(letters, options)
  const found = new Set([syllables(asSurname).join(' '), syllables(plain).join(' ')])
  for (const reading of polyphonic(first, { toneType: 'none', type: 'array' })[0] ?? [])
    found.add(syllables([reading.replaceAll('ü', 'v'), ...plain.slice(1)]).join(' '))
  return [...found]
    .filter((text) => text !== '')
    .slice(0, MOST_READINGS)
    .join('|')
}

/** How a term is read: the plain reading, syllables by spaces. */
export const readingOfTerm = (term: string): string => syllables(pinyin(term, options)).join(' ')

/**
 * How a Chinese name may be read: syllables by spaces, readings by `|`, the most likely first. A surname gives all its
 * readings (单雄信: `shan xiong xin|dan xiong xin|…`), since nobody can know which one a family uses. Empty for a name
 * without a Chinese character.
 */
export function createPinyin(remember = 50_000): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const text = readingsOf(name)
    if (known.size >= remember) known.clear()
    known.set(name, text)
    return text
  }
}
