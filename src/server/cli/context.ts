import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lockDataFolder, type DataLock } from '../keys/data-lock.ts'
import { openCounty, type County } from '../publishing/county.ts'
import { openStorage, type Storage } from '../storage/open.ts'
import type { Speaker, Streams } from './io.ts'
import type { Surroundings } from './surroundings.ts'

/** What every command is given. Clock and randomness are made in `main.ts` and nowhere else. */
export interface Context {
  streams: Streams
  speaker: Speaker
  surroundings: Surroundings
  now: () => number
  random: (bytes: number) => Uint8Array
}

/** The database of the data folder, or the one that `DATABASE_URL` names, with today's tables. */
export function openDatabase({ surroundings }: Context): Promise<Storage> {
  const { databaseUrl, dataFolder } = surroundings
  return openStorage(
    databaseUrl === null ? { file: join(dataFolder, 'sambar.db') } : { url: databaseUrl },
  )
}

/** Makes the folder where it is missing; only its owner may look inside. */
export async function makeDataFolder({ surroundings }: Context): Promise<void> {
  await mkdir(surroundings.dataFolder, { recursive: true, mode: 0o700 })
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
  const storage = await openDatabase(context)
  try {
    return await work(storage)
  } finally {
    await storage.close()
  }
}
