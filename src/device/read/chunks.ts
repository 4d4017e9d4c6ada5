import type { Hash } from '#domain/board/board-state.ts'
import type { Keyring } from '#protocol/keyring.ts'
import { parseListChunk } from '#protocol/list-chunk.ts'
import { openObject } from '#protocol/object.ts'
import type { ListChunk, ObjectRef } from '#protocol/shapes.ts'
import type { Store } from '../store.ts'

/** Lists kept decoded: what a screen and its neighbours show, not a whole board. */
const KEPT = 12

/** Decodes lists on demand, each checked again from its bytes, and remembers the last few. */
export class Chunks {
  private readonly store: Store
  private readonly kept = new Map<Hash, ListChunk>()

  constructor(store: Store) {
    this.store = store
  }

  /** Null where the bytes are gone: a browser under pressure dropped them, and the next sync brings them back. */
  async open(ref: ObjectRef, ring: Keyring): Promise<ListChunk | null> {
    const known = this.kept.get(ref.address)
    if (known) {
      this.kept.delete(ref.address)
      this.kept.set(ref.address, known)
      return known
    }
    const record = await this.store.read(() => this.store.db.objects.get(ref.address))
    if (!record) return null
    const chunk = parseListChunk(await openObject(ref, record.bytes, ring))
    this.kept.set(ref.address, chunk)
    for (const address of this.kept.keys()) {
      if (this.kept.size <= KEPT) break
      this.kept.delete(address)
    }
    return chunk
  }

  forget(): void {
    this.kept.clear()
  }
}
