import { rootFingerprint } from '#protocol/link.ts'
import { parseVkey } from '#transparency/vkey.ts'
import { newestKeyList } from '../keys/key-list.ts'
import type { Publishing } from '../publishing/publishing.ts'
import type { Office } from '../review/office.ts'
import type { Db } from '../storage/log.ts'

/** What the side of the tablets stands on. */
export interface DeviceOffice extends Office {
  /** Codes are kept as hashes keyed by it, and board keys come from it. */
  countySecret: Uint8Array
}

/** And where orders are signed: in the server. */
export interface OrderingOffice extends DeviceOffice {
  publishing: Pick<Publishing, 'logSigner'>
}

export type DeviceRefusal =
  | { refused: 'notFound' }
  | { refused: 'outOfScope'; region: string }
  | { refused: 'regionUnknown'; region: string }
  | { refused: 'boardsMissing' }
  | { refused: 'tooManyBoards'; most: number }
  | { refused: 'pinMalformed' }
  | { refused: 'pinCommon' }
  /** It stands already; another one gets another code. */
  | { refused: 'deviceEnrolled' }
  | { refused: 'deviceRevoked' }

/** First 16 bytes of SHA-256 of the county's root key: what a QR says of whom to trust. */
export async function rootOf(db: Db): Promise<Uint8Array> {
  const newest = await newestKeyList(db)
  if (!newest) throw new Error('no key list')
  return rootFingerprint((await parseVkey(newest.list.root)).publicKey)
}
