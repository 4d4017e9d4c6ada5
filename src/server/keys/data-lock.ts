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

/** The lock's file cannot be made: the folder is read-only. */
export class FolderNotWritable extends Error {
  readonly code = 'folderNotWritable'
  readonly folder: string
  constructor(folder: string, options?: ErrorOptions) {
    super(`cannot write into ${folder}`, options)
    this.name = 'FolderNotWritable'
    this.folder = folder
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
  const file = join(folder, 'lock')
  let database: InstanceType<typeof DatabaseSync>
  try {
    database = new DatabaseSync(file, { timeout: 0 })
  } catch (cause) {
    throw new FolderNotWritable(folder, { cause })
  }
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (cause) {
    database.close()
    const locked = cause instanceof Error && /locked|busy/.test(cause.message)
    throw locked ? new DataFolderHeld(folder, { cause }) : new FolderNotWritable(folder, { cause })
  }
  return { release: () => database.close() }
}
