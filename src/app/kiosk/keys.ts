/** Keys of the pads on the tablet: what each writes, how it looks, how it is called. */
export interface Key {
  writes: string
  /** How it stands on the key: a Mongolian letter as it begins a word. */
  shows: string
  /** A letter's Latin name, for who does not see it and who does not read it. */
  called: string
  vowel?: boolean
}

/** Pinyin as it is typed: `v` for ü, as on every Chinese keyboard. */
export const LATIN_KEYS: readonly Key[] = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => ({
  writes: letter,
  shows: letter.toUpperCase(),
  called: letter,
}))

/** Joins a letter to what would stand behind it, so that it has the shape of a beginning. */
const ONWARD = '\u200D'

const beginning = (letter: string, called: string): Key => ({
  writes: letter,
  shows: letter + ONWARD,
  called,
})

/**
 * The alphabet as schools teach it. Letters of one shape stand each for itself: whoever learnt them looks for their own,
 * and the search takes either.
 */
export const MONGOLIAN_KEYS: readonly Key[] = [
  ...[...'ᠠᠡᠢᠣᠤᠥᠦ'].map((letter, at) => ({
    ...beginning(letter, ['a', 'e', 'i', 'o', 'u', 'ö', 'ü'][at]!),
    vowel: true,
  })),
  beginning('ᠨ', 'n'),
  // No word begins with it: it is shown as it ends one.
  { writes: 'ᠩ', shows: `${ONWARD}ᠩ`, called: 'ng' },
  beginning('ᠪ', 'b'),
  beginning('ᠫ', 'p'),
  beginning('ᠬ', 'h'),
  beginning('ᠭ', 'g'),
  beginning('ᠮ', 'm'),
  beginning('ᠯ', 'l'),
  beginning('ᠰ', 's'),
  beginning('ᠱ', 'sh'),
  beginning('ᠲ', 't'),
  beginning('ᠳ', 'd'),
  beginning('ᠴ', 'ch'),
  beginning('ᠵ', 'j'),
  beginning('ᠶ', 'y'),
  beginning('ᠷ', 'r'),
  beginning('ᠸ', 'w'),
  beginning('ᠹ', 'f'),
  beginning('ᠺ', 'k'),
]

/** Takes the last letter away, and with it what only shapes it: joiners, and the sign before a vowel that stands apart. */
export function rubbed(text: string): string {
  const letters = [...text.replace(/[\u180B-\u180F\u200C\u200D]+$/, '')]
  letters.pop()
  return letters.join('').replace(/[\u180E\u200D]+$/, '')
}
