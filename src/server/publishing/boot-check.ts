import { parseCheckpoint } from '#transparency/checkpoint.ts'
import { parseNote } from '#transparency/note.ts'
import { verifyNote } from '#transparency/sign.ts'
import { appendLeaves, rootAt } from '#transparency/tree.ts'
import { entryLeaf } from '#protocol/entry.ts'
import { parseVkey } from '#transparency/vkey.ts'
import { entryRows, findLog, newestCheckpoint, type LogRow } from '../storage/log.ts'
import type { LogHead } from './head-file.ts'
import { hexOf } from './hex.ts'
import type { Publishing } from './publishing.ts'
import { storedTree } from './stored-tree.ts'

/** The database and what is known outside it do not fit together. A person has to look; nothing is published meanwhile. */
export class BootTrouble extends Error {
  readonly code:
    | 'notInitialised'
    | 'otherLog'
    | 'databaseBehindHead'
    | 'databaseOtherHistory'
    | 'checkpointMissing'
    | 'checkpointWrong'
    | 'entryDamaged'
  constructor(code: BootTrouble['code'], options?: ErrorOptions) {
    super(code, options)
    this.name = 'BootTrouble'
    this.code = code
  }
}

type Checked = Pick<Publishing, 'db' | 'headFile' | 'logSigner' | 'timeSigner'>

const headOf = ({ origin, size, root }: LogRow): LogHead => ({ origin, size, root })

/**
 * Compares the database with the head file. Behind or on another way: refused, for going on would fork the log. Ahead (a
 * crash after the commit): the tail is checked, then the head file is moved on. Cheap when nothing happened.
 */
export async function settleHead(p: Checked): Promise<LogRow> {
  const log = await findLog(p.db)
  const head = await p.headFile.read()
  if (!log) throw new BootTrouble(head.size > 0 ? 'databaseBehindHead' : 'notInitialised')
  if (log.origin !== head.origin) throw new BootTrouble('otherLog')
  if (log.size < head.size) throw new BootTrouble('databaseBehindHead')
  if (log.size === head.size) {
    if (log.root !== head.root) throw new BootTrouble('databaseOtherHistory')
    return log
  }
  await checkTail(p, log, head)
  await p.headFile.replace(head, headOf(log))
  return log
}

/** The tree up to the head is the head's, the entries after it hash to the log's root, and the checkpoint says so. */
async function checkTail(p: Checked, log: LogRow, head: LogHead): Promise<void> {
  const read = storedTree(p.db)
  const before = await rootAt(head.size, read)
  if (hexOf(before) !== head.root) throw new BootTrouble('databaseOtherHistory')
  const rows = await entryRows(p.db, head.size, log.size)
  const leaves = await Promise.all(rows.map((row) => entryLeaf(row.text)))
  if (rows.some((row, i) => hexOf(leaves[i] ?? new Uint8Array()) !== row.leaf))
    throw new BootTrouble('entryDamaged')
  const grown = await appendLeaves(head.size, leaves, read)
  if (grown.size !== log.size || hexOf(grown.root) !== log.root)
    throw new BootTrouble('databaseOtherHistory')
}

/** The newest checkpoint is of just this head and signed by the keys that are here. */
async function checkCheckpoint(p: Checked, log: LogRow): Promise<void> {
  const newest = await newestCheckpoint(p.db)
  if (!newest) throw new BootTrouble('checkpointMissing')
  const note = parseNote(newest.note)
  const { origin, size, root } = parseCheckpoint(note.text)
  if (origin !== log.origin || size !== log.size || hexOf(root) !== log.root)
    throw new BootTrouble('checkpointWrong')
  const keys = await Promise.all(
    [await p.logSigner(size), p.timeSigner].map(({ vkey }) => parseVkey(vkey)),
  )
  const verified = await verifyNote(note, keys).catch((cause: unknown) => {
    throw new BootTrouble('checkpointWrong', { cause })
  })
  if (verified.length !== keys.length) throw new BootTrouble('checkpointWrong')
}

/** What every start does before anything is served or published. */
export async function bootCheck(p: Checked): Promise<LogRow> {
  const log = await settleHead(p)
  if (log.size > 0) await checkCheckpoint(p, log)
  return log
}
