import type { RegionCode } from '#domain/region/region.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { SyncOutcome, SyncProgress } from '../api.ts'
import { countyOfCode } from '../county.ts'
import { Moved, NewerData } from '../store.ts'
import type { Env } from './env.ts'
import { keepEvidence } from './evidence.ts'
import { alarmCodeOf, plainOutcome } from './outcome.ts'
import { emptyBoard, Round, type Fared } from './round.ts'

/** What does not hold is asked for once more before it counts: a bad line garbles, a county's lie stays. */
const TRIES = 2
/** Another tab that is faster again and again is still making progress. */
const MOVES = 4

/** Syncs boards of one county. Always answers with an outcome for each; throws only for faults of our own. */
export async function syncBoards(
  env: Env,
  regions: RegionCode[],
  progress: (step: SyncProgress) => void,
): Promise<SyncOutcome[]> {
  if (env.store.readOnly) return regions.map((region) => ({ kind: 'updateTheApp', region }))
  // Plain http: the browser keeps its cryptography to itself, so nothing could be believed.
  if (!globalThis.crypto?.subtle) return regions.map((region) => ({ kind: 'notSecure', region }))
  const outcomes = new Map<RegionCode, SyncOutcome>()
  const faults: unknown[] = []
  let left = await stillFollowed(env, regions, outcomes)
  let moves = 0
  for (let tries = 1; left.length > 0;) {
    const fared = await new Round(env, left, progress).run()
    const again: RegionCode[] = []
    let moved = false
    for (const [region, one] of fared) {
      if ('outcome' in one) outcomes.set(region, one.outcome)
      else if (one.error instanceof Moved && moves < MOVES) {
        moved = true
        again.push(region)
      } else if (tries < TRIES && !(one.error instanceof Moved)) again.push(region)
      else {
        const outcome = await judge(env, region, one).catch((fault: unknown) => {
          faults.push(fault)
        })
        if (outcome) outcomes.set(region, outcome)
      }
    }
    if (moved) moves++
    else tries++
    left = await stillFollowed(env, again, outcomes)
  }
  const told = await remember(
    env,
    regions.flatMap((region) => outcomes.get(region) ?? []),
  )
  // A fault of ours at one board did not keep the others from their turn; now it is said.
  if (faults.length > 0) throw faults[0]
  return told
}

/** A board that nobody here follows, or no longer: it is not synced, and what had come of it goes. */
async function stillFollowed(
  env: Env,
  regions: RegionCode[],
  outcomes: Map<RegionCode, SyncOutcome>,
): Promise<RegionCode[]> {
  const { db } = env.store
  const left: RegionCode[] = []
  for (const region of regions) {
    const follow = await env.store.read(() => db.follows.get(region))
    // The county's own board is followed by nobody and synced for all.
    if (follow || countyOfCode(region) === region) left.push(region)
    else {
      outcomes.set(region, { kind: 'noSuchBoard', region })
      await env.store.write([db.objects], () => db.objects.where({ region }).delete())
    }
  }
  return left
}

async function judge(
  env: Env,
  region: RegionCode,
  fared: Extract<Fared, { error: unknown }>,
): Promise<SyncOutcome> {
  const { error, seen } = fared
  const plain = plainOutcome(error, region)
  if (plain) return plain
  if (error instanceof Moved) return { kind: 'notReady', region }
  if (!(error instanceof VerificationError)) throw error
  const evidence = await keepEvidence(env, region, error, seen).catch((fault: unknown) => {
    // No room for it: the alarm is told all the same.
    if (plainOutcome(fault, region)) return 0
    throw fault
  })
  return { kind: 'alarm', region, code: alarmCodeOf(error), evidence }
}

/** Each board remembers how it fared last, and when the county was really heard. */
async function remember(env: Env, outcomes: SyncOutcome[]): Promise<SyncOutcome[]> {
  const { store, clock } = env
  const { db } = store
  try {
    await store.write([db.boards, db.follows, db.log], async () => {
      const county = (await db.log.get('log'))?.county
      for (const outcome of outcomes) {
        const { region } = outcome
        const [board, follow] = await Promise.all([db.boards.get(region), db.follows.get(region)])
        if (!board && !follow && region !== county) continue
        await db.boards.put({
          ...(board ?? emptyBoard(region)),
          lastOutcome: outcome,
          heardAt: outcome.kind === 'fresh' ? clock.instant() : (board?.heardAt ?? null),
        })
      }
    })
  } catch (error) {
    // How it went is told anyway; not being able to note it down changes no board.
    if (error instanceof NewerData)
      return outcomes.map(({ region }) => ({ kind: 'updateTheApp', region }))
    if (plainOutcome(error, outcomes[0]?.region ?? ('' as RegionCode)) === null) throw error
  }
  return outcomes
}
