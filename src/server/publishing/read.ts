import { consistencyProof } from '#transparency/proof.ts'
import {
  formatEntryBundle,
  formatTile,
  tileExists,
  tileSpan,
  type Tile,
} from '#transparency/tiles.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { base64, utf8 } from '#protocol/encoding.ts'
import type { LogDescription } from '#protocol/shapes.ts'
import { newestKeyList } from '../keys/key-list.ts'
import {
  entryRows,
  findBoardRow,
  findLog,
  findObject,
  findPack,
  newestCheckpoint,
  nodeRow,
  objectBytes,
  type Db,
} from '../storage/log.ts'
import { bytesOf } from './hex.ts'
import { storedTree } from './stored-tree.ts'

/** `GET /boards/{region}`: the JSON as it is served, and the manifest's hash, its ETag. Null: no such board. */
export async function readHead(
  db: Db,
  region: RegionCode,
): Promise<{ etag: string; body: string } | null> {
  const row = await findBoardRow(db, region)
  return row ? { etag: row.manifest, body: row.head } : null
}

/** Bytes of an object or manifest by their SHA-256; null where there are none. */
export const readObject = (db: Db, address: string): Promise<Uint8Array | null> =>
  findObject(db, address)

/** The objects of a pack back to back; null where there is no such pack. */
export async function readPack(db: Db, address: string): Promise<Uint8Array | null> {
  const pack = await findPack(db, address)
  if (!pack) return null
  const parts = pack.parts.split(',')
  const found = await objectBytes(db, [...new Set(parts)])
  const body = new Uint8Array(pack.length)
  let at = 0
  for (const part of parts) {
    const bytes = found.get(part)
    // Erased by law: the pack is gone with it, each other object is still there by itself.
    if (!bytes) return null
    body.set(bytes, at)
    at += bytes.length
  }
  return body
}

/** The newest checkpoint as a signed note. */
export async function readCheckpoint(db: Db): Promise<string | null> {
  return (await newestCheckpoint(db))?.note ?? null
}

const sizeOf = async (db: Db): Promise<number> => (await findLog(db))?.size ?? 0

/** A tile of hashes or entries; null where the log does not have it (yet). */
export async function readTile(db: Db, tile: Tile): Promise<Uint8Array | null> {
  if (!tileExists(await sizeOf(db), tile)) return null
  const { level, from, to } = tileSpan(tile)
  if (tile.level === 'entries') {
    const rows = await entryRows(db, from, to)
    return formatEntryBundle(rows.map(({ text }) => utf8(text)))
  }
  return formatTile((await nodeRow(db, level, from, to)).map(bytesOf))
}

/** base64 hashes of the consistency proof; null where the sizes are not in order or beyond the log. */
export async function readConsistency(
  db: Db,
  from: number,
  to: number,
): Promise<{ proof: string[] } | null> {
  if (!(from >= 0 && from <= to) || to > (await sizeOf(db))) return null
  const proof = await consistencyProof(from, to, storedTree(db))
  return { proof: proof.map((hash) => base64(hash)) }
}

/** `GET /log`. Of all this a reader believes only the key list, by its signature. */
export async function readLogDescription(db: Db): Promise<LogDescription | null> {
  const [log, newest] = await Promise.all([findLog(db), newestKeyList(db)])
  if (!log || !newest) return null
  const { list, note } = newest
  return {
    v: 1,
    origin: log.origin,
    county: log.county as RegionCode,
    vkeys: [...list.log].reverse().map(({ vkey }) => vkey),
    timeVkeys: list.time,
    witnesses: { vkeys: list.witnesses, quorum: list.quorum },
    rootVkey: list.root,
    keyList: note,
  }
}
