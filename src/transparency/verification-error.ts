/** Every way in which something must not be believed. Words for each live in `i18n/` under the same name. */
export const CODES = [
  /** The text or bytes are not of their form. */
  'MALFORMED',
  /** Made by a newer version than this code knows: update the app. No alarm. */
  'UPDATE_THE_APP',
  /** No key that we trust has signed. */
  'SIGNATURE_MISSING',
  /** A key that we trust is named, and the signature is not its own. */
  'SIGNATURE_WRONG',
  /** The leaf is not in the tree. */
  'INCLUSION_WRONG',
  /** The newer tree does not contain the older one. */
  'GROWTH_WRONG',
  /** The root key is not the one that the board's link named. */
  'ROOT_WRONG',
  /** Another log than the one whose keys are known. */
  'ORIGIN_WRONG',
  /** A key list older than the one held. */
  'KEY_LIST_WENT_BACK',
  /** Two key lists of one version that differ. */
  'KEY_LIST_FORKED',
  'REGION_WRONG',
  /** The entry and the manifest do not name each other. */
  'MANIFEST_WRONG',
  'SEQ_WENT_BACK',
  /** The same seq of a board with another hash. */
  'SEQ_FORKED',
  /** The change from the board held is not one of the lawful ones. */
  'CHANGE_UNLAWFUL',
  'SHELF_WRONG',
  /** A notice's version digest is not that of its objects. */
  'DIGEST_WRONG',
  'LENGTH_WRONG',
  'ADDRESS_WRONG',
  'SIZE_WRONG',
  'CONTENT_WRONG',
  /** Nothing at hand opens the object. */
  'KEY_MISSING',
  /** The key at hand does not fit. */
  'KEY_WRONG',
  /** A list or header that belongs to another notice, version or part. */
  'NOTICE_WRONG',
  /** Orders for another device, no newer than those held, or for boards of another county. */
  'ORDERS_WRONG',
] as const

export type VerificationCode = (typeof CODES)[number]

/** What a person or a log may be told about it: places and numbers, never content. */
export type Facts = Readonly<Record<string, string | number>>

/** "This must not be believed." Thrown, so that nobody can forget to look. */
export class VerificationError extends Error {
  readonly code: VerificationCode
  readonly facts: Facts

  constructor(code: VerificationCode, facts: Facts = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options)
    this.name = 'VerificationError'
    this.code = code
    this.facts = facts
  }
}

/** The one answer to text or bytes that are not of their form. `what` names the thing, `why` the place or the rule. */
export function malformed(what: string, why = ''): never {
  throw new VerificationError('MALFORMED', why === '' ? { what } : { what, why })
}
