import { epochMs, type Instant } from '#domain/calendar/day.ts'

/** How a tablet stands, the worst first. */
export const STANDINGS = [
  /** Its code was not used yet, or it never said a word since. */
  'neverHeard',
  /** Not heard for more than a day. */
  'silent',
  /** Shows something else than the newest of one of its boards, or cannot say what it shows. */
  'showsOther',
  'errors',
  'well',
  /** Taken back: nobody waits for it. */
  'revoked',
] as const
export type Standing = (typeof STANDINGS)[number]

/** What an office knows of a tablet, as far as its standing goes. */
export interface Known {
  revoked: boolean
  heardAt: Instant | null
  /** Hashes of the manifests: what hangs, and what is said to be shown. */
  boards: { newest: string | null; shown: string | null }[]
  errors: number
}

/** Boards have power cuts and slow lines; a day without a word has not. */
const SILENT_MS = 24 * 3_600_000

export function standingOf({ revoked, heardAt, boards, errors }: Known, now: number): Standing {
  if (revoked) return 'revoked'
  if (heardAt === null) return 'neverHeard'
  if (now - epochMs(heardAt) > SILENT_MS) return 'silent'
  if (boards.some(({ newest, shown }) => newest !== null && shown !== newest)) return 'showsOther'
  return errors > 0 ? 'errors' : 'well'
}

/** The worst first; of those that stand alike the one that was silent longest. The order given decides what is left. */
export function worstFirst<T extends { standing: Standing; heardAt: Instant | null }>(
  devices: readonly T[],
): T[] {
  const heard = ({ heardAt }: T): number => (heardAt === null ? 0 : epochMs(heardAt))
  return [...devices].sort(
    (a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) || heard(a) - heard(b),
  )
}
