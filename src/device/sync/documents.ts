import { parseCatalog } from '#domain/catalog/parse-catalog.ts'
import { parseWorkCalendar } from '#domain/calendar/working-days.ts'
import { MalformedError } from '#domain/malformed.ts'
import { parsePrograms } from '#domain/program/parse-programs.ts'
import { parseRegionList } from '#domain/region/region-list.ts'
import type { ReferenceDocument, ReferenceName } from '#protocol/reference.ts'
import type { ObjectRef } from '#protocol/shapes.ts'
import { malformed, VerificationError } from '#transparency/verification-error.ts'
import type { DocumentRecord } from '../db.ts'

const asIs = (value: unknown): unknown => value

/** Every document that this code knows, and what reads it. */
const READERS: Record<ReferenceName, (value: unknown) => unknown> = {
  regions: parseRegionList,
  programs: parsePrograms,
  catalog: parseCatalog,
  calendar: parseWorkCalendar,
  columnAliases: asIs,
  settings: asIs,
  keyList: (value) => (typeof value === 'string' ? value : malformed('document', 'keyList')),
}

/** Reads one of the county's documents. Null for a name that this code does not know: additive, no alarm. */
export function readDocument(ref: ObjectRef, value: unknown): DocumentRecord | null {
  if (typeof value !== 'object' || value === null) return malformed('document')
  const given = value as Record<string, unknown>
  const { v, name } = given
  if (typeof v === 'number' && v > 1)
    throw new VerificationError('UPDATE_THE_APP', { what: 'document' })
  if (v !== 1 || typeof name !== 'string') return malformed('document')
  if (!Object.prototype.hasOwnProperty.call(READERS, name)) return null
  try {
    const parsed = READERS[name as ReferenceName](given['value'])
    return {
      name: name as ReferenceName,
      content: ref.content,
      value: parsed as ReferenceDocument['value'],
    }
  } catch (error) {
    if (error instanceof MalformedError) return malformed('document', error.where)
    throw error
  }
}
