import { concat } from './bytes.ts'
import { rootOf, type ReadHash } from './tree.ts'
import { malformed } from './verification-error.ts'

/** C2SP tlog-tiles: the tree and its entries as files that never change. */

export const TILE_WIDTH = 256
const HASH_BYTES = 32
const LEVELS_A_TILE = 8
const HIGHEST_LEVEL = 63

/** `level` of a tile counts in steps of 256, `entries` holds what the leaves of level 0 hash. */
export interface Tile {
  level: number | 'entries'
  index: number
  /** 1 … 256; 256 is a full tile. */
  width: number
}

/** `8/x001/x234/067.p/17`, `entries/000`: what follows `tile/` in an address. */
export function tilePath({ level, index, width }: Tile): string {
  const groups = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`
  return `${level}/${groups.join('/')}${partial}`
}

const PATH = /^(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/

/** Reads what `tilePath` writes and nothing else; null for any other text. */
export function parseTilePath(path: string): Tile | null {
  const [, levelText, indexText, widthText] = PATH.exec(path) ?? []
  if (levelText === undefined || indexText === undefined) return null
  const index = Number(indexText.replace(/[x/]/g, ''))
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText)
  const level = levelText === 'entries' ? 'entries' : Number(levelText)
  if (!Number.isSafeInteger(index) || width > TILE_WIDTH) return null
  if (level !== 'entries' && level > HIGHEST_LEVEL) return null
  const tile: Tile = { level, index, width }
  return tilePath(tile) === path ? tile : null
}

/** Width of a tile in a tree of `size` leaves; 0 where the tree has no such tile yet. */
export function tileWidth(size: number, level: Tile['level'], index: number): number {
  const row = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level))
  return Math.max(0, Math.min(TILE_WIDTH, row - index * TILE_WIDTH))
}

/** Is this tile, at this width, part of some tree that is no larger than `size`? */
export const tileExists = (size: number, tile: Tile): boolean =>
  tile.width >= 1 && tile.width <= tileWidth(size, tile.level, tile.index)

/** Every tile of a tree of `size` leaves: entries, then level by level. */
export function* tilesOf(size: number): Generator<Tile> {
  const levels: Tile['level'][] = ['entries']
  for (let level = 0; tileWidth(size, level, 0) > 0; level++) levels.push(level)
  for (const level of levels)
    for (let index = 0; tileWidth(size, level, index) > 0; index++)
      yield { level, index, width: tileWidth(size, level, index) }
}

/** Which complete subtrees a tile of hashes holds: indexes [from, to) of a level of the binary tree. */
export function tileSpan(tile: Tile): { level: number; from: number; to: number } {
  const from = tile.index * TILE_WIDTH
  const level = tile.level === 'entries' ? 0 : tile.level * LEVELS_A_TILE
  return { level, from, to: from + tile.width }
}

/** Bytes of a tile of hashes. */
export const formatTile = (hashes: readonly Uint8Array[]): Uint8Array => concat(...hashes)

/** The hashes of a tile; MALFORMED where the length does not fit its width. They are views of `bytes`. */
export function parseTile(bytes: Uint8Array, width: number): Uint8Array[] {
  if (bytes.length !== width * HASH_BYTES) malformed('tile', 'length')
  return Array.from({ length: width }, (_, i) =>
    bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  )
}

/** Entries, each after its length in two bytes, big-endian. */
export function formatEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concat(
    ...entries.flatMap((entry) => {
      if (entry.length > 0xffff)
        throw new RangeError('an entry of a bundle has at most 65535 bytes')
      return [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]
    }),
  )
}

/** The entries of a bundle of `width`; MALFORMED where they do not fill it exactly. */
export function parseEntryBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    const high = bytes[at]
    const low = bytes[at + 1]
    if (high === undefined || low === undefined) return malformed('entryBundle', 'length')
    const end = at + 2 + high * 256 + low
    if (end > bytes.length) malformed('entryBundle', 'length')
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  if (entries.length !== width) malformed('entryBundle', 'width')
  return entries
}

/**
 * Reads a tree of `size` leaves through its tiles, each fetched once. What it answers is as trustworthy as the tiles:
 * compare a root with a checkpoint before believing anything.
 */
export function tileReader(
  size: number,
  fetchTile: (tile: Tile) => Promise<Uint8Array> | Uint8Array,
): ReadHash {
  const held = new Map<string, Promise<Uint8Array[]>>()
  const load = async (tile: Tile) => parseTile(await fetchTile(tile), tile.width)
  return async (level, index) => {
    const tileLevel = Math.floor(level / LEVELS_A_TILE)
    const width = 2 ** (level % LEVELS_A_TILE)
    const tileIndex = Math.floor((index * width) / TILE_WIDTH)
    const tile: Tile = {
      level: tileLevel,
      index: tileIndex,
      width: tileWidth(size, tileLevel, tileIndex),
    }
    const from = index * width - tileIndex * TILE_WIDTH
    if (from + width > tile.width) throw new RangeError('no such subtree in a tree of this size')
    const path = tilePath(tile)
    const hashes = held.get(path) ?? load(tile)
    held.set(path, hashes)
    const some = (await hashes).slice(from, from + width)
    return rootOf(some)
  }
}
