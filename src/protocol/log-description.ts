import { count, listOf, record, region, text, versionOne } from './door.ts'
import type { LogDescription } from './shapes.ts'

const description = record<LogDescription>({
  v: versionOne,
  origin: text,
  county: region,
  vkeys: listOf(text, 1000),
  timeVkeys: listOf(text, 1000),
  witnesses: record<LogDescription['witnesses']>({ vkeys: listOf(text, 1000), quorum: count }),
  rootVkey: text,
  keyList: text,
})

/** Reads the answer to `GET /log`; untrusted. Only its `keyList`, checked by `verifyKeyList`, is to be believed. */
export const parseLogDescription = (value: unknown): LogDescription => description(value, 'log')

const consistency = record<{ proof: string[] }>({ proof: listOf(text, 128) })

/** Reads the answer to `GET /log/consistency`: base64 hashes. */
export const parseConsistency = (value: unknown): { proof: string[] } =>
  consistency(value, 'consistency')
