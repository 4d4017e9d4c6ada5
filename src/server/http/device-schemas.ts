import { z } from 'zod'
import { STANDINGS } from '../devices/standing.ts'
import { hash, id, instant, region, regionOut } from './schemas.ts'

/** Shapes of what tablets say and of what an office says to them. */

export const enrolBody = z.strictObject({
  v: z.literal(1),
  code: z.string().max(40).describe('twelve Crockford characters, as the office read them out'),
  key: z.string().max(200).describe('base64 of the SPKI of an ECDSA P-256 key made on the device'),
})
const signedNote = z
  .string()
  .describe('C2SP signed note: sambar/device/v1, origin, device, version, instant, canonical JSON')
export const enrolled = z.object({ v: z.literal(1), device: id, settings: signedNote })

/** Loose, since newer devices may say more; what is signed is the canonical JSON of all of it. */
export const heartbeatBody = z
  .looseObject({ v: z.int(), n: z.int().describe('only grows') })
  .describe('At most 1 KB of canonical JSON; ARCHITECTURE.md §1.7')
export const heartbeatHeaders = z.looseObject({
  'sambar-signature': z
    .string()
    .max(100)
    .describe('base64 of ECDSA P-256 (r ‖ s) over sambar/heartbeat/v1 LF device LF body'),
})
export const heard = z.object({
  v: z.literal(1),
  settings: signedNote.nullable().describe('new orders; null where the device has the newest'),
})

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('07:00, UTC+8')
const settings = {
  languages: z.enum(['zh-Hans', 'mn-Mong', 'both']),
  loop: z.enum(['turns', 'beside']).describe('both scripts by turns, or side by side on one leaf'),
  schedule: z.strictObject({ on: clockTime, off: clockTime }),
  idleSeconds: z.int().min(15).max(3600),
  pace: z.int().min(50).max(400).describe('percent of reading time; 200 is half as fast'),
  warnDays: z.int().min(1).max(365),
  alarmDays: z.int().min(1).max(365),
  printNotices: z
    .enum(['a4', 'a3'])
    .nullable()
    .describe('paper of the printer beside it; null: it prints none'),
  printSlips: z.enum(['a5', 'roll']).nullable(),
}
const boards = z.array(region).min(1).max(50)
const name = z.string().max(60)
const pin = z
  .string()
  .max(20)
  .nullable()
  .describe('six digits; "new": made here and answered once; null: no way out of the kiosk')

export const deviceBody = z.strictObject({
  boards,
  name: name.optional(),
  settings: z.strictObject(settings).partial().optional(),
  pin: pin.optional(),
})
export const deviceChange = deviceBody.partial()

export const deviceTold = z.object({
  device: id,
  code: z.string().describe('to be read out; answered once'),
  link: z.string().describe('the same as a QR, with the fingerprint of the county’s root'),
  expiresAt: instant,
  pin: z.string().nullable(),
})
export const deviceChanged = z.object({
  device: id,
  version: z.int().describe('of the orders; the tablet takes them with its next heartbeat'),
  pin: z.string().nullable(),
})

const shown = z.object({ seq: z.int(), manifest: hash })
export const deviceList = z.object({
  devices: z.array(
    z.object({
      device: id,
      name: z.string(),
      standing: z.enum(STANDINGS),
      boards: z.array(
        z.object({ region: regionOut, newest: shown.nullable(), shown: shown.nullable() }),
      ),
      showsSince: instant.nullable(),
      asOf: instant.nullable(),
      createdAt: instant,
      enrolledAt: instant.nullable(),
      heardAt: instant.nullable(),
      app: z.string().nullable(),
      version: z.int(),
      versionHeld: z.int().nullable(),
      restarts: z.int(),
      settings: z.object({
        ...settings,
        schedule: z.object({ on: z.string(), off: z.string() }),
        pin: z.boolean(),
      }),
      storage: z.object({ used: z.int(), quota: z.int() }).nullable(),
      battery: z.object({ level: z.int(), charging: z.boolean() }).nullable(),
      upSeconds: z.int().nullable(),
      errors: z.array(z.object({ code: z.string(), count: z.int() })),
    }),
  ),
})
