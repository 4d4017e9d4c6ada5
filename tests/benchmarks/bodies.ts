import { hex } from '#protocol/encoding.ts'
import { boardPath, objectPath, packPath } from '#protocol/addresses.ts'
import { parseLink } from '#protocol/link.ts'
import { parseManifest } from '#protocol/manifest.ts'
import { openObject } from '#protocol/object.ts'
import { boardKeyring, type Keyring } from '#protocol/keyring.ts'
import { objectsOf, parseShelf } from '#protocol/shelf.ts'
import type { Head, ObjectRef } from '#protocol/shapes.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { FloorBody } from './page/floor.ts'

/** Every body that a first sync of a village's board and the county's has to fetch, with the keys that open it. */
export async function bodiesOf(origin: string, link: string): Promise<FloorBody[]> {
  const { region, epoch, key } = parseLink(link)
  const keyring = boardKeyring(region, [{ epoch, key }])
  const county = `${region.slice(0, 6)}000000` as RegionCode
  const bodies: FloorBody[] = []
  for (const board of [region, county]) {
    const head = (await (await fetch(origin + boardPath(board))).json()) as Head
    for (const shelf of parseManifest(head.manifest).shelves) {
      const url = origin + objectPath(shelf.object.address)
      bodies.push({ url, objects: [await opened(shelf.object, keyring)] })
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
      const refs = objectsOf(parseShelf(await openObject(shelf.object, bytes, keyring)))
      const objects = await Promise.all(refs.map((ref) => opened(ref, keyring)))
      if (shelf.pack) bodies.push({ url: origin + packPath(shelf.pack.address), objects })
    }
  }
  return bodies
}

async function opened(ref: ObjectRef, keyring: Keyring): Promise<FloorBody['objects'][number]> {
  const { length, address, open } = ref
  return { length, address, key: open === 'public' ? null : hex(await keyring.objectKey(ref)) }
}
