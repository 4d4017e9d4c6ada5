import type { RegionCode } from '#domain/region/region.ts'
import { sha256 } from '#transparency/bytes.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { crockford, fromCrockford, tidyCrockford } from './crockford.ts'
import { concat, utf8 } from './encoding.ts'
import type { BoardLink } from './shapes.ts'

const KEY_CHARACTERS = 26
const CHECK_CHARACTERS = 2

async function check(region: RegionCode, epoch: number, key: Uint8Array): Promise<string> {
  const hash = await sha256(concat(utf8(`sambar/code/v1\n${region}\n${epoch}\n`), key))
  // Two characters are the first ten bits.
  return crockford(hash).slice(0, CHECK_CHARACTERS)
}

/** The board key to be typed from paper: 28 characters in seven groups of four. */
export async function formatCode(
  region: RegionCode,
  epoch: number,
  key: Uint8Array,
): Promise<string> {
  if (key.length !== 16) throw new TypeError('a board key has 16 bytes')
  const all = crockford(key) + (await check(region, epoch, key))
  return (all.match(/.{4}/g) ?? []).join(' ')
}

/** Why a typed code was not taken: not 28 characters of the alphabet, or the check does not fit this board. */
export type CodeRefusal = { refused: 'codeLength' } | { refused: 'codeWrong' }

/**
 * Reads a typed code for the village that was picked before. A code does not say its epoch: the first of `epochs` whose
 * check fits is taken, so give the board's epochs newest first. One typing error passes unseen once in about a thousand.
 */
export async function parseCode(
  region: RegionCode,
  epochs: readonly number[],
  typed: string,
): Promise<BoardLink | CodeRefusal> {
  const text = tidyCrockford(typed)
  if (text.length !== KEY_CHARACTERS + CHECK_CHARACTERS) return { refused: 'codeLength' }
  const key = readKey(text.slice(0, KEY_CHARACTERS))
  if (!key) return { refused: 'codeWrong' }
  for (const epoch of epochs)
    if ((await check(region, epoch, key)) === text.slice(KEY_CHARACTERS))
      return { region, epoch, key, root: null }
  return { refused: 'codeWrong' }
}

function readKey(text: string): Uint8Array | null {
  try {
    return fromCrockford(text, 'code')
  } catch (error) {
    if (error instanceof VerificationError) return null
    throw error
  }
}

/** Characters that are taken for each other on paper, by the eye and by a finger beside the key. */
const ALIKE = [
  '8B3',
  '5S6',
  '2Z7',
  '6G8',
  '1T7',
  '0DQ',
  'VYW',
  'CG',
  'MNW',
  'EF',
  'PR',
  'KX',
  '4A9',
  'HN',
]

const alike = (letter: string): string[] => [
  ...new Set(ALIKE.filter((set) => set.includes(letter)).join('')),
]

/** The code with one character misread, or two neighbours changed over. */
function* neighbours(text: string): Generator<{ text: string; at: number }> {
  for (let at = 0; at < text.length; at++) {
    for (const other of alike(text[at]!))
      if (other !== text[at]) yield { text: text.slice(0, at) + other + text.slice(at + 1), at }
    const [one, next] = [text[at]!, text[at + 1]]
    if (next !== undefined && next !== one)
      yield { text: text.slice(0, at) + next + one + text.slice(at + 2), at }
  }
}

/** More than these would be no hint any more. */
const MOST_DOUBTS = 2

/**
 * For a code whose check fails: the groups (1 to 7) in which one usual slip would make it fit, the likely ones. A wrong
 * group is named by chance about once in twelve such codes; empty where nothing can be said.
 */
export async function doubtfulGroups(
  region: RegionCode,
  epochs: readonly number[],
  typed: string,
): Promise<number[]> {
  const text = tidyCrockford(typed)
  if (text.length !== KEY_CHARACTERS + CHECK_CHARACTERS) return []
  const groups = new Set<number>()
  for (const { text: slip, at } of neighbours(text)) {
    const key = readKey(slip.slice(0, KEY_CHARACTERS))
    if (!key) continue
    for (const epoch of epochs)
      if ((await check(region, epoch, key)) === slip.slice(KEY_CHARACTERS))
        groups.add(Math.floor(at / 4) + 1)
  }
  return groups.size > MOST_DOUBTS ? [] : [...groups].sort((a, b) => a - b)
}
