import { tidyCrockford } from '#protocol/crockford.ts'

export const CODE_GROUPS = 7
export const GROUP_LETTERS = 4

/** What a code is written with: no I, L, O and U. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * What was typed or pasted, in groups of four, the last perhaps shorter: O as 0, I and L as 1, capitals, full width and
 * separators put right. A letter that no code has stays, to be shown.
 */
export function groupsOf(typed: string): string[] {
  const letters = [...tidyCrockford(typed)]
  const groups: string[] = []
  for (let from = 0; from < letters.length; from += GROUP_LETTERS)
    groups.push(letters.slice(from, from + GROUP_LETTERS).join(''))
  return groups
}

/** The first letter that no code has, and its group (from 1); null where all are right. */
export function strangerIn(groups: readonly string[]): { group: number; letter: string } | null {
  for (const [i, group] of groups.entries())
    for (const letter of group) if (!CODE_ALPHABET.includes(letter)) return { group: i + 1, letter }
  return null
}
