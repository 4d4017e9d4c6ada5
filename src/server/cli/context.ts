import { existsSync } from 'node:fs'
import { access, constants, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { lockDataFolder, type DataLock } from '../keys/data-lock.ts'
import { openCounty, type County } from '../publishing/county.ts'
import { openStorage, type Storage } from '../storage/open.ts'
import type { Speaker, Streams } from './io.ts'
import type { Surroundings } from './surroundings.ts'
import { CliTrouble } from './trouble.ts'

/** What every command is given. Clock and randomness are made in `main.ts` and nowhere else. */
export interface Context {
  streams: Streams
  speaker: Speaker
  surroundings: Surroundings
  now: () => number
  random: (bytes: number) => Uint8Array
  /** Does the work again and again, so many milliseconds apart, until it is stopped. */
  every: (milliseconds: number, work: () => void) => { stop(): void }
  /** Resolves when the process is asked to end. */
  stopped: () => Promise<void>
}

export const DATABASE_FILE = 'sambar.db'

/** The database of the data folder, or the one that `DATABASE_URL` names, with today's tables. */
export function openDatabase({ surroundings }: Context): Promise<Storage> {
  const { databaseUrl, dataFolder } = surroundings
  return openStorage(
    databaseUrl === null ? { file: join(dataFolder, DATABASE_FILE) } : { url: databaseUrl },
  )
}

/**
 * Makes the folder where it is missing; only its owner may look inside. Step by step, since Node's own recursion never
 * ends below a folder that takes no folders, such as /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  const there = await stat(folder).catch(() => null)
  if (there?.isDirectory()) return
  const above = dirname(folder)
  if (above !== folder && !there) await makeFolder(above)
  await mkdir(folder, { mode: 0o700 }).catch((fault: NodeJS.ErrnoException) => {
    // A folder that cannot hold another one says so in many ways.
    throw new CliTrouble('folderNotWritable', { folder }, 1, { cause: fault })
  })
}

/** The data folder, there and writable; said at once and not in the middle of something. */
export async function makeDataFolder({ surroundings }: Context): Promise<void> {
  const { dataFolder } = surroundings
  await makeFolder(dataFolder)
  await access(dataFolder, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw new CliTrouble('folderNotWritable', { folder: dataFolder }, 1, { cause })
  })
}

/** The data folder and its database, held by this process alone. */
export interface Held {
  storage: Storage
  close(): Promise<void>
}

export async function holdData(context: Context): Promise<Held> {
  await makeDataFolder(context)
  const lock: DataLock = lockDataFolder(context.surroundings.dataFolder)
  let storage: Storage | null = null
  try {
    storage = await openDatabase(context)
    await storage.lockWriter()
  } catch (fault) {
    await storage?.close()
    lock.release()
    throw fault
  }
  const held = storage
  return {
    storage: held,
    close: async () => {
      await held.close()
      lock.release()
    },
  }
}

export const countyAround = (context: Context, storage: Storage) => ({
  db: storage.db,
  dataFolder: context.surroundings.dataFolder,
  now: context.now,
  random: context.random,
})

/** For commands that change the log: the server must not be running. */
export async function withCounty<T>(
  context: Context,
  work: (county: County, storage: Storage) => Promise<T>,
): Promise<T> {
  const held = await holdData(context)
  try {
    return await work(await openCounty(countyAround(context, held.storage)), held.storage)
  } finally {
    await held.close()
  }
}

/** For commands that only look, or write on the office's side: beside a running server too. */
export async function withDatabase<T>(
  context: Context,
  work: (storage: Storage) => Promise<T>,
): Promise<T> {
  const { databaseUrl, dataFolder } = context.surroundings
  // Looking must not leave an empty database behind.
  if (databaseUrl === null && !existsSync(join(dataFolder, DATABASE_FILE)))
    throw new CliTrouble('notInitialised')
  const storage = await openDatabase(context)
  try {
    return await work(storage)
  } finally {
    await storage.close()
  }
}
