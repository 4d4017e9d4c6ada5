import { stat } from 'node:fs/promises'
import { instantOf } from '#domain/calendar/day.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { ReferenceDocument } from '#protocol/reference.ts'
import { createSecrets } from '../keys/key-files.ts'
import { firstKeyList, newestKeyList } from '../keys/key-list.ts'
import { openServerKeys } from '../keys/server-keys.ts'
import { createLog, findBoardRow, findLog, putKeyList } from '../storage/log.ts'
import { settleHead } from './boot-check.ts'
import { assembleCounty, keyFolder, type County, type CountySurroundings } from './county.ts'
import { HeadFile } from './head-file.ts'
import { publish, type PublishRefusal } from './publish.ts'

/** SHA-256 of nothing: the root of a log without entries. */
export const EMPTY_ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

export interface NewCounty {
  /** Name of the log, for ever: `sambar.example.gov.cn/152529`. */
  origin: string
  county: RegionCode
  demo: boolean
  documents: ReferenceDocument[]
  /** Boards that hang from the beginning, empty. */
  boards: RegionCode[]
}

/** There is something here already, or something that was here is gone. */
export class InitTrouble extends Error {
  readonly code: 'alreadyInitialised' | 'logVanished' | 'initRefused'
  readonly because: PublishRefusal | null
  constructor(code: InitTrouble['code'], because: PublishRefusal | null = null) {
    super(because ? `${code} ${JSON.stringify(because)}` : code)
    this.name = 'InitTrouble'
    this.code = code
    this.because = because
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * Keys and head file, in an order in which every crash can be told from a loss: the head file comes first and says size 0
 * as long as nothing was published, so keys without a head file are always a head file that vanished.
 */
async function keysAndHead(around: CountySurroundings, origin: string): Promise<void> {
  const headFile = new HeadFile(around.dataFolder)
  const folder = keyFolder(around.dataFolder)
  const head = await headFile.find()
  const haveKeys = await exists(folder)
  if (head === null && haveKeys) throw new InitTrouble('logVanished')
  if (head !== null && head.size > 0) throw new InitTrouble('logVanished')
  const first = { origin, size: 0, root: EMPTY_ROOT }
  if (head === null) await headFile.create(first)
  else if (head.origin !== origin) await headFile.replace(head, first)
  if (!haveKeys) await createSecrets(folder, around.random)
}

/**
 * Starts a county: keys, head file, log, documents, empty boards. Run again after a crash it goes on where it stopped;
 * never again once something is published, and never where a log has been and is gone.
 */
export async function initCounty(around: CountySurroundings, county: NewCounty): Promise<County> {
  let log = await findLog(around.db)
  if (log && (await findBoardRow(around.db, log.county)))
    throw new InitTrouble('alreadyInitialised')
  const at = instantOf(around.now())
  if (!log) {
    await keysAndHead(around, county.origin)
    const keys = await openServerKeys(keyFolder(around.dataFolder), county.origin, null)
    const list = await firstKeyList(keys, at)
    log = {
      origin: county.origin,
      county: county.county,
      demo: county.demo ? 1 : 0,
      size: 0,
      root: EMPTY_ROOT,
      at,
    }
    const row = log
    await around.db.transaction().execute(async (tx) => {
      await createLog(tx, row)
      await putKeyList(tx, list)
    })
  }
  const { publishing, keys } = await assembleCounty(around, log)
  await settleHead(publishing)
  const note = (await newestKeyList(around.db))?.note ?? ''
  const published = await publish(publishing, {
    documents: [...county.documents, { v: 1, name: 'keyList', value: note }],
    boards: county.boards,
  })
  if ('refused' in published) throw new InitTrouble('initRefused', published)
  return { publishing, keys, log: (await findLog(around.db)) ?? log }
}
