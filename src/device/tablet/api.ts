import type { Instant } from '#domain/calendar/day.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { Heartbeat } from '#protocol/device-heartbeat.ts'
import type { UpdateFirst } from '../api.ts'

/** Why nothing could be exchanged with the county; words under `sync.*`. */
export type NoAnswer = 'offline' | 'captivePortal' | 'serverTrouble' | 'notReady' | 'notSecure'

/** Why a one-time code made no tablet of this device; words under `kiosk.enrol.refused`. */
export type EnrolRefusal =
  /** No twelve characters, or mistyped: nothing was sent and no try is lost. */
  | { refused: 'codeTyped' }
  /** Unknown, wrong, used up, or older than ten minutes: the office makes another. */
  | { refused: 'codeWrong' }
  | { refused: 'tooManyTries'; retryAfterSeconds: number }
  | { refused: 'enrolledAlready' }
  /** The county that answers is not the one of the QR, or of the boards held. */
  | { refused: 'otherCounty' }
  /** Its answer is not signed as it must be. */
  | { refused: 'notVerified' }
  | { refused: NoAnswer | 'diskFull' }
  | UpdateFirst

/** This device as a tablet on a board of its county's. Holds no link, no key. */
export interface Tablet {
  /** 32 hex digits. */
  device: string
  boards: RegionCode[]
  /** Version of the orders held, and when they were given. */
  version: number
  orderedAt: Instant
  /** Typed codes bring no fingerprint of the county: it was then believed at first use, which has to be said. */
  rootPinned: 'link' | 'firstUse'
  /** When the county last answered a heartbeat, as likely as can be told. */
  heardAt: Instant | null
}

/** What the page says of itself for a heartbeat; the device adds the rest. */
export type Shown = Pick<Heartbeat, 'app' | 'shows' | 'asOf' | 'battery' | 'upSeconds' | 'errors'>

export type BeatOutcome =
  /** The county knows. `newOrders`: they hold from now on; `restart`: one was ordered. */
  | { kind: 'sent'; newOrders: boolean; restart: boolean }
  /** The county took this tablet back: boards, keys and the tablet itself are gone from here. */
  | { kind: 'revoked' }
  | { kind: 'notEnrolled' }
  /** The county does not know this device (any more); it goes on showing what it has. */
  | { kind: 'notKnown' }
  /** New orders came that must not be believed; those held stay. */
  | { kind: 'ordersRefused'; code: string }
  | { kind: NoAnswer | 'diskFull' | 'updateTheApp' }
