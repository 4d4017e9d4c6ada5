import type { RegionCode } from '#domain/region/region.ts'
import { VerificationError, type VerificationCode } from '#transparency/verification-error.ts'
import type { AlarmCode, SyncOutcome } from '../api.ts'
import { DoorTrouble, NotThere } from '../door/door.ts'
import { DiskFull, NewerData } from '../store.ts'

const ALARMS: Record<Exclude<VerificationCode, 'UPDATE_THE_APP'>, AlarmCode> = {
  MALFORMED: 'malformed',
  SIGNATURE_MISSING: 'signature',
  SIGNATURE_WRONG: 'signature',
  INCLUSION_WRONG: 'entry',
  GROWTH_WRONG: 'growth',
  ROOT_WRONG: 'root',
  ORIGIN_WRONG: 'signature',
  KEY_LIST_WENT_BACK: 'keyList',
  KEY_LIST_FORKED: 'keyList',
  REGION_WRONG: 'entry',
  MANIFEST_WRONG: 'entry',
  SEQ_WENT_BACK: 'seq',
  SEQ_FORKED: 'seq',
  CHANGE_UNLAWFUL: 'unlawful',
  SHELF_WRONG: 'content',
  DIGEST_WRONG: 'content',
  LENGTH_WRONG: 'content',
  ADDRESS_WRONG: 'content',
  SIZE_WRONG: 'content',
  CONTENT_WRONG: 'content',
  KEY_MISSING: 'content',
  KEY_WRONG: 'content',
  NOTICE_WRONG: 'content',
  ORDERS_WRONG: 'signature',
}

/** What a person is told, or null for a lie (an alarm) and for a fault of our own, which the caller has to deal with. */
export function plainOutcome(error: unknown, region: RegionCode): SyncOutcome | null {
  if (error instanceof DoorTrouble) return { kind: error.kind, region }
  if (error instanceof NotThere) return { kind: 'serverTrouble', region }
  if (error instanceof DiskFull) {
    const { neededBytes } = error
    return { kind: 'diskFull', region, neededBytes }
  }
  if (error instanceof NewerData) return { kind: 'updateTheApp', region }
  if (error instanceof VerificationError && error.code === 'UPDATE_THE_APP')
    return { kind: 'updateTheApp', region }
  return null
}

export const alarmCodeOf = (error: VerificationError): AlarmCode =>
  error.code === 'UPDATE_THE_APP' ? 'malformed' : ALARMS[error.code]

/**
 * Reads an answer that nothing vouches for yet. Whatever is wrong with its form is trouble on the way, no lie of the
 * county's: only what is well-formed and contradicts a signature or a hash raises an alarm.
 */
export function readAnswer<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof VerificationError && cause.code === 'MALFORMED')
      throw new DoorTrouble('serverTrouble', `not understood: ${what}`, { cause })
    throw cause
  }
}
