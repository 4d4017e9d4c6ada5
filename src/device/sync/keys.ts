import type { RegionCode } from '#domain/region/region.ts'
import { logPath } from '#protocol/addresses.ts'
import { parseJson } from '#protocol/canonical-json.ts'
import { fromHex, hex } from '#protocol/encoding.ts'
import { parseKeyList, verifyKeyList, verifyNewerKeys, type KeyList } from '#protocol/key-list.ts'
import { parseLogDescription } from '#protocol/log-description.ts'
import { parseNote } from '#transparency/note.ts'
import type { LogRecord } from '../db.ts'
import type { Door } from '../door/door.ts'
import { readAnswer } from './outcome.ts'

const LONGEST = 1 << 20

/** Whom this device trusts, and the tree it has seen. */
export interface Trust {
  log: LogRecord
  keys: KeyList
}

/** The keys as held; they were verified before they were kept. Null before the first contact. */
export const heldTrust = (log: LogRecord | undefined): Trust | null =>
  log?.keyList ? { log, keys: parseKeyList(parseNote(log.keyList).text) } : null

/** What a device without any board can learn of where it is. Nothing in it is believed. */
export async function askLog(door: Door): Promise<{ county: RegionCode; keyList: string }> {
  const { text } = await door.text(logPath, LONGEST)
  return readAnswer('log', () => parseLogDescription(parseJson(text ?? '')))
}

/**
 * Fetches the list of keys and checks it by the root that was pinned; where none was, this is first use and pins it.
 * `log`: what is held, or what the board's link brought.
 */
export async function fetchTrust(door: Door, log: LogRecord | undefined): Promise<Trust> {
  const { county, keyList } = await askLog(door)
  readAnswer('key list', () => parseNote(keyList))
  return takeKeys(keyList, log ?? firstUse(county))
}

/** Checks a key list against the pinned root and the list held, and takes it. */
export async function takeKeys(keyList: string, log: LogRecord): Promise<Trust> {
  const root = log.root === '' ? null : fromHex(log.root)
  const verified = await verifyKeyList(keyList, root)
  const held = heldTrust(log)
  if (held) verifyNewerKeys(held.keys, verified.keys)
  return {
    keys: verified.keys,
    log: {
      ...log,
      root: hex(verified.root),
      rootVkey: verified.keys.root,
      keyList,
      keyListVersion: verified.keys.version,
    },
  }
}

export const firstUse = (county: RegionCode): LogRecord => ({
  id: 'log',
  root: '',
  rootPinned: 'firstUse',
  county,
  rootVkey: null,
  keyList: null,
  keyListVersion: 0,
  checkpoint: null,
  size: 0,
  treeRoot: '',
  signedAt: null,
})
