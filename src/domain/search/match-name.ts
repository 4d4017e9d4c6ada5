import { hasMongolian, latinKey, latinShape, mongKey } from './mongolian.ts'

/** A name as a board publishes it. `pinyin`: syllables by spaces, readings by `|`. */
export interface SearchedName {
  name: string
  nameMn?: string | null
  pinyin: string
}

/** A name made ready once, to be asked often. */
export interface NameKeys {
  name: string
  mongolian: string
  latin: string
  readings: string[][]
}

/** A query made ready once for all names of a board. */
export interface Query {
  han: string
  mongolian: string
  letters: string
  latin: string[]
}

const SKIPPED = /[\s·•‧・\p{Cf}\p{Mn}]/gu

export function nameKeys({ name, nameMn, pinyin }: SearchedName): NameKeys {
  return {
    name: name.normalize('NFKC').replace(SKIPPED, ''),
    mongolian: mongKey(nameMn ?? (hasMongolian(name) ? name : '')),
    latin: latinShape(nameMn ?? (hasMongolian(name) ? name : '')),
    readings: pinyin.split('|').map((reading) => reading.split(' ').filter((s) => s !== '')),
  }
}

/** What was typed, in every way it could be meant. */
export function readQuery(text: string): Query {
  const plain = text.normalize('NFKC').trim()
  const letters = plain
    .toLowerCase()
    .replace(/ü/g, 'v')
    .normalize('NFD')
    .replace(/[^a-z]/g, '')
  return {
    han: /\p{Script=Han}/u.test(plain) ? plain.replace(SKIPPED, '') : '',
    mongolian: hasMongolian(plain) ? mongKey(plain) : '',
    letters,
    // One letter in Latin would find half of a gacha by shape; pinyin answers it.
    latin: letters.length < 2 ? [] : [...new Set([latinKey(plain), latinKey(plain, true)])],
  }
}

/**
 * How well a name answers: 0 is the name itself, larger is farther, null no answer. Chinese anywhere in the name,
 * Mongolian by shape, pinyin in full or by initials or mixed (bateer, bte, bater → 巴特尔) from the first syllable on,
 * then from a later one, Latin as Mongolian is written with it.
 */
export function matchKeys(query: Query, keys: NameKeys): number | null {
  if (query.han !== '') return rankIn(keys.name, query.han, 0)
  if (query.mongolian !== '') return rankIn(keys.mongolian, query.mongolian, 0)
  if (query.letters === '') return null
  let best: number | null = null
  const take = (rank: number | null) => {
    if (rank !== null && (best === null || rank < best)) best = rank
  }
  for (const reading of keys.readings) take(rankOfPinyin(query.letters, reading))
  for (const latin of query.latin) take(rankIn(keys.latin, latin, 3))
  return best
}

/** `matchKeys` for a single name; lists keep `nameKeys` and `readQuery` instead. */
export function matchName(query: string, name: SearchedName): number | null {
  return matchKeys(readQuery(query), nameKeys(name))
}

/** The whole text, its beginning, or anywhere in it. */
function rankIn(text: string, wanted: string, base: number): number | null {
  const at = wanted === '' ? -1 : text.indexOf(wanted)
  if (at < 0) return null
  return base + (at > 0 ? 2 : text.length === wanted.length ? 0 : 1)
}

function rankOfPinyin(letters: string, syllables: string[]): number | null {
  const full = syllables.join('')
  if (full === letters) return 0
  if (full.startsWith(letters)) return 1
  for (let from = 0; from < syllables.length; from += 1)
    if (spells(letters, syllables, from)) return from === 0 ? 2 : 4
  return null
}

/** Can `letters` be cut into beginnings of the syllables from `from` on, one each, none left out in between? */
function spells(letters: string, syllables: string[], from: number): boolean {
  if (letters === '') return true
  const syllable = syllables[from]
  if (syllable === undefined) return false
  for (let n = Math.min(syllable.length, letters.length); n > 0; n -= 1)
    if (syllable.startsWith(letters.slice(0, n)) && spells(letters.slice(n), syllables, from + 1))
      return true
  return false
}
