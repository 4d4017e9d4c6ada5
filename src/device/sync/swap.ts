import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import {
  keysPrint,
  ofRegion,
  type BoardRecord,
  type DocumentRecord,
  type FollowRecord,
  type HeldState,
  type NoticeRow,
  type PeopleRecord,
  type ShelfRow,
} from '../db.ts'
import { Moved } from '../store.ts'
import type { Env } from './env.ts'

/** Everything that changes when a board changes. */
export interface Swap {
  region: RegionCode
  /** What was held, with which keys and by whose word, when the swap was computed. */
  base: HeldState | null
  keys: FollowRecord['keys']
  root: string
  held: HeldState
  key: BoardRecord['key']
  /** Shelves that stay as they are. */
  keep: string[]
  shelves: ShelfRow[]
  rows: NoticeRow[]
  people: PeopleRecord[]
  documents: DocumentRecord[]
}

/**
 * The board changes here and nowhere else: all of it or nothing. A crash before leaves the last board, a crash after
 * leaves the next one. Throws Moved where another tab was here first or bytes went missing since.
 */
export async function swapBoard(env: Env, swap: Swap, unchecked: boolean): Promise<void> {
  const { db } = env.store
  const { region } = swap
  await env.store.write(
    [db.boards, db.notices, db.people, db.shelves, db.objects, db.documents, db.follows, db.log],
    async () => {
      const [now, follow, log] = await Promise.all([
        db.boards.get(region),
        db.follows.get(region),
        db.log.get('log'),
      ])
      if ((now?.held?.leaf ?? null) !== (swap.base?.leaf ?? null)) throw new Moved()
      if (!follow && log?.county !== region) throw new Moved()
      // A key or a link that came meanwhile may open more, or trust somebody else.
      if (keysPrint(follow?.keys ?? []) !== keysPrint(swap.keys)) throw new Moved()
      if (log?.root !== swap.root) throw new Moved()
      const before = await ofRegion(db.shelves, region).toArray()
      const kept = before.filter(({ key }) => swap.keep.includes(key))
      if (kept.length !== swap.keep.length) throw new Moved()
      const needed = new Set<Hash>([...kept, ...swap.shelves].flatMap((row) => row.addresses))
      const present = new Set<Hash>(await db.objects.where({ region }).primaryKeys())
      for (const address of needed) if (!present.has(address) && !unchecked) throw new Moved()

      const dropped = before.filter(({ key }) => !swap.keep.includes(key)).map(({ key }) => key)
      const unneeded = [...present].filter((address) => !needed.has(address))
      if (dropped.length > 0) {
        await db.notices
          .where('[region+shelf]')
          .anyOf(dropped.map((key) => [region, key]))
          .delete()
        await db.people.bulkDelete(dropped.map((key) => [region, key]))
        await db.shelves.bulkDelete(dropped.map((key) => [region, key]))
      }
      if (unneeded.length > 0) await db.objects.bulkDelete(unneeded)
      await db.shelves.bulkPut(swap.shelves)
      await db.notices.bulkPut(swap.rows)
      await db.people.bulkPut(swap.people)
      if (swap.documents.length > 0) await db.documents.bulkPut(swap.documents)
      await db.boards.put({
        region,
        held: swap.held,
        key: swap.key,
        heardAt: now?.heardAt ?? null,
        lastOutcome: now?.lastOutcome ?? null,
        incomplete: false,
      })
    },
  )
}

/** Drops objects of a board that its held state does not name. */
export async function collectGarbage(env: Env, region: RegionCode): Promise<void> {
  const { db } = env.store
  await env.store.write([db.objects, db.shelves], async () => {
    const rows = await ofRegion(db.shelves, region).toArray()
    const needed = new Set<Hash>(rows.flatMap(({ addresses }) => addresses))
    const present = await db.objects.where({ region }).primaryKeys()
    await db.objects.bulkDelete(present.filter((address) => !needed.has(address)))
  })
}
