import { base64, fromBase64 } from './base64.ts'
import { concat } from './bytes.ts'
import { isKeyName, keyIdBytes, readKeyId } from './vkey.ts'
import { malformed } from './verification-error.ts'

/** One line under a note: who says to have signed, and the bytes that only the right key can have made. */
export interface NoteSignature {
  name: string
  keyId: number
  signature: Uint8Array
}

/** C2SP signed-note: a text ending in a line feed, and signatures. Nothing in it is believed before `verifyNote`. */
export interface Note {
  text: string
  signatures: NoteSignature[]
}

/** Far more than a checkpoint or a key list needs. */
const LONGEST_NOTE = 1 << 20
const MOST_SIGNATURES = 64

/** Control characters other than the line feed, and halves of surrogate pairs, which UTF-8 cannot carry. */
const FORBIDDEN = /[\u0000-\u0009\u000b-\u001f\ud800-\udfff]/u

export function formatNote({ text, signatures }: Note): string {
  if (!text.endsWith('\n')) throw new TypeError('the text of a note ends in a line feed')
  const lines = signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${base64(concat(keyIdBytes(keyId), signature))}\n`,
  )
  return `${text}\n${lines.join('')}`
}

/** Takes a note apart. The text is untrusted: whatever is wrong with it comes out as MALFORMED. */
export function parseNote(note: string): Note {
  if (note.length > LONGEST_NOTE) malformed('note', 'length')
  if (FORBIDDEN.test(note)) malformed('note', 'character')
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) malformed('note', 'lines')
  const lines = note.slice(end + 2, -1).split('\n')
  if (note.length === end + 2) malformed('note', 'unsigned')
  if (lines.length > MOST_SIGNATURES) malformed('note', 'signatures')
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) }
}

function parseSignature(line: string): NoteSignature {
  const [dash, name, text, ...more] = line.split(' ')
  if (dash !== '—' || name === undefined || text === undefined || more.length > 0)
    return malformed('note', 'signature')
  if (!isKeyName(name)) malformed('note', 'keyName')
  const bytes = fromBase64(text, 'note')
  if (bytes.length < 5) malformed('note', 'signature')
  return { name, keyId: readKeyId(bytes), signature: bytes.slice(4) }
}
