import type { UnlawfulChange } from '#domain/board/board-state.ts'
import { lawfulChange } from '#domain/board/lawful-change.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { Region } from '#domain/region/region.ts'
import { boardStateOf } from '#protocol/board-state.ts'
import { formatManifest, manifestHash } from '#protocol/manifest.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import type { Manifest, ShelfRef } from '#protocol/shapes.ts'
import type { ObjectRow, PackRow } from '../storage/log.ts'
import { kindOfShelf, type BoardDraft } from './board-draft.ts'
import { objectRow, packOfBytes, seal, type Random } from './seal-objects.ts'

export interface NextBoard {
  manifest: Manifest
  /** The manifest's canonical JSON, as it will be served. */
  text: string
  /** SHA-256 of the text. */
  hash: string
  objects: ObjectRow[]
  packs: PackRow[]
}

export interface BoardFacts {
  region: Region
  settings: PublicSettings
  epoch: number
  demo: boolean
  at: Instant
  random: Random
  /** Bytes of an object that hangs already, for the shelf's pack. */
  stored: (address: string) => Uint8Array
}

async function shelfRefOf(
  draft: BoardDraft,
  key: string,
  facts: BoardFacts,
): Promise<{ ref: ShelfRef; object: ObjectRow; pack: PackRow | null }> {
  const shelf = draft.shelves.get(key)
  if (!shelf) throw new Error(`shelf ${key} is not open`)
  const sealed = await seal('shelf', shelf, 'public', facts.random)
  const addresses = shelf.notices.flatMap((record) => record.objects.map(({ address }) => address))
  const pack = addresses.length > 0 ? packOfBytes(addresses, addresses.map(facts.stored)) : null
  return {
    ref: {
      key,
      ...kindOfShelf(key),
      notices: shelf.notices.length,
      object: sealed.ref,
      pack: pack?.ref ?? null,
    },
    object: objectRow(sealed),
    pack: pack?.row ?? null,
  }
}

/** Shelves that nobody touched stay byte for byte what they were. */
export async function nextBoard(draft: BoardDraft, facts: BoardFacts): Promise<NextBoard> {
  const made = await Promise.all([...draft.touched].map((key) => shelfRefOf(draft, key, facts)))
  const fresh = new Map(made.map(({ ref }) => [ref.key, ref]))
  const kept = (draft.manifest?.shelves ?? []).map((ref) => fresh.get(ref.key) ?? ref)
  const known = new Set(kept.map((ref) => ref.key))
  const manifest: Manifest = {
    v: 1,
    region: draft.region,
    seq: draft.manifest ? draft.manifest.seq + 1 : 0,
    at: facts.at,
    name: facts.region.name,
    names: facts.settings.names,
    archive: facts.settings.archive,
    epoch: facts.epoch,
    demo: facts.demo,
    shelves: [...kept, ...made.map(({ ref }) => ref).filter((ref) => !known.has(ref.key))],
  }
  const text = formatManifest(manifest)
  const bytes = new Uint8Array(Buffer.from(text, 'utf8'))
  const hash = await manifestHash(text)
  return {
    manifest,
    text,
    hash,
    objects: [...made.map(({ object }) => object), { address: hash, length: bytes.length, bytes }],
    packs: made.map(({ pack }) => pack).filter((pack) => pack !== null),
  }
}

/** What a phone will ask of this change, asked here first: an unlawful one must never be signed. */
export function refuseUnlawful(before: BoardDraft, after: BoardDraft): UnlawfulChange | null {
  const from = before.manifest ? boardStateOf(before.region, [...before.shelves.values()]) : null
  return lawfulChange(from, boardStateOf(after.region, [...after.shelves.values()]))
}
