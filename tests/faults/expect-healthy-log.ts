import { expect } from 'vitest'
import type { BoardState, Hash } from '#domain/board/board-state.ts'
import { lawfulChange } from '#domain/board/lawful-change.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { verifyConsistency } from '#transparency/proof.ts'
import { parseEntryBundle, parseTile, tilesOf, tileSpan } from '#transparency/tiles.ts'
import { leafHash, rangeHash, rootOf, type ReadHash } from '#transparency/tree.ts'
import { boardStateOf } from '#protocol/board-state.ts'
import { fromBase64, fromUtf8, hex } from '#protocol/encoding.ts'
import { entryLeafHash, parseEntry } from '#protocol/entry.ts'
import { parseHead, verifyHead } from '#protocol/head.ts'
import { parseHeader } from '#protocol/header.ts'
import { boardKeyring } from '#protocol/keyring.ts'
import { verifyKeyList } from '#protocol/key-list.ts'
import { boardKeyOf } from '#protocol/keys.ts'
import { parseListChunk } from '#protocol/list-chunk.ts'
import { parseManifest } from '#protocol/manifest.ts'
import { openObject } from '#protocol/object.ts'
import { splitPack } from '#protocol/pack.ts'
import { parseReference } from '#protocol/parse-reference.ts'
import { hashOf } from '#protocol/sha256.ts'
import { objectsOf, parseShelf, verifyShelf } from '#protocol/shelf.ts'
import { verifyCheckpoint } from '#protocol/signed-checkpoint.ts'
import type { Manifest, Shelf } from '#protocol/shapes.ts'
import {
  readCheckpoint,
  readConsistency,
  readHead,
  readLogDescription,
  readObject,
  readPack,
  readTile,
} from '#server/publishing/read.ts'
import { allBoardRows, type Db } from '#server/storage/log.ts'

/** What a healthy log shows: how large it is and what hangs on each board, by everything that was ever published. */
export interface HealthyLog {
  size: number
  /** Notices on each board now: id → version and state. */
  boards: Map<string, Map<string, { version: number; state: string; lines: number }>>
}

function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`missing: ${what}`)
  return value
}

/**
 * Audits everything with nothing but what the public may read, and the county secret to open the lists: signatures, tiles,
 * proofs, every state of every board from its first, every object, every pack. Throws where anything does not hold.
 */
export async function expectHealthyLog(
  db: Db,
  countySecret: Uint8Array,
  expected: { size?: number } = {},
): Promise<HealthyLog> {
  const { keys } = await verifyKeyList(must(await readLogDescription(db), 'log').keyList, null)
  const checkpoint = await verifyCheckpoint(must(await readCheckpoint(db), 'checkpoint'), keys)
  if (expected.size !== undefined) expect(checkpoint.size).toBe(expected.size)
  const texts = await auditTree(db, checkpoint)
  const seen = await auditBoards(db, countySecret, texts)
  for (const row of await allBoardRows(db)) {
    const head = parseHead(
      JSON.parse(must(await readHead(db, row.region as RegionCode), 'head').body),
    )
    const under = await verifyCheckpoint(head.checkpoint, keys)
    const { manifestHash, entry } = await verifyHead(row.region as RegionCode, head, under)
    expect(manifestHash).toBe(row.manifest)
    expect(entry.seq).toBe(seen.newest.get(row.region)?.seq)
    const { proof } = must(await readConsistency(db, under.size, checkpoint.size), 'consistency')
    await verifyConsistency(
      under,
      checkpoint,
      proof.map((text) => fromBase64(text)),
    )
  }
  expect((await allBoardRows(db)).map((row) => row.region).sort()).toEqual(
    [...seen.newest.keys()].sort(),
  )
  await expectNoOrphans(db, seen.addresses)
  return { size: checkpoint.size, boards: seen.boards }
}

async function auditTree(
  db: Db,
  checkpoint: { size: number; root: Uint8Array },
): Promise<string[]> {
  const texts: string[] = []
  const leaves: Uint8Array[] = []
  for (const tile of tilesOf(checkpoint.size)) {
    const bytes = must(await readTile(db, tile), 'tile')
    if (tile.level === 'entries') {
      for (const entry of parseEntryBundle(bytes, tile.width)) {
        texts.push(fromUtf8(entry))
        leaves.push(await leafHash(entry))
      }
      continue
    }
    const { level, from } = tileSpan(tile)
    const read: ReadHash = (at, index) => (at === 0 ? must(leaves[index], 'leaf') : missing(at))
    for (const [i, hash] of parseTile(bytes, tile.width).entries()) {
      const start = (from + i) * 2 ** level
      expect(hex(hash)).toBe(hex(await deep(start, start + 2 ** level, read)))
    }
  }
  expect(hex(await rootOf(leaves))).toBe(hex(checkpoint.root))
  return texts
}

const missing = (level: number): never => {
  throw new Error(`level ${level} is reckoned from leaves here`)
}

