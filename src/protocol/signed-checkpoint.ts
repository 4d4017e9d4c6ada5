import { parseCheckpoint, type Checkpoint } from '#transparency/checkpoint.ts'
import { parseNote } from '#transparency/note.ts'
import { verifyNote } from '#transparency/sign.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { parseVkey } from '#transparency/vkey.ts'
import { hex } from './encoding.ts'
import type { KeyList } from './key-list.ts'

/** A checkpoint that the county's keys vouch for. */
export interface VerifiedCheckpoint extends Checkpoint {
  /** Latest cosignature of a time key, seconds since 1970. */
  time: number
  /** vkey of the log key that signed. */
  log: string
  /** Witnesses of the key list that cosigned, each once, and whether they are as many as it asks for. */
  witnesses: { vkey: string; time: number }[]
  quorum: boolean
}

/**
 * Checks a signed checkpoint by a verified key list: this log's origin, a log key that counts at this size, and a time
 * key. SIGNATURE_MISSING says which of the two is lacking. Witnesses are reported, never required here.
 */
export async function verifyCheckpoint(
  noteText: string,
  keys: KeyList,
): Promise<VerifiedCheckpoint> {
  const note = parseNote(noteText)
  const checkpoint = parseCheckpoint(note.text)
  const { origin, size } = checkpoint
  if (origin !== keys.origin) throw new VerificationError('ORIGIN_WRONG', { origin: keys.origin })
  const counting = keys.log
    .filter(({ from, until }) => from <= size && (until === null || size < until))
    .map(({ vkey }) => vkey)
  const texts = [...new Set([...counting, ...keys.time, ...keys.witnesses])]
  const vkeys = await Promise.all(texts.map(parseVkey))
  const signed = (await verifyNote(note, vkeys)).map(({ vkey, time }) => ({
    text: texts[vkeys.indexOf(vkey)] ?? '',
    key: hex(vkey.publicKey),
    time,
  }))
  const log = signed.find(({ text, time }) => counting.includes(text) && time === null)
  if (!log) throw new VerificationError('SIGNATURE_MISSING', { by: 'log', size })
  const timed = (list: readonly string[]) =>
    signed.flatMap(({ text, key, time }) =>
      time !== null && list.includes(text) ? [{ vkey: text, key, time }] : [],
    )
  const times = timed(keys.time).map(({ time }) => time)
  if (times.length === 0) throw new VerificationError('SIGNATURE_MISSING', { by: 'time', size })
  // One key under two names is one witness.
  const witnesses = [...new Map(timed(keys.witnesses).map((one) => [one.key, one])).values()].map(
    ({ vkey, time }) => ({ vkey, time }),
  )
  return {
    ...checkpoint,
    time: Math.max(...times),
    log: log.text,
    witnesses,
    quorum: witnesses.length >= keys.quorum,
  }
}
