import { instantOf } from '#domain/calendar/day.ts'
import { formatCheckpoint, parseCheckpoint } from '#transparency/checkpoint.ts'
import { formatNote, parseNote } from '#transparency/note.ts'
import { cosignText, signNote } from '#transparency/sign.ts'
import { newestCheckpoint, putCheckpoint, type CheckpointRow, type LogRow } from '../storage/log.ts'
import { bytesOf } from './hex.ts'
import type { Publishing } from './publishing.ts'

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000)

/** A checkpoint of this head, signed by the log and timestamped. */
export async function signCheckpoint(
  p: Pick<Publishing, 'logSigner' | 'timeSigner'>,
  { origin, size, root }: Pick<LogRow, 'origin' | 'size' | 'root'>,
  at: number,
): Promise<CheckpointRow> {
  const text = formatCheckpoint({ origin, size, root: bytesOf(root) })
  const note = await signNote(text, [await p.logSigner(size), p.timeSigner], seconds(at))
  return { size, note, cosigned_at: instantOf(seconds(at) * 1000) }
}

/**
 * Timestamps the newest checkpoint anew: the log's own signature stays, the time's is replaced by a younger one. Called
 * every ten minutes, so that a phone without news can still tell that the county was heard today. Returns the note.
 */
export function cosignAnew(p: Publishing): Promise<string | null> {
  return p.turn(async () => {
    const newest = await newestCheckpoint(p.db)
    if (!newest) return null
    const note = parseNote(newest.note)
    const at = Math.max(p.now(), Date.parse(newest.cosigned_at))
    const cosignature = await cosignText(note.text, p.timeSigner, seconds(at))
    const others = note.signatures.filter(({ name }) => name !== p.timeSigner.name)
    const next = formatNote({ text: note.text, signatures: [...others, cosignature] })
    await p.db.transaction().execute((tx) =>
      putCheckpoint(tx, {
        size: parseCheckpoint(note.text).size,
        note: next,
        cosigned_at: instantOf(seconds(at) * 1000),
      }),
    )
    return next
  })
}
