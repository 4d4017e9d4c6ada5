import { concat, utf8 } from './bytes.ts'
import { ed25519 } from './ed25519.ts'
import { formatNote, type Note, type NoteSignature } from './note.ts'
import type { Signer } from './signer.ts'
import { VerificationError } from './verification-error.ts'
import { parseVkey, type Vkey } from './vkey.ts'

/** A signature that was checked. `time` (seconds since 1970) is what a cosignature swears to; null for a plain one. */
export interface VerifiedSignature {
  vkey: Vkey
  time: number | null
}

const TIME_BYTES = 8

/** What cosignature/v1 signs (C2SP tlog-cosignature). */
const cosigned = (text: string, time: number): Uint8Array =>
  utf8(`cosignature/v1\ntime ${time}\n${text}`)

function timeBytes(time: number): Uint8Array {
  const bytes = new Uint8Array(TIME_BYTES)
  for (let i = TIME_BYTES - 1, rest = time; i >= 0; i--, rest = Math.floor(rest / 256))
    bytes[i] = rest % 256
  return bytes
}

function readTime(bytes: Uint8Array): number {
  let time = 0
  for (const byte of bytes.subarray(0, TIME_BYTES)) time = time * 256 + byte
  return time
}

/** Signs the text of a note with an ordinary note key. */
export async function signText(text: string, signer: Signer): Promise<NoteSignature> {
  if (signer.kind !== 'note') throw new TypeError('a cosignature key never signs bare texts')
  const { name, keyId } = await parseVkey(signer.vkey)
  return { name, keyId, signature: await signer.sign(utf8(text)) }
}

/** Signs time and text of a checkpoint: "at this time this was the largest tree I knew". `time` in whole seconds. */
export async function cosignText(
  text: string,
  signer: Signer,
  time: number,
): Promise<NoteSignature> {
  if (signer.kind !== 'cosignature') throw new TypeError('only a cosignature key signs a time')
  if (!Number.isSafeInteger(time) || time < 0) throw new RangeError('time is in whole seconds')
  const { name, keyId } = await parseVkey(signer.vkey)
  const signature = concat(timeBytes(time), await signer.sign(cosigned(text, time)))
  return { name, keyId, signature }
}

/** A note signed by each of these; cosignature keys swear to `time`. */
export async function signNote(
  text: string,
  signers: readonly Signer[],
  time = 0,
): Promise<string> {
  const signatures = await Promise.all(
    signers.map((signer) =>
      signer.kind === 'note' ? signText(text, signer) : cosignText(text, signer, time),
    ),
  )
  return formatNote({ text, signatures })
}

/**
 * Checks a note against the keys that are trusted (C2SP signed-note): unknown keys are passed over, one wrong signature
 * of a known key refuses the whole note, and so does the absence of any known key. A key counts once, with the latest
 * time that it swore to.
 */
export async function verifyNote(note: Note, vkeys: readonly Vkey[]): Promise<VerifiedSignature[]> {
  const found = new Map<Vkey, number | null>()
  for (const signature of note.signatures) {
    const vkey = vkeys.find(
      ({ name, keyId }) => name === signature.name && keyId === signature.keyId,
    )
    if (!vkey) continue
    const time = await verifySignature(note.text, signature, vkey)
    const before = found.get(vkey)
    found.set(vkey, typeof before === 'number' && time !== null ? Math.max(before, time) : time)
  }
  if (found.size === 0) throw new VerificationError('SIGNATURE_MISSING')
  return [...found].map(([vkey, time]) => ({ vkey, time }))
}

async function verifySignature(
  text: string,
  { signature }: NoteSignature,
  vkey: Vkey,
): Promise<number | null> {
  const timed = vkey.kind === 'cosignature'
  const time = timed ? readTime(signature) : null
  const bare = timed ? signature.subarray(TIME_BYTES) : signature
  const message = time === null ? utf8(text) : cosigned(text, time)
  const curve = await ed25519()
  if (time !== null && !Number.isSafeInteger(time))
    throw new VerificationError('SIGNATURE_WRONG', { name: vkey.name })
  if (!(await curve.verify(vkey.publicKey, bare, message)))
    throw new VerificationError('SIGNATURE_WRONG', { name: vkey.name })
  return time
}
