import type { RegionCode } from '#domain/region/region.ts'
import { objectPath } from '#protocol/addresses.ts'
import { publicKeyring } from '#protocol/keyring.ts'
import { openObject } from '#protocol/object.ts'
import { parseShelf, verifyShelf } from '#protocol/shelf.ts'
import type { Shelf, ShelfRef } from '#protocol/shapes.ts'
import type { ObjectRecord } from '../db.ts'
import type { Env } from './env.ts'

export interface OpenedShelf {
  ref: ShelfRef
  shelf: Shelf
  /** To be kept; null where it is on disk already. */
  fresh: ObjectRecord | null
}

/** A shelf from disk or from the county: bytes, content, form, and every notice's digest over its objects. */
export async function openShelf(
  env: Env,
  region: RegionCode,
  ref: ShelfRef,
  arrived: (bytes: number) => void,
): Promise<OpenedShelf> {
  const { address, length } = ref.object
  const kept = await env.store.read(() => env.store.db.objects.get(address))
  const bytes = kept?.bytes ?? (await env.door.bytes(objectPath(address), length))
  if (!kept) arrived(bytes.length)
  const shelf = parseShelf(await openObject(ref.object, bytes, publicKeyring))
  await verifyShelf(ref, shelf)
  return { ref, shelf, fresh: kept ? null : { address, region, bytes } }
}