/** Hash of a range from its leaves alone. */
async function deep(from: number, to: number, read: ReadHash): Promise<Uint8Array> {
  const leaves = await Promise.all(Array.from({ length: to - from }, (_, i) => read(0, from + i)))
  return to - from === 1 ? rangeHash(from, to, read) : rootOf(leaves)
}

interface Seen {
  newest: Map<string, Manifest>
  boards: HealthyLog['boards']
  addresses: Set<string>
}

async function auditBoards(db: Db, countySecret: Uint8Array, texts: string[]): Promise<Seen> {
  const newest = new Map<string, Manifest>()
  const states = new Map<string, BoardState>()
  const leaves = new Map<string, Hash>()
  const boards: HealthyLog['boards'] = new Map()
  const opened = new Map<string, unknown>()
  const addresses = new Set<string>()
  let instant = ''
  for (const text of texts) {
    const entry = parseEntry(text)
    const { region } = entry
    expect(entry.at >= instant).toBe(true)
    instant = entry.at
    expect(entry.seq).toBe((newest.get(region)?.seq ?? -1) + 1)
    expect(entry.previous).toBe(leaves.get(region) ?? null)
    leaves.set(region, await entryLeafHash(text))
    const bytes = must(await readObject(db, entry.manifest), 'manifest')
    expect(await hashOf(bytes)).toBe(entry.manifest)
    addresses.add(entry.manifest)
    const manifest = parseManifest(fromUtf8(bytes))
    expect([manifest.region, manifest.seq, manifest.at]).toEqual([region, entry.seq, entry.at])
    const shelves = await auditShelves(db, countySecret, manifest, opened, addresses, boards)
    const state = boardStateOf(region, shelves)
    expect(lawfulChange(states.get(region) ?? null, state)).toBeNull()
    states.set(region, state)
    newest.set(region, manifest)
  }
  return { newest, boards, addresses }
}

async function auditShelves(
  db: Db,
  countySecret: Uint8Array,
  manifest: Manifest,
  opened: Map<string, unknown>,
  addresses: Set<string>,
  boards: HealthyLog['boards'],
): Promise<Shelf[]> {
  const { region } = manifest
  const keys = await Promise.all(
    Array.from({ length: manifest.epoch }, async (_, i) => ({
      epoch: i + 1,
      key: await boardKeyOf(countySecret, region, i + 1),
    })),
  )
  const keyring = boardKeyring(region, keys)
  const hanging = new Map<string, { version: number; state: string; lines: number }>()
  boards.set(region, hanging)
  const shelves: Shelf[] = []
  for (const ref of manifest.shelves) {
    const bytes = must(await readObject(db, ref.object.address), 'shelf')
    addresses.add(ref.object.address)
    const shelf = parseShelf(await openObject(ref.object, bytes, keyring))
    await verifyShelf(ref, shelf)
    shelves.push(shelf)
    await auditPack(db, objectsOf(shelf), ref.pack, opened)
    for (const notice of shelf.notices) {
      let lines = 0
      if (notice.objects.length > 1) await auditPack(db, notice.objects, notice.pack, opened)
      for (const object of notice.objects) {
        addresses.add(object.address)
        if (!opened.has(object.address)) {
          const body = must(await readObject(db, object.address), 'object')
          opened.set(object.address, await openObject(object, body, keyring))
        }
        const value = opened.get(object.address)
        if (object.role === 'list') lines += parseListChunk(value).name.length
        if (object.role === 'document') expect(parseReference(value)?.name).toBe(notice.item)
        if (object.role === 'header') {
          const header = parseHeader(value)
          expect([header.notice, header.version]).toEqual([notice.id, notice.version])
        }
      }
      hanging.set(notice.id, { version: notice.version, state: notice.state, lines })
    }
  }
  return shelves
}

async function auditPack(
  db: Db,
  refs: { length: number; address: Hash }[],
  pack: { address: Hash; length: number } | null,
  audited: Map<string, unknown>,
): Promise<void> {
  if (refs.length === 0) return
  // A pack is its address: found right once with these parts, it is right wherever it is named.
  const name = `${pack?.address} ${refs.map(({ address }) => address).join()}`
  if (audited.has(name)) return
  audited.set(name, true)
  const bytes = must(await readPack(db, must(pack, 'pack ref').address), 'pack')
  expect(await hashOf(bytes)).toBe(pack?.address)
  const parts = splitPack(refs, bytes)
  for (const [i, part] of parts.entries()) expect(await hashOf(part)).toBe(refs[i]?.address)
}

/** Nothing lies in the database that no manifest leads to: a half-written publish would leave such bytes. */
async function expectNoOrphans(db: Db, addresses: Set<string>): Promise<void> {
  const rows = await db.selectFrom('objects').select('address').execute()
  expect(rows.filter(({ address }) => !addresses.has(address))).toEqual([])
}
