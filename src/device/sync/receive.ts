import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { objectPath, packPath } from '#protocol/addresses.ts'
import type { Keyring } from '#protocol/keyring.ts'
import { openObject } from '#protocol/object.ts'
import type { ObjectRef } from '#protocol/shapes.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { ObjectRecord } from '../db.ts'
import type { Store } from '../store.ts'
import type { Env } from './env.ts'
import { Limit } from './limit.ts'
import type { Download } from './plan.ts'

/** Verified objects go to disk in batches of so many, so that a killed download loses little. */
const BATCH = { objects: 32, bytes: 512 * 1024 }

export interface Receiving {
  region: RegionCode
  ring: Keyring
  /** Addresses that are wanted; what else a pack brings is let go. */
  wanted: ReadonlySet<Hash>
  /** Called for each object once all of it holds, in any order, before it is on disk. */
  opened: (ref: ObjectRef, value: unknown) => void
  arrived: (bytes: number) => void
}

/**
 * Fetches and checks objects, and keeps them with what waits in `writer` already. What was kept before a failure stays
 * kept, for the next try.
 */
export async function receive(
  env: Env,
  writer: Writer,
  downloads: Download[],
  to: Receiving,
): Promise<void> {
  const checks = new Limit(env.parallel === 1 ? 1 : env.parallel * 4)
  let broken: VerificationError | null = null
  const take = (ref: ObjectRef, bytes: Uint8Array) =>
    checks.begin(async () => {
      try {
        to.opened(ref, await openObject(ref, bytes, to.ring))
      } catch (error) {
        if (!env.planted.has('noObjectHash')) {
          if (!(error instanceof VerificationError)) throw error
          // The rest of a pack may be sound: it is kept, and the next try asks for this one by itself.
          broken ??= error
          return
        }
      }
      await writer.add({ address: ref.address, region: to.region, bytes })
    })
  const streams = new Limit(env.parallel)
  try {
    for (const download of downloads) await streams.begin(() => fetchOne(env, download, to, take))
    await streams.end()
    await checks.end()
  } catch (error) {
    await streams.settle()
    await checks.settle()
    // Whatever ended the download, bytes that hold are worth keeping; a full disk is told by the first error.
    await writer.end().catch(() => undefined)
    throw error
  }
  await writer.end()
  if (broken) throw broken
}

async function fetchOne(
  env: Env,
  download: Download,
  to: Receiving,
  take: (ref: ObjectRef, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  if (download.kind === 'object') {
    const { object } = download
    const bytes = await env.door.bytes(objectPath(object.address), object.length)
    to.arrived(bytes.length)
    return take(object, bytes)
  }
  const splitter = new Splitter(download.objects, to.wanted, take)
  const { address, length } = download.pack
  await env.door.stream(packPath(address), length, async (bytes) => {
    to.arrived(bytes.length)
    await splitter.push(bytes)
  })
}

/** Cuts a pack into its objects while it is still arriving. */
class Splitter {
  private readonly objects: readonly ObjectRef[]
  private readonly wanted: ReadonlySet<Hash>
  private readonly take: (ref: ObjectRef, bytes: Uint8Array) => Promise<void>
  private at = 0
  private filled = 0
  private room: Uint8Array | null = null

  constructor(
    objects: readonly ObjectRef[],
    wanted: ReadonlySet<Hash>,
    take: (ref: ObjectRef, bytes: Uint8Array) => Promise<void>,
  ) {
    this.objects = objects
    this.wanted = wanted
    this.take = take
  }

  async push(piece: Uint8Array): Promise<void> {
    let from = 0
    while (from < piece.length) {
      const ref = this.objects[this.at]
      if (!ref) return
      const wanted = this.wanted.has(ref.address)
      // A buffer of its own: a view would drag the whole piece into the database.
      if (wanted) this.room ??= new Uint8Array(ref.length)
      const part = piece.subarray(from, from + ref.length - this.filled)
      if (wanted) this.room?.set(part, this.filled)
      this.filled += part.length
      from += part.length
      if (this.filled < ref.length) return
      const whole = this.room
      this.at++
      this.filled = 0
      this.room = null
      if (wanted && whole) await this.take(ref, whole)
    }
  }
}

/** Puts verified objects in small transactions of their own, one after the other. */
export class Writer {
  private readonly store: Store
  private waiting: ObjectRecord[] = []
  private bytes = 0
  private last: Promise<void> = Promise.resolve()

  constructor(store: Store) {
    this.store = store
  }

  async add(record: ObjectRecord): Promise<void> {
    this.waiting.push(record)
    this.bytes += record.bytes.length
    if (this.waiting.length >= BATCH.objects || this.bytes >= BATCH.bytes) await this.flush()
  }

  async end(): Promise<void> {
    await this.flush()
  }

  private flush(): Promise<void> {
    const records = this.waiting
    this.waiting = []
    this.bytes = 0
    const { db } = this.store
    this.last = this.last.then(async () => {
      if (records.length > 0)
        await this.store.write([db.objects], () => db.objects.bulkPut(records))
    })
    return this.last
  }
}
