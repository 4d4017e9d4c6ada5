import type { Instant } from '#domain/calendar/day.ts'
import { parseNote } from '#transparency/note.ts'
import { signNote } from '#transparency/sign.ts'
import type { Signer } from '#transparency/signer.ts'
import { formatKeyList, parseKeyList, type KeyList, type LogKey } from '#protocol/key-list.ts'
import { keyListRows, type Db, type KeyListRow } from '../storage/log.ts'
import { KeyTrouble, logKeyFile, logKeyNumbers, writeSecret } from './key-files.ts'
import type { ServerKeys } from './server-keys.ts'

/** The list in force and the note that carries it; null before the first. */
export async function newestKeyList(db: Db): Promise<{ list: KeyList; note: string } | null> {
  const rows = await keyListRows(db)
  const newest = rows[rows.length - 1]
  return newest ? { list: parseKeyList(parseNote(newest.note).text), note: newest.note } : null
}

/** The log key whose turn it is for a checkpoint of this size. */
export function logSignerFor(keys: ServerKeys, list: KeyList, size: number): Signer {
  const due = list.log.find(({ from, until }) => from <= size && (until === null || size < until))
  const found = keys.log.find(({ signer }) => signer.vkey === due?.vkey)
  if (!found) throw new KeyTrouble('keyMissing', keys.folder)
  return found.signer
}

async function signed(root: Signer, list: KeyList): Promise<KeyListRow> {
  return { version: list.version, note: await signNote(formatKeyList(list), [root]), at: list.at }
}

/** Version 1: the keys that `sambar init` made. */
export function firstKeyList(keys: ServerKeys, at: Instant): Promise<KeyListRow> {
  const [first] = keys.log
  if (!keys.root || !first) throw new KeyTrouble('keyMissing', keys.folder)
  return signed(keys.root, {
    origin: keys.origin,
    version: 1,
    at,
    root: keys.rootVkey,
    log: [{ vkey: first.signer.vkey, from: 0, until: null }],
    time: [keys.time.vkey],
    witnesses: [],
    quorum: 0,
  })
}

/**
 * The next version of a list in which another log key signs from the next size on. What older keys signed stays believed,
 * each for its own sizes; a key that never had its turn is left out.
 */
export function rotated(list: KeyList, vkey: string, size: number, at: Instant): KeyList {
  const from = size + 1
  const closed = list.log
    .map((key): LogKey => (key.until === null ? { ...key, until: from } : key))
    .filter((key) => key.until === null || key.from < key.until)
  return {
    ...list,
    version: list.version + 1,
    at,
    log: [...closed, { vkey, from: closed.length === 0 ? 0 : from, until: null }],
  }
}

/** Writes a new log key beside the older ones. It signs nothing before a list names it. */
export async function addLogKey(
  folder: string,
  random: (bytes: number) => Uint8Array,
): Promise<number> {
  const number = Math.max(0, ...(await logKeyNumbers(folder))) + 1
  await writeSecret(folder, logKeyFile(number), random(32))
  return number
}

/** Signs the list that follows the one in force. Needs the root key: it may have to be brought back for this. */
export async function nextKeyList(
  keys: ServerKeys,
  list: KeyList,
  next: { vkey: string; size: number; at: Instant },
): Promise<KeyListRow> {
  if (!keys.root) throw new KeyTrouble('rootAway', keys.folder)
  return signed(keys.root, rotated(list, next.vkey, next.size, next.at))
}
