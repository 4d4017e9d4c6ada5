/**
 * What a machine can see wrong in a sentence of traditional Mongolian (Hudum). It knows code points, joiners and vowel
 * harmony; it does not know a wrong word from a right one. Sources: Unicode StandardizedVariants 15, UTN #57 (particles,
 * vowel separator, variants) and the variants that the embedded font obeys.
 */

const JOINER = '\u202F'
const SEPARATOR = '\u180E'
const VARIANT = /[\u180B-\u180D\u180F]/
const VARIANTS = /[\u180B-\u180D\u180F]/g
const LETTER = /[\u1820-\u1842]/
/** Letters, variant selectors, separator, stretch and the zero-width joiners: what a word is made of. */
const IN_WORD = /[\u1820-\u1842\u180A-\u180F\u200C\u200D\u202F]/
const MASCULINE = /[\u1820\u1823\u1824]/
const FEMININE = /[\u1821\u1825\u1826]/
/** Letters and forms that only loan words have; they follow no harmony. */
const LOAN = /[\u1827\u1839-\u1842]|[\u1832\u1833]\u180B/

const LATIN: Record<string, string> = {
  ...{ a: '\u1820', e: '\u1821', i: '\u1822', o: '\u1823', u: '\u1824', ö: '\u1825', ü: '\u1826' },
  ...{ n: '\u1828', b: '\u182A', h: '\u182C', g: '\u182D', m: '\u182E', l: '\u182F', s: '\u1830' },
  ...{ t: '\u1832', d: '\u1833', c: '\u1834', y: '\u1836', r: '\u1837' },
}
const spell = (latin: string) => [...latin].map((letter) => LATIN[letter]).join('')

type Gender = 'masculine' | 'feminine' | 'both' | 'none'
interface Suffix {
  gender: Gender
  /** Drawn wrongly when it stands after a plain space. */
  joins: boolean
}

const SUFFIXES = new Map<string, Suffix>()
function know(gender: Gender, joins: boolean, list: string): void {
  for (const latin of list.split(' ')) SUFFIXES.set(spell(latin), { gender, joins })
}
know('masculine', true, 'un u ud iyar iyan aca acagan dagan du dur duni dugar dag dahi')
know('feminine', true, 'ün ü üd iyer iyen ece ecegen degen dü dür düni düger deg dehi')
know('none', true, 'i yi yin')
know('masculine', false, 'da tu tur tuni tagan tahi tai bar ban tan nugud nar luga cu')
know(
  'feminine',
  false,
  'de tü tür tüni tegen tehi tei ber ben ten nügüd ner lüge cü nügen yügen yüm',
)
know('none', false, 'mini cini ni tani mani')

/** Letter → joining position → numbers of the variant selectors that change it. */
const VARIES: Record<string, Partial<Record<Position, string>>> = {
  '\u1820': { isolated: '123', initial: '12', medial: '12', final: '12' },
  '\u1821': { isolated: '12', initial: '1', final: '12' },
  '\u1822': { isolated: '123', initial: '12', medial: '123' },
  '\u1823': { medial: '1', final: '12' },
  '\u1824': { isolated: '123', initial: '12', medial: '1', final: '12' },
  '\u1825': { isolated: '1', medial: '123', final: '123' },
  '\u1826': { isolated: '123', initial: '12', medial: '123', final: '123' },
  '\u1828': { isolated: '1', initial: '1', medial: '123', final: '12' },
  '\u182A': { final: '1' },
  '\u182C': { isolated: '124', initial: '1234', medial: '1234', final: '1' },
  '\u182D': { isolated: '124', initial: '1234', medial: '1234', final: '123' },
  '\u182F': { isolated: '1', initial: '1' },
  '\u1830': { final: '12' },
  '\u1831': { isolated: '1', initial: '12', medial: '12' },
  '\u1832': { medial: '12' },
  '\u1833': { isolated: '1', initial: '12', medial: '12', final: '1' },
  '\u1835': { isolated: '1', medial: '1', final: '1' },
  '\u1836': { isolated: '1', initial: '12', medial: '123' },
  '\u1838': { medial: '1', final: '1' },
  '\u183A': { final: '1' },
}
type Position = 'isolated' | 'initial' | 'medial' | 'final'
const NUMBER: Record<string, string> = {
  '\u180B': '1',
  '\u180C': '2',
  '\u180D': '3',
  '\u180F': '4',
}

