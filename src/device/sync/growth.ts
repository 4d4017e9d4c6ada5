import { consistencyPath } from '#protocol/addresses.ts'
import { parseJson } from '#protocol/canonical-json.ts'
import { base64, fromBase64, sameBytes } from '#protocol/encoding.ts'
import { parseConsistency } from '#protocol/log-description.ts'
import { verifyConsistency, type TreeHead } from '#transparency/proof.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { LogRecord } from '../db.ts'
import type { Door } from '../door/door.ts'
import { readAnswer } from './outcome.ts'

const LONGEST = 64 * 1024

/** The tree this device holds; null before the first. */
export const heldTree = ({ size, treeRoot }: LogRecord): TreeHead | null =>
  treeRoot === '' ? null : { size, root: fromBase64(treeRoot) }

/**
 * Shows that all these trees are one log at different ages: sorted by size, each is the beginning of the next. One
 * request for each step between two sizes. Throws GROWTH_WRONG where they are not.
 */
export async function verifyGrowth(door: Door, trees: TreeHead[]): Promise<void> {
  const bySize = [...trees].sort((a, b) => a.size - b.size)
  for (const [i, newer] of bySize.entries()) {
    const older = bySize[i - 1]
    if (!older) continue
    if (older.size === newer.size) {
      if (!sameBytes(older.root, newer.root))
        throw new VerificationError('GROWTH_WRONG', { from: older.size, to: newer.size })
    } else await verifyConsistency(older, newer, await fetchProof(door, older.size, newer.size))
  }
}

async function fetchProof(door: Door, from: number, to: number): Promise<Uint8Array[]> {
  if (from === 0) return []
  const { text } = await door.text(consistencyPath(from, to), LONGEST)
  return readAnswer('consistency', () =>
    parseConsistency(parseJson(text ?? '')).proof.map((hash) => fromBase64(hash, 'proof')),
  )
}

export const treeRootText = (tree: TreeHead): string => base64(tree.root)
