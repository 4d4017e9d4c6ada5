import type { NoAnswer } from './api.ts'

const NO_ANSWER: readonly string[] = [
  'offline',
  'captivePortal',
  'serverTrouble',
  'notReady',
] satisfies NoAnswer[]

/**
 * What a person is told of an error, or null for what must not be believed (`codeOf`) and for faults. Errors are known by
 * their names: those of the device come from another script than this part's own.
 */
export function plainTrouble(error: unknown): NoAnswer | 'diskFull' | 'updateTheApp' | null {
  const { name, kind } = Object(error) as { name?: unknown; kind?: unknown }
  if (name === 'DoorTrouble' && NO_ANSWER.includes(kind as string)) return kind as NoAnswer
  if (name === 'NotThere') return 'serverTrouble'
  if (name === 'DiskFull') return 'diskFull'
  if (name === 'NewerData' || codeOf(error) === 'UPDATE_THE_APP') return 'updateTheApp'
  return null
}

/** Null where something could not be noted down for want of room: no reason to fall silent. */
export async function unlessFull<T>(write: Promise<T>): Promise<T | null> {
  try {
    return await write
  } catch (error) {
    if (plainTrouble(error) === 'diskFull') return null
    throw error
  }
}

/** The code of what must not be believed; null for other errors. */
export function codeOf(error: unknown): string | null {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown }
  return name === 'VerificationError' ? String(code) : null
}

/** Reads an answer that nothing vouches for yet: what is not of its form is trouble on the way, told as null. */
export function understood<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (codeOf(error) === 'MALFORMED') return null
    throw error
  }
}
