import type { Storage } from '../storage/open.ts'

/** What the office's side stands on. Clock and randomness come from outside. */
export interface Office {
  storage: Storage
  /** Milliseconds since 1970. */
  now: () => number
  random: (bytes: number) => Uint8Array
}

/** 32 hex digits, random: nobody guesses one. */
export const newId = (office: Office): string => Buffer.from(office.random(16)).toString('hex')
