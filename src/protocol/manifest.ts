import type { Hash } from '#domain/board/board-state.ts'
import { malformed } from '#transparency/verification-error.ts'
import { canonicalJson, parseCanonical } from './canonical-json.ts'
import {
  both,
  count,
  flag,
  instant,
  listOf,
  nullable,
  oneOf,
  record,
  region,
  textUpTo,
  versionOne,
} from './door.ts'
import { utf8 } from './encoding.ts'
import { LIMITS } from './limits.ts'
import { objectRef, packRef } from './object-ref.ts'
import { hashOf } from './sha256.ts'
import type { Manifest, ShelfRef } from './shapes.ts'

const shelfRef = record<ShelfRef>({
  key: textUpTo(40),
  kind: oneOf('payments', 'affairs', 'reference'),
  year: nullable(count),
  notices: count,
  object: objectRef,
  pack: nullable(packRef),
})

const manifest = record<Manifest>({
  v: versionOne,
  region,
  seq: count,
  at: instant,
  name: both,
  names: oneOf('boardKey', 'public'),
  archive: oneOf('asNames', 'office'),
  epoch: count,
  demo: flag,
  shelves: listOf(shelfRef, 1000),
})

/** The bytes of a manifest as text; its SHA-256 is its address, the board's ETag and what the entry names. */
export function formatManifest(value: Manifest): string {
  const text = canonicalJson(value)
  if (utf8(text).length > LIMITS.manifest) throw new RangeError('a manifest has at most 64 KiB')
  return text
}

export const manifestHash = (text: string): Promise<Hash> => hashOf(utf8(text))

/** Reads a manifest; untrusted. Canonical JSON only; each shelf once; every shelf open to all. */
export function parseManifest(text: string): Manifest {
  if (text.length > LIMITS.manifest) malformed('manifest', 'length')
  const parsed = manifest(parseCanonical(text, 'manifest'), 'manifest')
  const keys = new Set<string>()
  for (const shelf of parsed.shelves) {
    if (shelf.key !== shelfKey(shelf.kind, shelf.year)) malformed('manifest', 'shelves.key')
    if (shelf.object.role !== 'shelf' || shelf.object.open !== 'public')
      malformed('manifest', 'shelves.object')
    if (keys.has(shelf.key)) malformed('manifest', 'shelves.twice')
    keys.add(shelf.key)
  }
  return parsed
}

/** `payments-2025`, `affairs-2025`, `reference`. */
export const shelfKey = (kind: ShelfRef['kind'], year: number | null): string =>
  year === null ? kind : `${kind}-${year}`
