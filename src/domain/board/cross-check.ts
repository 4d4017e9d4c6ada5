import type { RegionCode } from '../region/region.ts'
import type { Hash } from './board-state.ts'

/** Which state of a board somebody holds. */
export interface BoardMark {
  region: RegionCode
  seq: number
  manifest: Hash
}

/**
 * Two holders of one board. `older` and `newer` are told by the seq alone, so they are no proof that one grew out of the
 * other; the same seq with another content can never be right.
 */
export type Agreement = 'same' | 'theyAreOlder' | 'theyAreNewer' | 'different'

export function compareMarks(
  ours: Pick<BoardMark, 'seq' | 'manifest'>,
  theirs: Pick<BoardMark, 'seq' | 'manifest'>,
): Agreement {
  if (theirs.seq !== ours.seq) return theirs.seq < ours.seq ? 'theyAreOlder' : 'theyAreNewer'
  return theirs.manifest === ours.manifest ? 'same' : 'different'
}
