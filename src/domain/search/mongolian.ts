/** Each letter by its shape: letters that look alike in some position share a sign. */
const SHAPE: { readonly [letter: string]: string } = {
  ᠠ: 'a', ᠡ: 'a', ᠢ: 'i', ᠣ: 'u', ᠤ: 'u', ᠥ: 'u', ᠦ: 'u', ᠧ: 'w', ᠨ: 'n', ᠩ: 'N', ᠪ: 'b', ᠫ: 'p',
  ᠬ: 'g', ᠭ: 'g', ᠮ: 'm', ᠯ: 'l', ᠰ: 's', ᠱ: 's', ᠲ: 't', ᠳ: 't', ᠴ: 'c', ᠵ: 'y', ᠶ: 'y', ᠷ: 'r',
  ᠸ: 'w', ᠹ: 'f', ᠺ: 'k', ᠻ: 'k', ᠼ: 'c', ᠽ: 'z', ᠾ: 'h', ᠿ: 'r', ᡀ: 'L', ᡁ: 'z', ᡂ: 'c',
} // prettier-ignore

export const hasMongolian = (text: string): boolean => /[\u1820-\u1842]/.test(text)

/**
 * A key under which spellings that look the same are the same (ᠭᠠᠴᠠᠭ᠎ᠠ = ᠭᠠᠴᠠᠭᠠ, ᠬᠥᠮᠦᠨ = ᠬᠦᠮᠦᠨ). Loose on purpose: it
 * finds too much rather than too little. For finding only, never an identity.
 */
export function mongKey(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u180A-\u180F\u200B-\u200D\u202F\u00A0\s]/g, '')
    .replace(/[\u1820-\u1842]/g, (letter) => SHAPE[letter] ?? letter)
    .replace(/yi/g, 'i')
    .replace(/i+/g, 'i')
    .replace(/N?g/g, (found) => (found === 'Ng' ? 'N' : found))
    .replace(/ng/g, 'N')
    .replace(/y(?=$|[^a-zN])/g, 'i')
}

/** Latin letters that people type for one Mongolian shape. Longer ones first. */
const LATIN: readonly [RegExp, string][] = [
  [/sh|x/g, 's'],
  [/ch|ts|tz/g, 'c'],
  [/zh|dz|j/g, 'y'],
  [/kh|gh|q|k|h/g, 'g'],
  [/d/g, 't'],
  [/p/g, 'b'],
  [/v/g, 'w'],
  [/o/g, 'u'],
  [/e/g, 'a'],
  [/yi/g, 'i'],
  [/([a-z])\1+/g, '$1'],
]

const folded = (latin: string): string =>
  LATIN.reduce((text, [pattern, sign]) => text.replace(pattern, sign), latin)

/**
 * What a query in Latin letters may mean (batu, Tsetseg, Temür, nasunuljei), to be compared with `latinShape` of a
 * name. `q` is read as ch where `asCh` is set, as the standard transliteration of China has it.
 */
export function latinKey(query: string, asCh = false): string {
  const plain = query
    .toLowerCase()
    .normalize('NFD')
    .replace(/s\u030C/g, 'sh')
    .replace(/[^a-z]/g, '')
  return folded(asCh ? plain.replace(/q/g, 'ch') : plain)
}

/** The Latin form of a Mongolian name, folded the same way as a query. */
export function latinShape(mongolian: string): string {
  return folded(
    mongKey(mongolian)
      .replace(/N/g, 'ng')
      .replace(/L/g, 'l')
      .replace(/[^a-z]/g, ''),
  )
}
