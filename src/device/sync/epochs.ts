import type { RegionCode } from '#domain/region/region.ts'
import { parseManifest } from '#protocol/manifest.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { OpenRefusal } from '../api.ts'
import { DoorTrouble } from '../door/door.ts'
import type { Env } from './env.ts'
import { fetchHead } from './heads.ts'

/** The head is not verified here: its epoch must not decide how much work we do. */
const MOST_EPOCHS = 1000

/**
 * Epochs that a typed code may belong to, newest first: the one that the board has told of, and those before it. Asks the
 * county where it was never heard; nothing of the answer is believed.
 */
export async function epochsOf(env: Env, region: RegionCode): Promise<number[] | OpenRefusal> {
  const newest = await newestEpoch(env, region)
  if (typeof newest !== 'number') return newest
  return Array.from({ length: Math.min(newest, MOST_EPOCHS) + 1 }, (_, back) => newest - back)
}

async function newestEpoch(
  { store, door }: Env,
  region: RegionCode,
): Promise<number | OpenRefusal> {
  const board = await store.read(() => store.db.boards.get(region))
  if (board?.held) return board.held.epoch
  try {
    const head = await fetchHead(door, region, null)
    return head ? parseManifest(head.manifest).epoch : { refused: 'offline' }
  } catch (error) {
    if (error instanceof DoorTrouble || error instanceof VerificationError)
      return { refused: 'offline' }
    return { refused: 'noSuchBoard' }
  }
}