/** Latin that may stand in a sentence; everything else of the kind comes in through a placeholder. */
const UNITS = new Set(['KB', 'MB', 'GB'])

/** All that is wrong, in words; empty for a sentence without a fault. */
export function hudumFaults(message: string): string[] {
  const text = message.replace(/\{[^{}]*\}/g, '\uFFFC')
  return [
    ...(/[{}]/.test(text) ? ['a brace that nothing closes'] : []),
    ...(/^[ \t\r\n]|[ \t\r\n]$| {2}/.test(text) ? ['a space too many'] : []),
    ...strangers(text),
    ...punctuation(text),
    ...joiners(text),
    ...text.split(new RegExp(`[^${IN_WORD.source.slice(1, -1)}]+`)).flatMap(inWord),
    ...afterSpace(text),
  ]
}

function strangers(text: string): string[] {
  const wrong: string[] = []
  for (const letter of text) {
    const point = `U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
    if (/[\u1800-\u1819\u1820-\u1842]/.test(letter)) continue
    if (/[\u1843-\u18AF]/.test(letter)) wrong.push(`${point} is no letter of Hudum`)
    else if (/[\u00A0\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFFD]/.test(letter))
      wrong.push(`${point} has no place here`)
    else if (/\p{Co}/u.test(letter)) wrong.push(`${point} belongs to one font, not to Unicode`)
    else if (/\p{L}/u.test(letter) && !/\p{Script=Latin}/u.test(letter))
      wrong.push(`${letter} is of another script`)
  }
  for (const [word] of text.matchAll(/\p{Script=Latin}+/gu))
    if (!UNITS.has(word)) wrong.push(`Latin: ${word}`)
  return wrong
}

const AFTER = '[\\u1820-\\u1842\\u180A-\\u180F]'
const MARKS: [RegExp, string][] = [
  [new RegExp(`${AFTER}[,;，、；]`), 'a comma of another script: U+1802'],
  [new RegExp(`${AFTER} ?(。|\\.(?!\\.)( |$))`), 'a full stop of another script: U+1803'],
  [new RegExp(`${AFTER} ?[:：]`), 'a colon of another script: U+1804'],
  [new RegExp(`${AFTER}(\\.\\.\\.|…)`), 'dots of another script: U+1801'],
]
const punctuation = (text: string) =>
  MARKS.filter(([pattern]) => pattern.test(text)).map(([, words]) => words)

/** U+202F stands between a stem and a known suffix, and nowhere else. */
function joiners(text: string): string[] {
  const wrong: string[] = []
  for (const { index } of text.matchAll(/\u202F/g)) {
    const before = text.slice(0, index)
    if (!/[\u1810-\u1842\u180B-\u180D\u180F\uFFFC0-9)）》〉」”%]$/.test(before))
      wrong.push('U+202F without a stem before it')
    const suffix = /^[\u1820-\u1842\u180A-\u180F]*/.exec(text.slice(index + 1))![0]
    if (!SUFFIXES.has(suffix.replace(VARIANTS, '')))
      wrong.push(`no suffix that is known: ${suffix || 'nothing'}`)
  }
  return wrong
}

function inWord(word: string): string[] {
  if (word === '') return []
  const [stem = '', ...suffixes] = word.split(JOINER)
  const wrong = [stem, ...suffixes].flatMap((part) => [...separators(part), ...variants(part)])
  if (!LETTER.test(word) && word.replace(/\u202F/g, '') !== '') wrong.push('a joiner of no letter')
  if (/[\u1820\u1821\u1823-\u1826]\u1836\u1822[\u1820-\u1842]/.test(word))
    wrong.push(`${word}: a diphthong is written without U+1836`)
  const gender = LOAN.test(stem) ? 'none' : genderOf(stem)
  if (gender === 'both') wrong.push(`${stem}: vowels of both kinds`)
  for (const one of suffixes) {
    const suffix = SUFFIXES.get(one.replace(VARIANTS, ''))
    if (!suffix || suffix.gender === 'none' || LOAN.test(stem)) continue
    // A stem with neither kind (only i) takes the feminine suffix.
    const wants = gender === 'none' && LETTER.test(stem) ? 'feminine' : gender
    if (wants !== 'none' && wants !== 'both' && suffix.gender !== wants)
      wrong.push(`${word}: the suffix does not follow its stem`)
  }
  return wrong
}

/** U+180E stands between a consonant and a final a or e that follows the word's vowels. */
function separators(part: string): string[] {
  const wrong: string[] = []
  for (const { index } of part.matchAll(/\u180E/g)) {
    const before = part.slice(0, index).replace(VARIANTS, '')
    const tail = part.slice(index + 1).replace(VARIANTS, '')
    if (tail !== '\u1820' && tail !== '\u1821') {
      wrong.push(`${part}: U+180E stands before a final a or e`)
      continue
    }
    if (
      !LETTER.test(before.slice(-1)) ||
      MASCULINE.test(before.slice(-1)) ||
      FEMININE.test(before.slice(-1))
    )
      wrong.push(`${part}: U+180E stands after a consonant`)
    const gender = genderOf(before)
    if (gender === (tail === '\u1821' ? 'masculine' : 'feminine'))
      wrong.push(`${part}: the final vowel does not follow the word`)
  }
  return wrong
}

/** A selector stands after a letter that has this variant where it stands. */
function variants(part: string): string[] {
  const wrong: string[] = []
  for (const run of part.split(SEPARATOR)) {
    const letters = [...run.replace(/[^\u1820-\u1842]/g, '')]
    const stretched = /[\u180A\u200D]/.test(run)
    let at = -1
    for (const [i, sign] of [...run].entries()) {
      if (LETTER.test(sign)) at++
      if (!VARIANT.test(sign)) continue
      const letter = run[i - 1]
      if (letter === undefined || !LETTER.test(letter)) {
        wrong.push(`${part}: a variant of no letter`)
        continue
      }
      const known = VARIES[letter] ?? {}
      const place = stretched
        ? Object.values(known).join('')
        : (known[positionOf(at, letters)] ?? '')
      if (!place.includes(NUMBER[sign]!)) wrong.push(`${part}: ${letter} has no such variant here`)
    }
  }
  return wrong
}

function positionOf(at: number, { length }: string[]): Position {
  if (length === 1) return 'isolated'
  return at === 0 ? 'initial' : at === length - 1 ? 'final' : 'medial'
}

function genderOf(word: string): Gender {
  const masculine = MASCULINE.test(word)
  const feminine = FEMININE.test(word)
  return masculine && feminine ? 'both' : masculine ? 'masculine' : feminine ? 'feminine' : 'none'
}

/** These stand alone, too, so that a space before them proves nothing. */
const ALONE = new Set(['da', 'de', 'dag', 'deg', 'dahi', 'dehi'].map(spell))
/** Drawn alike after a space; joined all the same, so that a line does not break before them. */
const BETTER_JOINED = new Set(
  ['tu', 'tü', 'tai', 'tei', 'bar', 'ber', 'ban', 'ben', 'tur', 'tür'].map(spell),
)

function afterSpace(text: string): string[] {
  const tokens = text.split(' ')
  return tokens.slice(1).flatMap((token, i) => {
    const bare = token.replace(/[\u1800-\u1809\u180B-\u180D\u180F!?！？,.()（）]/g, '')
    const known = SUFFIXES.get(bare)
    if (!known || !tokens[i] || ALONE.has(bare)) return []
    return known.joins || BETTER_JOINED.has(bare) ? [`${bare} after a plain space`] : []
  })
}
