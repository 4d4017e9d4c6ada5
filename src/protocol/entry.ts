import type { Hash } from '#domain/board/board-state.ts'
import { leafHash } from '#transparency/tree.ts'
import { malformed } from '#transparency/verification-error.ts'
import { hash, instant, region } from './door.ts'
import { hex, utf8 } from './encoding.ts'
import type { Entry } from './shapes.ts'

const FIRST_LINE = 'sambar/entry/v1'
const SEQ = /^(0|[1-9][0-9]{0,15})$/

/** The leaf's text: six lines, each ended by one line feed. */
export function formatEntry({ region: code, seq, previous, manifest, at }: Entry): string {
  return `${FIRST_LINE}\n${code}\n${seq}\n${previous ?? '-'}\n${manifest}\n${at}\n`
}

/** Reads a leaf's text; untrusted. */
export function parseEntry(text: string): Entry {
  const lines = text.split('\n')
  const [first, code, seqText, previousText, manifestText, at, end] = lines
  if (lines.length !== 7 || first !== FIRST_LINE || end !== '') malformed('entry', 'lines')
  const seq = Number(seqText)
  if (!SEQ.test(seqText ?? '') || !Number.isSafeInteger(seq)) malformed('entry', 'seq')
  if ((seq === 0) !== (previousText === '-')) malformed('entry', 'previous')
  return {
    region: region(code, 'entry.region'),
    seq,
    previous: seq === 0 ? null : hash(previousText, 'entry.previous'),
    manifest: hash(manifestText, 'entry.manifest'),
    at: instant(at, 'entry.at'),
  }
}

/** RFC 6962 leaf hash of an entry's text. */
export const entryLeaf = (text: string): Promise<Uint8Array> => leafHash(utf8(text))

/** The same as the next entry's `previous` writes it. */
export const entryLeafHash = async (text: string): Promise<Hash> =>
  hex(await entryLeaf(text)) as Hash
