import type { Hash } from '#domain/board/board-state.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { canonicalJson } from './canonical-json.ts'
import { MOST_BOARDS } from './device-orders.ts'
import { isSignedBy } from './device-signature.ts'
import {
  count,
  flag,
  hash,
  instant,
  like,
  listOf,
  nullable,
  record,
  region,
  versionOne,
} from './door.ts'
import { utf8 } from './encoding.ts'

/** A board as a tablet shows it. */
export interface ShownBoard {
  region: RegionCode
  seq: number
  manifest: Hash
}

/** What went wrong since the last heartbeat, by code, never by message. */
export interface DeviceError {
  code: string
  count: number
}

/** What a tablet says of itself when there is a network. Signed by its own key. */
export interface Heartbeat {
  v: 1
  /** Only grows: an old heartbeat says nothing twice. */
  n: number
  /** As likely as the device can tell. */
  sentAt: Instant | null
  /** Version of the app that runs. */
  app: string
  /** Version of the orders held. */
  settings: number
  /** What is painted, read back from the page; null where it cannot be told. */
  shows: ShownBoard[] | null
  /** Signed time of the oldest board shown. */
  asOf: Instant | null
  /** Bytes. */
  storage: { used: number; quota: number } | null
  /** Percent. */
  battery: { level: number; charging: boolean } | null
  upSeconds: number
  errors: DeviceError[]
}

/** A heartbeat is no longer than this, whatever is the matter with the tablet. */
export const LONGEST_HEARTBEAT = 1024
const MOST_ERRORS = 20

const readHeartbeat = record<Heartbeat>({
  v: versionOne,
  n: count,
  sentAt: nullable(instant),
  app: like<string>(/^[\w.+-]{1,40}$/),
  settings: count,
  shows: nullable(listOf(record<ShownBoard>({ region, seq: count, manifest: hash }), MOST_BOARDS)),
  asOf: nullable(instant),
  storage: nullable(record<{ used: number; quota: number }>({ used: count, quota: count })),
  battery: nullable(record<{ level: number; charging: boolean }>({ level: count, charging: flag })),
  upSeconds: count,
  errors: listOf(
    record<DeviceError>({ code: like<string>(/^[A-Za-z][\w.]{0,39}$/), count }),
    MOST_ERRORS,
  ),
})

/** Reads a heartbeat; who sent it is a question of `verifyHeartbeat`. */
export const parseHeartbeat = (value: unknown): Heartbeat => readHeartbeat(value, 'heartbeat')

/** The body as it is sent and signed: canonical JSON of at most 1 KB. Errors that no longer fit stay behind, rare ones first. */
export function formatHeartbeat(heartbeat: Heartbeat): string {
  const errors = [...heartbeat.errors].sort((a, b) => b.count - a.count).slice(0, MOST_ERRORS)
  for (;;) {
    const body = canonicalJson({ ...heartbeat, errors })
    if (utf8(body).length <= LONGEST_HEARTBEAT) return body
    if (errors.pop() === undefined) throw new TypeError('a heartbeat that is too long')
  }
}

/** What the device signs. */
export const heartbeatMessage = (device: string, body: string): Uint8Array =>
  utf8(`sambar/heartbeat/v1\n${device}\n${body}`)

/** Did the holder of this key say this? `signature`: base64 of r ‖ s. */
export const verifyHeartbeat = (
  key: PlatformKey,
  device: string,
  body: string,
  signature: string,
): Promise<boolean> => isSignedBy(key, heartbeatMessage(device, body), signature, 'heartbeat')
