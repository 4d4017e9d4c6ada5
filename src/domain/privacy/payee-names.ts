import type { Line } from '../disbursement/line.ts'

/** Shorter names stand in every other word. */
const LEAST_LETTERS = 2
/** A name of letters this long is known by the beginning of a word: its case endings follow without a space. */
const KNOWN_BY_BEGINNING = 4

/** What a reader does not see: format characters, variation selectors, fillers. */
const UNSEEN = /[\p{Cf}\p{Mn}\u115F\u1160\u3164]/gu
/** Signs inside and between names; the middle dot of long Chinese names is left out by many. */
const SIGNS = /[^\p{L}\p{N}]+/gu

type Names = Pick<Line, 'name' | 'nameMn'>

/** Finds payees' names in texts that more people read than the list. */
export interface NameFinder {
  /** Does one of the names stand in this text? */
  isIn(text: string): boolean
}

/**
 * Finder of all names on these lines, of two and more letters, however they are spaced or dotted. Chinese names are
 * found anywhere in a text; names of other scripts at the beginning of a word, short ones as a whole word only. What a
 * text costs does not depend on the number of names.
 */
export function nameFinder(lists: Iterable<readonly Names[]>): NameFinder {
  const chinese = new Set<string>()
  const words = new Set<string>()
  for (const lines of lists)
    for (const { name, nameMn } of lines)
      for (const one of nameMn === undefined ? [name] : [name, nameMn]) {
        const spaced = plain(one)
        if (isChinese(spaced)) chinese.add(spaced.replace(/ /g, ''))
        else words.add(spaced)
      }
  const drop = (names: Set<string>) =>
    names.forEach((name) => [...name].length < LEAST_LETTERS && names.delete(name))
  drop(chinese)
  drop(words)
  const lengths = { chinese: lengthsOf(chinese), words: lengthsOf(words) }
  return {
    isIn(text) {
      const spaced = plain(text)
      const closed = spaced.replace(/ /g, '')
      return (
        standsIn(closed, chinese, lengths.chinese, () => true) ||
        standsIn(spaced, words, lengths.words, (from, to) => {
          if (from > 0 && spaced[from - 1] !== ' ') return false
          return to - from >= KNOWN_BY_BEGINNING || to === spaced.length || spaced[to] === ' '
        })
      )
    },
  }
}

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text)

const plain = (text: string): string =>
  text.normalize('NFKC').replace(UNSEEN, '').replace(SIGNS, ' ').trim().toLowerCase()

const lengthsOf = (names: ReadonlySet<string>): number[] => [
  ...new Set([...names].map((name) => name.length)),
]

function standsIn(
  text: string,
  names: ReadonlySet<string>,
  lengths: readonly number[],
  counts: (from: number, to: number) => boolean,
): boolean {
  for (let from = 0; from < text.length; from += 1)
    for (const length of lengths) {
      const to = from + length
      if (to <= text.length && names.has(text.slice(from, to)) && counts(from, to)) return true
    }
  return false
}
