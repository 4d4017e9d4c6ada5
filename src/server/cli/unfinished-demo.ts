import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lockDataFolder } from '../keys/data-lock.ts'
import { findLog } from '../storage/log.ts'
import { holdData, DATABASE_FILE, type Context, type Held } from './context.ts'
import { hasCounty, makeDemo } from './demo.ts'
import { CliTrouble } from './trouble.ts'

const HEAD = 'log-head'
/** `keys.new`: secrets that were being written. */
const KEYS = ['keys', 'keys.new']
const DATABASE = [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`]

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Stands in the data folder while the demo is being made; a crash leaves it there. */
const markIn = (context: Context): string =>
  join(context.surroundings.dataFolder, 'demo-unfinished')

/** A county that is no demo is somebody's work, whatever mark stands beside it. */
async function holdsRealCounty(context: Context): Promise<boolean> {
  const held = await holdData(context)
  try {
    const log = await findLog(held.storage.read)
    return log !== null && log.demo !== 1
  } finally {
    await held.close()
  }
}

/** A demo that was cut off while it was made is nobody's work: it is taken away and made anew. */
export async function clearUnfinishedDemo(context: Context): Promise<void> {
  if (!(await exists(markIn(context)))) return
  const { databaseUrl, dataFolder } = context.surroundings
  if (await holdsRealCounty(context)) {
    await rm(markIn(context))
    return
  }
  if (databaseUrl !== null) throw new CliTrouble('demoUnfinished')
  const lock = lockDataFolder(dataFolder)
  try {
    for (const name of [...DATABASE, HEAD, ...KEYS])
      await rm(join(dataFolder, name), { recursive: true, force: true })
    await rm(markIn(context))
  } finally {
    lock.release()
  }
}

/**
 * Makes the demo county where there is none. The mark is only set in a folder without keys and head: what lies beside it
 * after a crash was made by us. Keys or a head without their database are a county that lost it, and are refused.
 */
export async function ensureDemo(context: Context, held: Held): Promise<void> {
  if (await hasCounty(held.storage)) return
  const { dataFolder } = context.surroundings
  const found = await Promise.all([HEAD, ...KEYS].map((name) => exists(join(dataFolder, name))))
  const ours = !found.includes(true)
  if (ours) await writeFile(markIn(context), '')
  await makeDemo(context, held.storage)
  if (ours) await rm(markIn(context))
}
