import type { Instant } from '#domain/calendar/day.ts'
import { inScope } from '#domain/region/region-code.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { DeviceError, ShownBoard } from '#protocol/device-heartbeat.ts'
import type { DeviceSettings } from '#protocol/device-orders.ts'
import { scopesFor } from '../auth/policy.ts'
import { allDevices, type DeviceRow } from '../storage/devices.ts'
import { boardRows } from '../storage/log.ts'
import type { DeviceOffice } from './device-office.ts'
import type { By } from './devices.ts'
import { heartbeatOf } from './heartbeat.ts'
import { boardsOf, settingsOf } from './orders.ts'
import { standingOf, worstFirst, type Standing } from './standing.ts'

/** A tablet as its office sees it. No key, no PIN, no link. */
export interface ListedDevice {
  device: string
  name: string
  standing: Standing
  boards: {
    region: RegionCode
    /** What hangs now. */
    newest: { seq: number; manifest: string } | null
    /** What the tablet last said that it shows. */
    shown: { seq: number; manifest: string } | null
  }[]
  /** Since when it is known to show that. */
  showsSince: Instant | null
  /** Signed time of the oldest board shown. */
  asOf: Instant | null
  createdAt: Instant
  enrolledAt: Instant | null
  heardAt: Instant | null
  app: string | null
  /** Version of the orders given, and of those it holds. */
  version: number
  versionHeld: number | null
  restarts: number
  settings: Omit<DeviceSettings, 'pin'> & { pin: boolean }
  storage: { used: number; quota: number } | null
  battery: { level: number; charging: boolean } | null
  upSeconds: number | null
  errors: DeviceError[]
}

/** The tablets of the person's regions, the worst first: who needs somebody to go there. */
export async function listDevices(office: DeviceOffice, by: By): Promise<ListedDevice[]> {
  const db = office.storage.read
  const scopes = by === null ? null : scopesFor(by, 'readDevices')
  const rows = (await allDevices(db)).filter(
    (row) => scopes === null || boardsOf(row).some(({ region }) => inScope(region, scopes)),
  )
  const regions = new Set(rows.flatMap((row) => boardsOf(row).map(({ region }) => region)))
  const heads = new Map((await boardRows(db, [...regions])).map((head) => [head.region, head]))
  const now = office.now()
  return worstFirst(rows.map((row) => listed(row, heads, now)))
}

function listed(
  row: DeviceRow,
  heads: ReadonlyMap<string, { seq: number; manifest: string }>,
  now: number,
): ListedDevice {
  const heartbeat = heartbeatOf(row)
  const boards = boardsOf(row).map(({ region }) => {
    const head = heads.get(region)
    const shown = heartbeat?.shows?.find((board: ShownBoard) => board.region === region) ?? null
    return {
      region,
      newest: head ? { seq: head.seq, manifest: head.manifest } : null,
      shown: shown && { seq: shown.seq, manifest: shown.manifest },
    }
  })
  const heardAt = row.heard_at as Instant | null
  const errors = heartbeat?.errors ?? []
  const { pin, ...settings } = settingsOf(row)
  return {
    device: row.id,
    name: row.name,
    standing: standingOf(
      {
        revoked: row.revoked === 1,
        heardAt,
        boards: boards.map(({ newest, shown }) => ({
          newest: newest?.manifest ?? null,
          shown: shown?.manifest ?? null,
        })),
        errors: errors.length,
      },
      now,
    ),
    boards,
    showsSince: row.shows_since as Instant | null,
    asOf: heartbeat?.asOf ?? null,
    createdAt: row.created_at as Instant,
    enrolledAt: row.enrolled_at as Instant | null,
    heardAt,
    app: heartbeat?.app ?? null,
    version: row.version,
    versionHeld: heartbeat?.settings ?? null,
    restarts: row.restart,
    settings: { ...settings, pin: pin !== null },
    storage: heartbeat?.storage ?? null,
    battery: heartbeat?.battery ?? null,
    upSeconds: heartbeat?.upSeconds ?? null,
    errors,
  }
}
