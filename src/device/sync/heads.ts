import type { RegionCode } from '#domain/region/region.ts'
import { boardPath, checkpointPath } from '#protocol/addresses.ts'
import { parseJson } from '#protocol/canonical-json.ts'
import { parseHead, verifyHead, type VerifiedHead } from '#protocol/head.ts'
import { LIMITS } from '#protocol/limits.ts'
import type { Head } from '#protocol/shapes.ts'
import { verifyCheckpoint, type VerifiedCheckpoint } from '#protocol/signed-checkpoint.ts'
import { parseCheckpoint } from '#transparency/checkpoint.ts'
import { parseNote } from '#transparency/note.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { HeldState } from '../db.ts'
import type { Door } from '../door/door.ts'
import { readAnswer } from './outcome.ts'
import type { Trust } from './keys.ts'

/** The county's newest signed checkpoint, as text. */
export async function fetchCheckpoint(door: Door): Promise<string> {
  const { text } = await door.text(checkpointPath, LIMITS.manifest)
  return readAnswer('checkpoint', () => {
    parseCheckpoint(parseNote(text ?? '').text)
    return text ?? ''
  })
}

/** Null: nothing has changed since `held`. */
export async function fetchHead(
  door: Door,
  region: RegionCode,
  held: HeldState | null,
): Promise<Head | null> {
  const etag = held ? `"${held.manifestHash}"` : null
  const { text } = await door.text(boardPath(region), LIMITS.head, etag)
  if (text === null) return null
  return readAnswer('head', () => {
    const head = parseHead(parseJson(text))
    parseCheckpoint(parseNote(head.checkpoint).text)
    return head
  })
}

export const verifySigned = (note: string, trust: Trust): Promise<VerifiedCheckpoint> =>
  verifyCheckpoint(note, trust.keys)

export interface NextHead extends VerifiedHead {
  head: Head
  checkpoint: VerifiedCheckpoint
}

/**
 * A head against the board held. `older`: lawful once, superseded now. `same`: what is held. Throws SEQ_FORKED where the
 * same seq was given two contents, or where an entry does not follow the one held.
 */
export async function compareHead(
  region: RegionCode,
  head: Head,
  checkpoint: VerifiedCheckpoint,
  held: HeldState | null,
  checkSeq: boolean,
): Promise<{ kind: 'older' } | { kind: 'same' } | { kind: 'next'; next: NextHead }> {
  const verified = await verifyHead(region, head, checkpoint)
  const next: NextHead = { ...verified, head, checkpoint }
  if (!held || !checkSeq) return { kind: 'next', next }
  const { seq, previous } = verified.entry
  if (seq < held.seq) return { kind: 'older' }
  const forked = () => new VerificationError('SEQ_FORKED', { region, seq })
  if (seq === held.seq) {
    if (verified.leaf !== held.leaf) throw forked()
    return { kind: 'same' }
  }
  if (seq === held.seq + 1 && previous !== held.leaf) throw forked()
  return { kind: 'next', next }
}

export const heldStateOf = ({
  manifest,
  manifestHash,
  entry,
  leaf,
  head,
}: NextHead): Omit<HeldState, 'notices' | 'bytes'> => ({
  seq: entry.seq,
  manifest: head.manifest,
  manifestHash,
  entry: head.entry,
  leaf,
  index: head.index,
  proof: head.proof,
  checkpoint: head.checkpoint,
  asOf: entry.at,
  names: manifest.names,
  epoch: manifest.epoch,
  demo: manifest.demo,
  name: manifest.name,
})
