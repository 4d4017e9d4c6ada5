import type { Instant } from '#domain/calendar/day.ts'
import { sameBytes } from '#transparency/bytes.ts'
import { parseNote } from '#transparency/note.ts'
import { verifyNote } from '#transparency/sign.ts'
import { malformed, VerificationError } from '#transparency/verification-error.ts'
import { parseVkey } from '#transparency/vkey.ts'
import { instant } from './door.ts'
import { rootFingerprint } from './link.ts'

/** A log key, and the sizes of checkpoints for which it counts: from ≤ size, and size < until. */
export interface LogKey {
  vkey: string
  from: number
  until: number | null
}

/** Whom the county's root key vouches for. vkeys are C2SP texts. */
export interface KeyList {
  origin: string
  version: number
  at: Instant
  root: string
  log: LogKey[]
  time: string[]
  witnesses: string[]
  quorum: number
}

const FIRST_LINE = 'sambar/keys/v1'
const NUMBER = /^(0|[1-9][0-9]{0,15})$/

/** The text that the root key signs (as a note, `signNote`). */
export function formatKeyList(list: KeyList): string {
  const lines = [
    FIRST_LINE,
    list.origin,
    String(list.version),
    list.at,
    `root ${list.root}`,
    ...list.log.map(
      ({ vkey, from, until }) => `log ${vkey} ${from}${until === null ? '' : ` ${until}`}`,
    ),
    ...list.time.map((vkey) => `time ${vkey}`),
    ...list.witnesses.map((vkey) => `witness ${vkey}`),
    `quorum ${list.quorum}`,
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** Reads the text of a key list; untrusted until `verifyKeyList`. Lines of kinds that are not known are passed over. */
export function parseKeyList(text: string): KeyList {
  const [first, origin, version, at, ...lines] = text.split('\n')
  if (first !== FIRST_LINE || !origin || lines.pop() !== '') malformed('keyList', 'lines')
  const list: KeyList = {
    origin: origin ?? '',
    version: readNumber(version),
    at: instant(at, 'keyList.at'),
    root: '',
    log: [],
    time: [],
    witnesses: [],
    quorum: -1,
  }
  for (const line of lines) takeLine(list, line)
  if (list.root === '' || list.quorum < 0 || list.log.length === 0 || list.time.length === 0)
    malformed('keyList', 'incomplete')
  return list
}

function takeLine(list: KeyList, line: string): void {
  const [word, value = '', ...rest] = line.split(' ')
  if (value === '') malformed('keyList', 'line')
  if (word === 'log') {
    const [from, until, ...more] = rest
    if (more.length > 0) malformed('keyList', 'log')
    const end = until === undefined ? null : readNumber(until)
    list.log.push({ vkey: value, from: readNumber(from), until: end })
    return
  }
  if (rest.length > 0 && ['root', 'time', 'witness', 'quorum'].includes(word ?? ''))
    malformed('keyList', 'line')
  if (word === 'root' && list.root === '') list.root = value
  else if (word === 'time') list.time.push(value)
  else if (word === 'witness') list.witnesses.push(value)
  else if (word === 'quorum' && list.quorum < 0) list.quorum = readNumber(value)
  else if (word === 'root' || word === 'quorum') malformed('keyList', 'twice')
}

function readNumber(text = ''): number {
  const value = Number(text)
  return NUMBER.test(text) && Number.isSafeInteger(value) ? value : malformed('keyList', 'number')
}

export interface VerifiedKeyList {
  keys: KeyList
  /** First 16 bytes of SHA-256 of the root's public key. */
  root: Uint8Array
}

/**
 * Reads a signed key list and checks it by the root that it names: that root must have the fingerprint that the board's
 * link brought (`root`), and must have signed. With `root` null the fingerprint is believed, which is trust at first use:
 * keep the answer's and ask for it ever after.
 */
export async function verifyKeyList(
  noteText: string,
  root: Uint8Array | null,
): Promise<VerifiedKeyList> {
  const note = parseNote(noteText)
  const keys = parseKeyList(note.text)
  const vkey = await parseVkey(keys.root)
  if (vkey.kind !== 'note') malformed('keyList', 'root')
  const fingerprint = await rootFingerprint(vkey.publicKey)
  if (root !== null && !sameBytes(root, fingerprint))
    throw new VerificationError('ROOT_WRONG', { origin: keys.origin })
  if (vkey.name !== `${keys.origin}/root`)
    throw new VerificationError('ORIGIN_WRONG', { origin: keys.origin })
  await verifyNote(note, [vkey])
  return { keys, root: fingerprint }
}

/** A list may only be followed by the same one or by one of a higher version. */
export function verifyNewerKeys(held: KeyList, next: KeyList): void {
  if (next.origin !== held.origin)
    throw new VerificationError('ORIGIN_WRONG', { origin: next.origin })
  if (next.version < held.version)
    throw new VerificationError('KEY_LIST_WENT_BACK', { held: held.version, got: next.version })
  if (next.version === held.version && formatKeyList(next) !== formatKeyList(held))
    throw new VerificationError('KEY_LIST_FORKED', { version: next.version })
}
