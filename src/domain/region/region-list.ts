import { integerAt, listAt, MalformedError, objectAt, textAt, wordAt } from '../malformed.ts'
import { levelOf, parseRegionCode, prefixOf } from './region-code.ts'
import type { Both, Region, RegionCode, RegionList } from './region.ts'

export { inScope, levelOf } from './region-code.ts'
export { findTownship, findVillage } from './find-village.ts'

/**
 * Reads a county's regions: either a `RegionList` as published, or an office's file with `county` and `townships` that
 * hold their `villages`. Checks codes, levels, parents and that no code stands twice. Throws MalformedError.
 */
export function parseRegionList(json: unknown): RegionList {
  const given = objectAt(json, 'regions')
  const regions =
    'regions' in given ? listAt(given['regions'], 'regions.regions', parseRegion) : nested(given)
  const codes = new Set<string>()
  for (const region of regions) {
    if (codes.has(region.code)) throw new MalformedError('regions: a code stands twice')
    codes.add(region.code)
  }
  for (const { parent, level } of regions)
    if (level === 'county' ? parent !== null : parent === null || !codes.has(parent))
      throw new MalformedError('regions: a parent is missing')
  const version =
    given['version'] === undefined ? 1 : integerAt(given['version'], 'regions.version', 1)
  return { version, regions }
}

/** The county of a list. Throws MalformedError where there is none. */
export function countyOf(list: RegionList): Region {
  const county = list.regions.find((region) => region.level === 'county')
  if (!county) throw new MalformedError('regions: no county')
  return county
}

export const regionIn = (list: RegionList, code: string): Region | null =>
  list.regions.find((region) => region.code === code) ?? null

function parseRegion(value: unknown, where: string): Region {
  const given = objectAt(value, where)
  const code = codeAt(given['code'], `${where}.code`)
  const name = objectAt(given['name'], `${where}.name`)
  return {
    code,
    level: wordAt(given['level'], [levelOf(code)], `${where}.level`),
    parent: given['parent'] === null ? null : codeAt(given['parent'], `${where}.parent`),
    name: both(name['zh'], name['mn'], where),
    kind: kindAt(given['kind'], `${where}.kind`),
    aliases: listAt(given['aliases'] ?? [], `${where}.aliases`, textAt),
  }
}

/** Files of an office: levels by nesting, names in `name` and `nameMn`, ancestors above the county left out. */
function nested(given: Record<string, unknown>): RegionList['regions'] {
  const county = office(given['county'], 'regions.county', null)
  const regions = [county]
  listAt(given['townships'] ?? [], 'regions.townships', (value, where) => {
    const township = office(value, where, county)
    regions.push(township)
    listAt(objectAt(value, where)['villages'] ?? [], `${where}.villages`, (village, at) =>
      regions.push(office(village, at, township)),
    )
  })
  return regions
}

function office(value: unknown, where: string, parent: Region | null): Region {
  const given = objectAt(value, where)
  const code = codeAt(given['code'], `${where}.code`)
  const level = levelOf(code)
  if (parent && (!code.startsWith(prefixOf(parent.code)) || level === parent.level))
    throw new MalformedError(`${where}.code`)
  const name = both(given['name'], given['nameMn'] ?? undefined, where)
  return {
    code,
    level,
    parent: parent?.code ?? null,
    name,
    kind: typeof given['kind'] === 'string' ? given['kind'] : kindIn(name.zh),
    aliases: listAt(given['aliases'] ?? [], `${where}.aliases`, textAt),
  }
}

/** The end of a name, remarks in brackets aside; empty where the name does not say. */
const kindIn = (name: string): string =>
  /(嘎查|苏木|[旗县市区镇乡村])(?:（[^（）]*）)?$/.exec(name)?.[1] ?? ''

/** Empty for a region whose name does not say what it is. */
function kindAt(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new MalformedError(where)
  return value
}

function codeAt(value: unknown, where: string): RegionCode {
  const code = typeof value === 'string' ? parseRegionCode(value) : null
  if (code === null) throw new MalformedError(where)
  return code
}

function both(zh: unknown, mn: unknown, where: string): Both {
  const name: Both = { zh: textAt(zh, `${where}.name`) }
  if (mn !== undefined) name.mn = textAt(mn, `${where}.nameMn`)
  return name
}
