import { parseWorkCalendar } from '#domain/calendar/working-days.ts'
import { parseCatalog } from '#domain/catalog/parse-catalog.ts'
import { MalformedError } from '#domain/malformed.ts'
import { parsePrograms } from '#domain/program/parse-programs.ts'
import { parseRegionList } from '#domain/region/region-list.ts'
import { malformed } from '#transparency/verification-error.ts'
import { flag, listOf, oneOf, record, text, textUpTo, versionOne, type Read } from './door.ts'
import type { PublicSettings, ReferenceDocument, ReferenceName } from './reference.ts'

const settings = record<PublicSettings>({
  names: oneOf('boardKey', 'public'),
  archive: oneOf('asNames', 'office'),
  mask: flag,
  scripts: listOf(oneOf('mn', 'zh'), 2),
  requestsUrl: text,
  complaintPhone: text,
})

const columnAliases: Read<{ [column: string]: string[] }> = (value, at) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return malformed('document', at)
  const pairs = Object.entries(value).map(([column, headers], index) => {
    if (column === '__proto__') malformed('document', at)
    return [column, listOf(text)(headers, `${at}.${index}`)] as const
  })
  return Object.fromEntries(pairs)
}

/** Parsers of `domain` have an error of their own; here it means that a document must not be believed. */
const byDomain =
  <T>(parse: (json: unknown) => T): Read<T> =>
  (value) => {
    try {
      return parse(value)
    } catch (error) {
      if (error instanceof MalformedError) return malformed('document', error.where)
      throw error
    }
  }

const VALUES: { [N in ReferenceName]: Read<Extract<ReferenceDocument, { name: N }>['value']> } = {
  regions: byDomain(parseRegionList),
  programs: byDomain(parsePrograms),
  catalog: byDomain(parseCatalog),
  calendar: byDomain(parseWorkCalendar),
  columnAliases,
  settings,
  keyList: textUpTo(1 << 20),
}

const frame = record<{ v: 1; name: string }>({ v: versionOne, name: textUpTo(40) })

/** Reads the value of a document object; untrusted. Null for a document that this code does not know: no alarm. */
export function parseReference(value: unknown): ReferenceDocument | null {
  const { name } = frame(value, 'document')
  if (!Object.prototype.hasOwnProperty.call(VALUES, name)) return null
  const given = (value as { value?: unknown }).value
  return {
    v: 1,
    name,
    value: VALUES[name as ReferenceName](given, `document.${name}`),
  } as ReferenceDocument
}
