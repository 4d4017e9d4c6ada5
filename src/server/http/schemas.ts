import { z } from 'zod'
import { parseDay } from '#domain/calendar/day.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { CHECKS, type CheckName } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { ROLES } from '../auth/person.ts'

/** Shapes of requests and answers: what parses is also what `/api/openapi.json` says. Unknown keys are refused. */

export const id = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe('32 hex digits')
export const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256, 64 lowercase hex digits')
export const day = z
  .string()
  .refine((text) => parseDay(text) !== null)
  .describe('2026-03-09, UTC+8')
export const instant = z.string().describe('2026-03-09T01:12:00Z')
export const fen = z.int().describe('fen; 100 fen are one yuan')
/** Twelve digits. */
export const region = z
  .string()
  .regex(/^[1-9]\d{11}$/)
  .refine((text): boolean => parseRegionCode(text) !== null)
  .transform((text) => text as RegionCode)
export const regionOut = z.string().describe('division code, 12 digits')
export const both = z.object({ zh: z.string(), mn: z.string().optional() })

export const error = z
  .looseObject({ error: z.string().describe('code; words for it in i18n, api.errors') })
  .describe('A refusal: a code and its facts')

export const grant = z.strictObject({ role: z.enum(ROLES), region })
const grantOut = z.object({ role: z.enum(ROLES), region: regionOut })

export const person = z.object({
  id,
  login: z.string(),
  name: z.string(),
  grants: z.array(grantOut),
})

export const signInBody = z.strictObject({
  login: z.string().min(1).max(64),
  password: z.string().min(1).max(1024),
})

export const passwordBody = z.strictObject({
  current: z.string().min(1).max(1024),
  next: z.string().min(1).max(1024),
})

const checks = z.partialRecord(z.enum(CHECKS as [CheckName, ...CheckName[]]), z.boolean())
const reasons = z.string().max(2000)

/** What was read: the content's hash stands for it, so that nobody decides about something else by mistake. */
const meant = z.strictObject({ notice: id, contentHash: hash })
const several = z.array(meant).min(1).max(2000)

export const meantBody = z.strictObject({ notices: several })
export const reviewBody = z.strictObject({
  notices: several,
  decision: z.enum(['approve', 'return']),
  checks,
  reasons,
})
export const publishBody = z.strictObject({ notices: z.array(id).min(1).max(2000) })
export const withdrawBody = z.strictObject({
  why: z.string().min(1).max(500),
  office: z.string().min(1).max(100),
})
export const keepBody = z.strictObject({
  report: hash.describe('reportHash of the report that was shown'),
  why: z.string().max(500).optional(),
})

export const uploadQuery = z.strictObject({
  program: z.string().min(1).max(100),
  year: z.coerce.number().int().min(1949).max(2200).optional(),
  batch: z.string().min(1).max(40).optional(),
  sender: z.string().max(100).optional(),
})

export const uploadHeaders = z.looseObject({
  'x-file-name': z.string().min(1).max(600).describe('file name, percent-encoded UTF-8'),
  'x-mapping': z
    .string()
    .max(12_000)
    .optional()
    .describe('corrections of how columns are understood, percent-encoded JSON'),
})

/** How columns are understood: header signature → label → choice. */
const choice = z.strictObject({
  field: z.string().max(40),
  what: z.string().max(100).optional(),
  unit: z.string().max(40).optional(),
})
export const mappingBody = z.strictObject({
  mapping: z.record(z.string().max(64), z.record(z.string().max(200), choice)),
})

export const idParams = z.object({ id })

export const listQuery = z.strictObject({
  state: z.string().max(20).optional(),
  region: region.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})

export const linesQuery = z.strictObject({
  version: z.coerce.number().int().min(1).max(10_000).optional(),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
})

export const auditQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const stepped = z.object({
  notices: z.array(
    z.object({
      notice: id,
      version: z.int(),
      region: regionOut,
      state: z.string(),
      contentHash: hash,
    }),
  ),
})

export const published = z.object({
  size: z.int().describe('size of the log with this in it'),
  at: instant,
  boards: z.array(z.object({ region: regionOut, seq: z.int() })),
})

export const versionOut = z.object({
  notice: id,
  version: z.int(),
  region: regionOut,
  state: z.string(),
  item: z.string(),
  title: both,
  program: z.string().nullable(),
  year: z.int(),
  batch: z.string().nullable(),
  lines: z.int(),
  totalFen: fen,
  contentHash: hash,
  author: z.string(),
  importer: z.string().nullable(),
  import: id.nullable(),
  createdAt: instant,
  publishedOn: z.string().nullable(),
  periodEndsOn: z.string().nullable(),
  change: z.object({ what: z.array(z.string()), why: z.string() }).nullable(),
  withdrawal: z.object({ why: z.string(), office: z.string(), at: instant }).nullable(),
  demo: z.boolean(),
})

export const reviewOut = z.object({
  version: z.int(),
  reviewer: z.string(),
  role: z.string(),
  at: instant,
  decision: z.string(),
  checks: z.record(z.string(), z.boolean()),
  reasons: z.string(),
  contentHash: hash,
})

export const differenceOut = z.object({
  payee: z.string(),
  name: z.string(),
  beforeFen: fen.nullable(),
  afterFen: fen.nullable(),
  what: z.array(z.string()),
})

export const previewOut = z
  .union([
    z.object({ header: z.looseObject({ notice: id }), off: z.int() }),
    z.object({ refused: z.string() }),
  ])
  .describe('The public object as it would be made today; off: lines that are not quantity × rate')

export const lineOut = z.object({
  row: z.int(),
  sheet: z.string().optional(),
  payee: z.string(),
  name: z.string(),
  nameMn: z.string().optional(),
  group: z.string().optional(),
  parts: z.array(z.looseObject({ what: z.string() })),
  amountFen: fen,
  status: z.string(),
  note: z.string().optional(),
})

export const importOut = z.object({
  id,
  fileName: z.string(),
  sender: z.string(),
  program: z.string(),
  year: z.int(),
  importer: z.string(),
  state: z.string(),
  at: instant,
})

export const keptOut = z.object({
  import: id,
  drafts: z.array(
    z.object({
      notice: id,
      version: z.int(),
      region: regionOut,
      batch: z.string().nullable(),
      lines: z.int(),
      totalFen: fen,
      outcome: z.string(),
      contentHash: hash,
      differences: z.array(differenceOut),
    }),
  ),
})

export const personBody = z.strictObject({
  login: z.string().min(1).max(64),
  name: z.string().min(1).max(60),
  password: z.string().min(1).max(1024),
  grants: z.array(grant).max(50),
})

export const personChange = z.strictObject({
  name: z.string().min(1).max(60).optional(),
  password: z.string().min(1).max(1024).optional(),
  disabled: z.boolean().optional(),
  grants: z.array(grant).max(50).optional(),
})

/** GET /api/v1/boards/{region} */
export const head = z.object({
  v: z.literal(1),
  manifest: z.string().describe('canonical JSON as text; its SHA-256 is the ETag'),
  entry: z.string().describe('text of the log entry'),
  index: z.int(),
  proof: z.array(z.string()).describe('RFC 6962 inclusion proof, base64'),
  checkpoint: z.string().describe('C2SP signed note'),
})

export const logDescription = z.object({
  v: z.literal(1),
  origin: z.string(),
  county: regionOut,
  vkeys: z.array(z.string()),
  timeVkeys: z.array(z.string()),
  witnesses: z.object({ vkeys: z.array(z.string()), quorum: z.int() }),
  rootVkey: z.string(),
  keyList: z.string(),
})
