import { instantOf } from '#domain/calendar/day.ts'
import { parseMapping, type SenderMapping } from '../import/mapping.ts'
import { findMapping, putMapping } from '../storage/imports.ts'
import type { Db } from '../storage/log.ts'

/** How the columns of this sender's sheets for a program were understood before. */
export async function knownMapping(
  db: Db,
  sender: string,
  program: string,
): Promise<SenderMapping> {
  const text = await findMapping(db, sender, program)
  return text === null ? {} : (parseMapping(JSON.parse(text)) ?? {})
}

/** Remembers what the office corrected, beside what it corrected of other sheets before. */
export async function rememberMapping(
  tx: Db,
  of: { sender: string; program: string; mapping: SenderMapping; now: number },
): Promise<void> {
  const { sender, program, now } = of
  const mapping = { ...(await knownMapping(tx, sender, program)), ...of.mapping }
  await putMapping(tx, { sender, program, mapping: JSON.stringify(mapping), at: instantOf(now) })
}
