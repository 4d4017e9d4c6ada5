import type { RegionCode } from '#domain/region/region.ts'
import { utf8 } from '#protocol/encoding.ts'
import { hashOf } from '#protocol/sha256.ts'
import type { VerificationError } from '#transparency/verification-error.ts'
import type { EvidenceRecord } from '../db.ts'
import type { Env } from './env.ts'
import { alarmCodeOf } from './outcome.ts'

/** Enough to show a pattern, too few to fill a phone. What somebody's QR said never drives out what a county said. */
const MOST = { told: 20, seen: 5 }
const kindOf = ({ seen }: Record<string, string>) => (seen === undefined ? 'told' : 'seen')

/** Keeps what did not hold beside what is held. The same trouble again is the same evidence. Answers its number. */
export async function keepEvidence(
  env: Env,
  region: RegionCode,
  error: VerificationError,
  got: Record<string, string>,
): Promise<number> {
  const { db } = env.store
  const [board, log] = await env.store.read(() =>
    Promise.all([db.boards.get(region), db.log.get('log')]),
  )
  const held: Record<string, string> = {}
  if (log?.checkpoint) held['checkpoint'] = log.checkpoint
  if (board?.held) {
    held['entry'] = board.held.entry
    held['manifest'] = board.held.manifest
    held['headCheckpoint'] = board.held.checkpoint
  }
  const print = await hashOf(
    utf8([region, error.message, got['checkpoint'], got['entry']].join('\n')),
  )
  const record: EvidenceRecord = {
    region,
    code: alarmCodeOf(error),
    at: env.clock.instant(),
    // Codes, numbers and hashes; a VerificationError never says more.
    detail: error.message,
    held,
    got,
    print,
  }
  return env.store.write([db.evidence], async () => {
    const all = await db.evidence.toArray()
    const same = all.find((one) => one.print === print)
    if (same?.id !== undefined) return same.id
    const kind = kindOf(got)
    const alike = all.filter((one) => kindOf(one.got) === kind)
    const old = alike.slice(0, Math.max(0, alike.length - MOST[kind] + 1))
    await db.evidence.bulkDelete(old.flatMap(({ id }) => (id === undefined ? [] : [id])))
    return (await db.evidence.add(record)) ?? 0
  })
}
