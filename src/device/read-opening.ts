import type { DocumentRecord, HouseholdRecord, LogRecord, NoticeRow } from './db.ts'
import type { BoardRecord, FollowRecord, SettingRecord, TabletRecord, VisitRecord } from './db.ts'

/** What lies on this device for the screen that opens first. */
export interface OpeningRows {
  settings: SettingRecord[]
  follows: FollowRecord[]
  boards: BoardRecord[]
  log: LogRecord[]
  households: HouseholdRecord[]
  visits: VisitRecord[]
  tablet: TabletRecord[]
  /** The one that the first screen shows: on a tablet's the county's settings, on a phone's the catalog. */
  documents: DocumentRecord[]
  /** Of one board: the one that `path` names, else the one that opens first. */
  notices: NoticeRow[]
}

/** Small tables, read whole. */
const SMALL = ['settings', 'follows', 'boards', 'log', 'households', 'visits', 'tablet'] as const

/**
 * Reads it as soon as the page begins, long before the device itself is awake, and without it: the browser's own calls, in
 * one transaction. Answers null where nothing can be read, or where nothing lies here; then whoever asks waits for the device.
 */
export function readOpening(databases: IDBFactory, path: string): Promise<OpeningRows | null> {
  return new Promise((resolve) => {
    const asked = databases.open('sambar')
    // There is no database: none is made here.
    asked.onupgradeneeded = () => asked.transaction?.abort()
    asked.onerror = (event) => {
      event.preventDefault()
      resolve(null)
    }
    asked.onsuccess = () => {
      const db = asked.result
      db.onversionchange = () => db.close()
      try {
        read(db, path, resolve)
      } catch {
        // An older version of the tables.
        resolve(null)
      }
      db.close()
    }
  })
}

function read(db: IDBDatabase, path: string, resolve: (rows: OpeningRows | null) => void): void {
  const transaction = db.transaction([...SMALL, 'documents', 'notices'])
  const rows: { [table: string]: unknown[] } = {}
  const keep = (table: string, query?: IDBKeyRange | string) => {
    const asked = transaction.objectStore(table).getAll(query)
    asked.onsuccess = () => (rows[table] = asked.result as unknown[])
    return asked
  }
  keep('documents', path === '/kiosk' ? 'settings' : 'catalog')
  const asked = SMALL.map((table) => keep(table))
  // Requests are answered in their order: with the last of them the small tables are known.
  asked[asked.length - 1]!.addEventListener('success', () => {
    const region = /^\/board\/(\d{12})/.exec(path)?.[1] ?? homeIn(rows as unknown as OpeningRows)
    if (region) keep('notices', IDBKeyRange.bound([region], [region, []]))
  })
  transaction.oncomplete = () => resolve(rows['notices'] ? (rows as unknown as OpeningRows) : null)
  transaction.onabort = () => resolve(null)
}

/** The board chosen to open first, else the first one that a key was given for, else the first. */
export function homeIn({
  settings,
  follows,
}: Pick<OpeningRows, 'settings' | 'follows'>): FollowRecord['region'] | null {
  const chosen = settings.find(({ name }) => name === 'home')?.value
  const inOrder = [...follows].sort((a, b) => a.order - b.order)
  const home =
    inOrder.find(({ region }) => region === chosen) ??
    inOrder.find(({ keys }) => keys.length > 0) ??
    inOrder[0]
  return home?.region ?? null
}
