import { liveQuery } from 'dexie'
import type { DeviceDb } from './db.ts'

/**
 * Calls now, and whenever the boards here, their keys, followed households, a tablet's orders or what is known of the log change, in this
 * tab or another. What changed is for the caller to read. Answers how to stop.
 */
export function watchBoards(db: DeviceDb, changed: () => void): () => void {
  const following = liveQuery(() =>
    Promise.all([
      db.boards.toArray(),
      db.follows.toArray(),
      db.households.toArray(),
      db.log.get('log'),
      db.documents.get('regions'),
      db.tablet.get('tablet'),
    ]),
  ).subscribe({ next: changed })
  return () => following.unsubscribe()
}
