import { lawfulChange } from '#domain/board/lawful-change.ts'
import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { boardStateOf } from '#protocol/board-state.ts'
import { boardKeyring, type Keyring } from '#protocol/keyring.ts'
import type { ShelfRef } from '#protocol/shapes.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { ofRegion, type NoticeRow } from '../db.ts'
import { DiskFull } from '../store.ts'
import type { Env } from './env.ts'
import { Gathering } from './gathering.ts'
import { Limit } from './limit.ts'
import { openShelf, type OpenedShelf } from './open-shelf.ts'
import { bytesOf, planShelf, type Bringing, type Keyed, type Plan, type Target } from './plan.ts'
import { receive, Writer } from './receive.ts'
import { collectGarbage, swapBoard, type Swap } from './swap.ts'
import { proveKeys, wantedOf } from './wanted.ts'

/**
 * Brings a board to a verified head: shelves, lawfulness, objects, each byte checked; then one transaction. Up to that
 * transaction nothing but unreferenced objects has been written. Throws whatever did not hold.
 */
export async function bring(env: Env, target: Target, to: Bringing): Promise<void> {
  const { region, manifest } = target
  const { db } = env.store
  const before = await env.store.read(() => ofRegion(db.shelves, region).toArray())
  const heldShelves = new Map(before.map((row) => [row.key, row]))
  const isSame = (ref: ShelfRef) =>
    !to.board.incomplete && heldShelves.get(ref.key)?.object === ref.object.address
  const changed = manifest.shelves.filter((ref) => !isSame(ref))
  const gone = before.filter(({ key }) => !manifest.shelves.some((ref) => ref.key === key))

  let bytes = 0
  const arrived = (more: number) => to.progress({ bytes: (bytes += more) })
  const opened = await openShelves(env, region, changed, arrived)
  const heldRows = await readRows(env, region, [
    ...changed.map(({ key }) => key),
    ...gone.map(({ key }) => key),
  ])
  if (to.board.held !== null || heldRows.length > 0)
    await refuseUnlawful(env, region, opened, heldRows)
  else refuse(lawfulChange(null, boardStateOf(region, shelvesOf(opened))))

  const keyed = await openableWith(region, to.keys, opened)
  const plan = await planAll(env, region, opened, keyed.ring)
  to.progress({
    phase: 'objects',
    bytes,
    totalBytes: bytes + bytesOf(plan.downloads),
    notices: 0,
    totalNotices: plan.notices.length,
  })

  const gathering = new Gathering(region, opened, plan, heldRows)
  const compile = (): Swap => gathering.swap(target, to, before, keyed)
  if (env.planted.has('swapBeforeVerify')) await swapBoard(env, compile(), true)
  const writer = new Writer(env.store)
  try {
    // Fresh shelves go to disk like any object, so that a killed sync finds them again.
    for (const { fresh } of opened) if (fresh) await writer.add(fresh)
    await gathering.takeOver(env, keyed.ring)
    await receive(env, writer, plan.downloads, {
      region,
      ring: keyed.ring,
      wanted: plan.missing,
      opened: (ref, value) => {
        gathering.take(ref, value)
        to.progress({ notices: gathering.noticesDone })
      },
      arrived,
    })
  } catch (error) {
    if (error instanceof DiskFull) {
      error.neededBytes = bytesOf(plan.downloads)
      // A full phone must not stay full of bytes that show nothing.
      await collectGarbage(env, region).catch(() => undefined)
    }
    throw error
  }
  to.progress({ phase: 'checking' })
  gathering.refuseGaps()
  to.progress({ phase: 'saving' })
  await swapBoard(env, compile(), false)
}

const shelvesOf = (opened: OpenedShelf[]) => opened.map(({ shelf }) => shelf)

async function openShelves(
  env: Env,
  region: RegionCode,
  refs: ShelfRef[],
  arrived: (bytes: number) => void,
): Promise<OpenedShelf[]> {
  const opened = new Map<string, OpenedShelf>()
  const limit = new Limit(env.parallel)
  for (const ref of refs)
    await limit.begin(async () => {
      opened.set(ref.key, await openShelf(env, region, ref, arrived))
    })
  await limit.end()
  return refs.map(({ key }) => opened.get(key)).filter((it) => it !== undefined)
}

const readRows = (env: Env, region: RegionCode, keys: string[]): Promise<NoticeRow[]> =>
  env.store.read(() =>
    env.store.db.notices
      .where('[region+shelf]')
      .anyOf(keys.map((key) => [region, key]))
      .toArray(),
  )

/** Unchanged shelves are the same on both sides; only the others are compared. */
async function refuseUnlawful(
  env: Env,
  region: RegionCode,
  opened: OpenedShelf[],
  heldRows: NoticeRow[],
): Promise<void> {
  const from = { region, notices: heldRows.map(({ posted }) => posted) }
  const to = boardStateOf(region, shelvesOf(opened))
  refuse(lawfulChange(from, to))
  // A notice that is new here must not hang on an unchanged shelf already.
  const held = new Set(heldRows.map(({ id }) => id))
  const fresh = to.notices.map(({ id }) => id).filter((id) => !held.has(id))
  const keys = fresh.map((id): [RegionCode, string] => [region, id])
  const twice = await env.store.read(() => env.store.db.notices.bulkGet(keys))
  const found = twice.find((row) => row !== undefined)
  if (found) refuse({ refused: 'chainBroken', notice: found.id })
}

function refuse(change: ReturnType<typeof lawfulChange>): void {
  if (change === null) return
  if (change.refused === 'updateTheApp')
    throw new VerificationError('UPDATE_THE_APP', { what: 'change' })
  const notice = 'notice' in change ? change.notice : ''
  throw new VerificationError('CHANGE_UNLAWFUL', { refused: change.refused, notice })
}

async function openableWith(
  region: RegionCode,
  keys: Bringing['keys'],
  opened: OpenedShelf[],
): Promise<Keyed> {
  const rings = keys.map((key) => ({ epoch: key.epoch, ring: boardKeyring(region, [key]) }))
  const proven = await proveKeys(rings, shelvesOf(opened))
  const wrong = new Set(
    keys.map(({ epoch }) => epoch).filter((epoch) => proven.get(epoch) === false),
  )
  return {
    wrong,
    ring: boardKeyring(
      region,
      keys.filter(({ epoch }) => !wrong.has(epoch)),
    ),
  }
}

async function planAll(
  env: Env,
  region: RegionCode,
  opened: OpenedShelf[],
  ring: Keyring,
): Promise<Plan> {
  const { db } = env.store
  const kept = await env.store.read(() => db.objects.where({ region }).primaryKeys())
  const present = new Set<Hash>(kept)
  const notices = opened.flatMap(({ shelf }) =>
    shelf.notices.map((record, order) => ({
      record,
      shelf: shelf.key,
      order,
      wanted: wantedOf(record, ring),
    })),
  )
  const missing = new Set<Hash>()
  for (const { wanted } of notices)
    for (const { address } of [wanted.head, ...wanted.lists].filter((ref) => ref !== null))
      if (!present.has(address)) missing.add(address)
  const downloads = opened.flatMap(({ shelf, ref }) => planShelf(shelf, ref, missing))
  return { downloads, missing, notices }
}
