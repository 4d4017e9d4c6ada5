import { asFen } from '../money/fen.ts'
import type { Fen } from '../money/fen.ts'

/** A figure about fewer payees than this says something about one of them. */
export const LEAST_PAYEES = 3

/** One share of a whole: who contributed to it and how much. */
export interface Share<K> {
  key: K
  payees: ReadonlySet<string>
  /** Those of them whose money it is: a payee with nothing hides nobody. */
  givers: ReadonlySet<string>
  amountFen: Fen
  /** Never shown by itself: what has no name of its own. */
  nameless: boolean
}

/**
 * Parts shares of one known whole into those that may stand alone and those that may not. A share of fewer than three
 * is hidden; and since the hidden ones together are the whole minus the shown, more are hidden, smallest first, until
 * these together are three or more payees' money too.
 */
export function suppress<K>(shares: readonly Share<K>[]): {
  shown: Share<K>[]
  hidden: Share<K>[]
} {
  const isSmall = (share: Share<K>) =>
    share.payees.size < LEAST_PAYEES || share.givers.size < LEAST_PAYEES
  const hidden = shares.filter((share) => share.nameless || isSmall(share))
  const bySize = shares
    .filter((share) => !hidden.includes(share))
    .sort((a, b) => a.givers.size - b.givers.size)
  for (const next of bySize) {
    if (hidden.length === 0 || givers(hidden).size >= LEAST_PAYEES) break
    hidden.push(next)
  }
  return { shown: shares.filter((share) => !hidden.includes(share)), hidden }
}

const givers = <K>(shares: readonly Share<K>[]): Set<string> =>
  new Set(shares.flatMap((share) => [...share.givers]))

/** One payee's money in one share. `id` tells shares apart, `key` is what they are called. */
export interface Gift<K> {
  id: string
  key: K
  payee: string
  amountFen: Fen
  nameless: boolean
}

/** Adds gifts up to shares, in the order in which each share comes first. */
export function sharesOf<K>(gifts: Iterable<Gift<K>>): Share<K>[] {
  const shares = new Map<string, Share<K> & { payees: Set<string>; givers: Set<string> }>()
  for (const { id, key, payee, amountFen, nameless } of gifts) {
    const share = shares.get(id) ?? {
      key,
      payees: new Set<string>(),
      givers: new Set<string>(),
      amountFen: asFen(0),
      nameless,
    }
    shares.set(id, share)
    share.payees.add(payee)
    if (amountFen !== 0) share.givers.add(payee)
    share.amountFen = asFen(share.amountFen + amountFen)
  }
  return [...shares.values()]
}
