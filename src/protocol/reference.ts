import type { WorkCalendar } from '#domain/calendar/working-days.ts'
import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import type { Program } from '#domain/program/program.ts'
import type { RegionList } from '#domain/region/region.ts'

/** County settings that readers need to know. */
export interface PublicSettings {
  names: 'boardKey' | 'public'
  archive: 'asNames' | 'office'
  /** Are names shown as 张*明 even to those who may open a list? */
  mask: boolean
  /** Order of the two scripts where both stand. */
  scripts: ('mn' | 'zh')[]
  /** Where requests for information that is not on a board are made; empty where the county gave none. */
  requestsUrl: string
  /** The county's complaint channel. */
  complaintPhone: string
}

/**
 * What the county's board carries on its shelf `reference`, one notice a document. The notice's `kind` is
 * `reference`, its `item` the document's name, and its single object has the role `document` and this value.
 */
export type ReferenceDocument =
  | { v: 1; name: 'regions'; value: RegionList }
  | { v: 1; name: 'programs'; value: Program[] }
  | { v: 1; name: 'catalog'; value: CatalogItem[] }
  | { v: 1; name: 'calendar'; value: WorkCalendar }
  /** Canonical column → headers that offices write over it. */
  | { v: 1; name: 'columnAliases'; value: { [column: string]: string[] } }
  | { v: 1; name: 'settings'; value: PublicSettings }
  /** The root-signed note of `GET /api/v1/log`, so that it travels with the board too. */
  | { v: 1; name: 'keyList'; value: string }

export type ReferenceName = ReferenceDocument['name']
