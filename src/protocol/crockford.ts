import { bytesOfLetters, lettersOf } from '#transparency/letters.ts'

/** Crockford's base32: no I, L, O, U, so that it survives being read aloud and copied from paper. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Most significant bits first; the last character is filled up with zero bits. */
export const crockford = (bytes: Uint8Array): string => lettersOf(bytes, ALPHABET)

/** What people type: lower case, spaces and hyphens, O for 0, I and L for 1. */
export const tidyCrockford = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s\-‐-―−·._]/gu, '')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')

/** Reads only what `crockford` writes; tidy typed text first. */
export const fromCrockford = (text: string, what = 'crockford'): Uint8Array =>
  bytesOfLetters(text, ALPHABET, what, 'crockford')
