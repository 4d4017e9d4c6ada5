import type { RegionCode } from '#domain/region/region.ts'
import { parseManifest } from '#protocol/manifest.ts'
import { publicKeyring } from '#protocol/keyring.ts'
import { openObject } from '#protocol/object.ts'
import { parseShelf } from '#protocol/shelf.ts'
import type { Head, Manifest, Shelf } from '#protocol/shapes.ts'
import { objectBytes, type BoardRow, type Db } from '../storage/log.ts'
import type { BoardDraft } from './board-draft.ts'

/** The manifest that a board's stored head carries. */
export function manifestOf(row: BoardRow): Manifest {
  const head = JSON.parse(row.head) as Head
  return parseManifest(head.manifest)
}

/**
 * Opens boards for a change: their manifests, and of their shelves those that are wanted. All bytes are checked
 * against what the manifest says, so that damage in the database stops here and never travels on.
 */
export async function openShelves(
  db: Db,
  rows: readonly BoardRow[],
  wanted: (shelf: string, region: RegionCode) => boolean,
): Promise<BoardDraft[]> {
  const boards = rows.map((row) => {
    const manifest = manifestOf(row)
    const refs = manifest.shelves.filter((shelf) => wanted(shelf.key, manifest.region))
    return { manifest, refs }
  })
  const addresses = boards.flatMap(({ refs }) => refs.map((ref) => ref.object.address))
  const bytes = await objectBytes(db, addresses)
  return Promise.all(
    boards.map(async ({ manifest, refs }) => {
      const shelves = new Map<string, Shelf>()
      for (const ref of refs) {
        const found = bytes.get(ref.object.address)
        if (!found) throw new Error(`shelf ${ref.key} of ${manifest.region} is missing`)
        shelves.set(ref.key, parseShelf(await openObject(ref.object, found, publicKeyring)))
      }
      return { region: manifest.region, manifest, shelves, touched: new Set<string>() }
    }),
  )
}
