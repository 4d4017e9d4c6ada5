/**
 * Which of two versions opens the app: the service worker's own, or the one before it that is known to stand. Pure; what
 * is remembered and when it is looked at is `boots.ts`.
 */
export interface Boots {
  /** The last version whose page said that it stood. */
  proven: string | null
  /** A version that has taken over since then, and how often it was opened. */
  tried: { version: string; openings: number } | null
}

/** Nothing is known: a first installation, or the browser has lost what was. */
export const NO_BOOTS: Boots = { proven: null, tried: null }

/** So often a version may be opened without a word from its page: somebody closes it at once, a battery ends. */
export const TRIES = 3

export type Boot =
  /** The own version, which stood before, or before which there was none. */
  | 'own'
  /** The own version, and its page has a minute to say that it stands. */
  | 'trial'
  /** The version before: the own one did not stand. It stays so until a still newer one takes over. */
  | 'former'

/** What the worker of the version `own` opens. */
export function bootOf({ proven, tried }: Boots, own: string): Boot {
  if (proven === null || proven === own) return 'own'
  return tried?.version === own && tried.openings > TRIES ? 'former' : 'trial'
}

/** One opening more of the version `own`. */
export function opened(boots: Boots, own: string): Boots {
  if (boots.proven === null || boots.proven === own) return boots
  const before = boots.tried?.version === own ? boots.tried.openings : 0
  return { ...boots, tried: { version: own, openings: before + 1 } }
}

/** Its page said that it stands. */
export const painted = (boots: Boots, own: string): Boots =>
  boots.proven === own ? boots : { proven: own, tried: null }

/** Its page had its minute. A worker that another has replaced meanwhile judges nothing. */
export const refused = (boots: Boots, own: string): Boots =>
  boots.proven !== own && boots.tried?.version === own
    ? { ...boots, tried: { version: own, openings: TRIES + 1 } }
    : boots

/** Versions whose files stay when `own` takes over. */
export const kept = (boots: Boots, own: string): string[] =>
  boots.proven === null ? [own] : [own, boots.proven]

/** Reads what was written; what is not that is nothing. */
export function parseBoots(value: unknown): Boots {
  if (typeof value !== 'object' || value === null) return NO_BOOTS
  const { proven, tried } = value as Record<string, unknown>
  if (typeof proven !== 'string') return NO_BOOTS
  const { version, openings } = (tried ?? {}) as Record<string, unknown>
  return typeof version === 'string' && typeof openings === 'number'
    ? { proven, tried: { version, openings } }
    : { proven, tried: null }
}
