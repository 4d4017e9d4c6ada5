import type { BoardRole } from './shapes.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** What no honest county exceeds. A reader refuses before it fetches, allocates or unpacks. */
export const LIMITS = {
  manifest: 64 * KIB,
  /** Bytes of an object after unpacking, salt included. */
  plain: { shelf: 8 * MIB, header: 2 * MIB, document: 2 * MIB, list: MIB } satisfies Record<
    BoardRole,
    number
  >,
  /** gzip may add a little to what it cannot shrink; AES-GCM adds its tag. */
  overhead: 16 * KIB,
  linesInList: 500,
  /** A line has fewer parts than this. */
  partsInLine: 1000,
  /** JSON of a head: manifest twice escaped at worst, entry, proof, checkpoint. */
  head: 256 * KIB,
  pack: 1024 * MIB,
} as const
