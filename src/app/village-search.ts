import type { PublicStep } from '#device/api.ts'
import type { Region } from '#domain/region/region.ts'
import { matchKeys, nameKeys, readQuery } from '#domain/search/match-name.ts'

export interface FoundVillage {
  village: Region
  township: Region
}

/**
 * Villages with this name, in Chinese anywhere in it, in Mongolian by its shape or in Latin letters; all of a township
 * whose name it is. In the county's order within a rank. Null for an empty query: nothing was asked.
 */
export function foundVillages({ townships }: PublicStep, text: string): FoundVillage[] | null {
  const query = readQuery(text)
  if (query.han === '' && query.mongolian === '' && query.letters === '')
    return /[^ \t\r\n\u3000]/.test(text) ? [] : null
  const rank = ({ name, aliases }: Region): number => {
    const names = [{ name: name.zh, nameMn: name.mn ?? null }, ...aliases.map((name) => ({ name }))]
    return Math.min(
      ...names.map((one) => matchKeys(query, nameKeys({ ...one, pinyin: '' })) ?? Infinity),
    )
  }
  const found: (FoundVillage & { rank: number })[] = []
  for (const { region: township, villages } of townships) {
    const whole = rank(township) < Infinity ? 1000 : Infinity
    for (const village of villages)
      found.push({ village, township, rank: Math.min(rank(village), whole) })
  }
  return found.filter((one) => one.rank < Infinity).sort((a, b) => a.rank - b.rank)
}
