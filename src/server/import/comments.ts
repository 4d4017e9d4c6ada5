import type { Package } from './package.ts'
import { cellPlace } from './place.ts'
import { readXml } from './xml.ts'

/** Places of comments, old and threaded alike, each cell once. What they say is not read. */
export async function commentsOf(
  pack: Package,
  relations: Map<string, { type: string; target: string }>,
): Promise<{ row: number; column: number }[]> {
  const places = new Map<string, { row: number; column: number }>()
  for (const { type, target } of relations.values()) {
    if (!/\/(comments|threadedComment)$/.test(type) || !pack.has(target)) continue
    await readXml(pack, target, {
      open(name, attributes) {
        const ref = attributes['ref']
        if ((name !== 'comment' && name !== 'threadedComment') || ref === undefined) return
        const place = cellPlace(ref)
        if (place !== null) places.set(ref, place)
      },
    })
  }
  return [...places.values()].sort((a, b) => a.row - b.row || a.column - b.column)
}
