import { parseWorkCalendar } from '#domain/calendar/working-days.ts'
import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import { parseCatalog } from '#domain/catalog/parse-catalog.ts'
import { parsePrograms } from '#domain/program/parse-programs.ts'
import { parseRegionList } from '#domain/region/region-list.ts'
import type { PublicSettings, ReferenceDocument } from '#protocol/reference.ts'
import { readingOfTerm } from '../publishing/pinyin.ts'
import aliases from '../import/aliases.json'
import catalog from './catalog.json'
import calendar from './cn-holidays.json'
import demoRegions from './regions-demo.json'
import programs from './programs.json'
import settings from './settings.json'

/** What a county brings itself; everything else comes with the program. */
export interface CountyGiven {
  /** As `parseRegionList` reads it. */
  regions: unknown
  /** As `parsePrograms` reads it. */
  programs: unknown
  settings?: Partial<PublicSettings>
}

/** Phones hold no table of readings, so the catalog brings its own. */
const withPinyin = (item: CatalogItem): CatalogItem => ({
  ...item,
  pinyin: [item.level2, item.level1, item.field].map(readingOfTerm).join('|'),
})

/** The first documents of a county's board. Throws MalformedError where what was given is not of its form. */
export function countyDocuments(given: CountyGiven): ReferenceDocument[] {
  const defaults = settings as PublicSettings
  return [
    { v: 1, name: 'regions', value: parseRegionList(given.regions) },
    { v: 1, name: 'programs', value: parsePrograms(given.programs) },
    { v: 1, name: 'catalog', value: parseCatalog(catalog).map(withPinyin) },
    { v: 1, name: 'calendar', value: parseWorkCalendar(calendar) },
    { v: 1, name: 'columnAliases', value: aliases.exact },
    { v: 1, name: 'settings', value: { ...defaults, ...given.settings } },
  ]
}

/** The demo's regions and programs: the banner is a real one, all below it is invented. */
export const demoGiven: CountyGiven = { regions: demoRegions, programs }
