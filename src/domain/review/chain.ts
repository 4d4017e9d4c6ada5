/** An office that reviews: the sumu's, or the banner's above it. */
export type ReviewLevel = 'township' | 'county'

/** Whose approval a notice needs before it is public. */
export type Chain = 'sumu' | 'county' | 'both'
export const CHAINS: readonly Chain[] = ['sumu', 'county', 'both']

/** By catalog item, by its field, or `default`. */
export interface Chains {
  [itemOrField: string]: Chain
}

/** The chain of a catalog item: its own, its field's, the county's, or else the sumu alone. */
export function chainOf(chains: Chains, { id, field }: { id: string; field: string }): Chain {
  const named = [id, field, 'default'].find((key) =>
    Object.prototype.hasOwnProperty.call(chains, key),
  )
  return (named === undefined ? undefined : chains[named]) ?? 'sumu'
}

/** A reviewer's word that still counts: about this very content, since it was last sent back. */
export interface ReviewWord {
  /** A person's id: one person's word counts once, whatever offices they hold. */
  person: string
  level: ReviewLevel
  decision: 'approve' | 'pass'
}

/**
 * Which office has to look at it next; null where enough have. Whoever passes upward leaves it to the banner alone. Two
 * offices mean two persons; what the banner approved needs no sumu unless both were asked.
 */
export function whoseTurn(chain: Chain, words: readonly ReviewWord[]): ReviewLevel | null {
  const approved = (level: ReviewLevel) =>
    words.filter((word) => word.decision === 'approve' && word.level === level)
  const [below, above] = [approved('township'), approved('county')]
  const asked = words.some(({ decision }) => decision === 'pass') ? 'county' : chain
  if (asked !== 'both') {
    if (above.length > 0 || (asked === 'sumu' && below.length > 0)) return null
    return asked === 'sumu' ? 'township' : 'county'
  }
  if (below.length === 0) return 'township'
  const two = below.some(({ person }) => above.some((other) => other.person !== person))
  return two ? null : 'county'
}

/** May an office hand it upward instead of deciding? Only the sumu, while it is its turn. */
export const mayPass = (chain: Chain, words: readonly ReviewWord[], level: ReviewLevel): boolean =>
  level === 'township' && whoseTurn(chain, words) === 'township'
