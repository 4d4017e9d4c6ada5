import { parseDay, parseInstant } from '#domain/calendar/day.ts'
import { parsePayeeNumber } from '#domain/disbursement/payee-number.ts'
import { asFen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import type { Both } from '#domain/region/region.ts'
import type { KnownLine } from './api.ts'
import type { HouseholdRecord } from './db.ts'

/** A followed household in the little text beside the database: what no county could bring back. */
export type CanaryHousehold = Omit<HouseholdRecord, 'of' | 'order'>

const STATUSES = ['paid', 'returned', 'reissued', 'planned'] as const
const STANDINGS = ['here', 'left', 'withdrawn', 'struck'] as const

/** Reads what the canary says; a household that is not as it should be is left out, and the others stay. */
export function parseHouseholds(value: unknown): CanaryHousehold[] {
  if (!Array.isArray(value)) return []
  return (value as unknown[]).flatMap((one) => {
    try {
      return [readHousehold(recordOf(one))]
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) return []
      throw error
    }
  })
}

function readHousehold(from: Record<string, unknown>): CanaryHousehold {
  return {
    region: known(parseRegionCode(textOf(from['region']))),
    payee: known(parsePayeeNumber(textOf(from['payee']))),
    name: textOf(from['name']),
    nameMn: from['nameMn'] === null ? null : textOf(from['nameMn']),
    groups: arrayOf(from['groups']).map(textOf),
    board: bothOf(from['board']),
    asOf: known(parseInstant(textOf(from['asOf']))),
    lines: arrayOf(from['lines']).map((line) => readLine(recordOf(line))),
  }
}

function readLine(from: Record<string, unknown>): KnownLine {
  return {
    notice: textOf(from['notice']) as NoticeId,
    version: countOf(from['version']),
    title: bothOf(from['title']),
    program: from['program'] === null ? null : textOf(from['program']),
    year: countOf(from['year']),
    publishedOn: known(parseDay(textOf(from['publishedOn']))),
    publishedAt: known(parseInstant(textOf(from['publishedAt']))),
    amountFen: asFen(countOf(from['amountFen'])),
    status: known(STATUSES.find((status) => status === from['status'])),
    standing: known(STANDINGS.find((standing) => standing === from['standing'])),
    asOf: known(parseInstant(textOf(from['asOf']))),
  }
}

function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new TypeError('not as it was written')
  return value
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new TypeError('no record')
  return value as Record<string, unknown>
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('no text')
  return value
}

function countOf(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new TypeError('no whole number')
  return value as number
}

function arrayOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError('no list')
  return value as unknown[]
}

function bothOf(value: unknown): Both {
  const { zh, mn } = recordOf(value)
  return mn === undefined ? { zh: textOf(zh) } : { zh: textOf(zh), mn: textOf(mn) }
}
