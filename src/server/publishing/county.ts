import { join } from 'node:path'
import { boardKeyOf } from '#protocol/keys.ts'
import { rootFingerprint } from '#protocol/link.ts'
import type { BoardLink } from '#protocol/shapes.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { logSignerFor, newestKeyList } from '../keys/key-list.ts'
import { openServerKeys, type ServerKeys } from '../keys/server-keys.ts'
import { findLog, type Db, type LogRow } from '../storage/log.ts'
import { BootTrouble, bootCheck } from './boot-check.ts'
import { HeadFile } from './head-file.ts'
import { createTurn } from './in-turn.ts'
import { createPinyin } from './pinyin.ts'
import type { Publishing } from './publishing.ts'
import type { Random } from './seal-objects.ts'
import type { StepHook } from './steps.ts'

/** What comes from outside: the one place where clock, randomness and storage enter publishing. */
export interface CountySurroundings {
  db: Db
  dataFolder: string
  now: () => number
  random: Random
  step?: StepHook
}

export interface County {
  publishing: Publishing
  keys: ServerKeys
  log: LogRow
}

export const keyFolder = (dataFolder: string): string => join(dataFolder, 'keys')

/** Opens keys and log, without asking yet whether they fit. The log exists. */
export async function assembleCounty(
  around: CountySurroundings,
  log: LogRow,
): Promise<{ publishing: Publishing; keys: ServerKeys }> {
  const published = await newestKeyList(around.db)
  const keys = await openServerKeys(
    keyFolder(around.dataFolder),
    log.origin,
    published?.list.root ?? null,
  )
  const publishing: Publishing = {
    db: around.db,
    headFile: new HeadFile(around.dataFolder),
    logSigner: async (size) => {
      const now = await newestKeyList(around.db)
      if (!now) throw new BootTrouble('notInitialised')
      return logSignerFor(keys, now.list, size)
    },
    timeSigner: keys.time,
    countySecret: keys.countySecret,
    pinyin: createPinyin(),
    now: around.now,
    random: around.random,
    turn: createTurn(),
    ...(around.step ? { step: around.step } : {}),
  }
  return { publishing, keys }
}

/** Opens a county for serving and publishing. Throws where keys, head file and database do not fit together. */
export async function openCounty(around: CountySurroundings): Promise<County> {
  const row = await findLog(around.db)
  if (!row) {
    // A head without its database: going on would tell a second history under the same keys.
    const head = await new HeadFile(around.dataFolder).find()
    throw new BootTrouble(head && head.size > 0 ? 'databaseBehindHead' : 'notInitialised')
  }
  const { publishing, keys } = await assembleCounty(around, row)
  const log = await bootCheck(publishing)
  return { publishing, keys, log }
}

/** What hangs as a QR beside a board: its key and whom to trust. */
export async function boardLinkOf(
  keys: ServerKeys,
  region: RegionCode,
  epoch: number,
): Promise<BoardLink & { root: Uint8Array }> {
  return {
    region,
    epoch,
    key: await boardKeyOf(keys.countySecret, region, epoch),
    root: await rootFingerprint(keys.rootPublicKey),
  }
}
