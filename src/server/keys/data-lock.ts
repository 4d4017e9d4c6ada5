import { DatabaseSync } from '@photostructure/sqlite'
import { join } from 'node:path'

/** Another process holds this data folder. */
export class DataFolderHeld extends Error {
  readonly code = 'dataFolderHeld'
  constructor(folder: string, options?: ErrorOptions) {
    super(`another process holds ${folder}`, options)
    this.name = 'DataFolderHeld'
  }
}

export interface DataLock {
  release(): void
}

/**
 * Takes the data folder for this process alone. The lock is the operating system's, held through an empty SQLite file:
 * it goes when the process goes, by kill -9 too, so no stale lock ever has to be removed by hand.
 */
export function lockDataFolder(folder: string): DataLock {
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (cause) {
    database.close()
    throw new DataFolderHeld(folder, { cause })
  }
  return { release: () => database.close() }
}
