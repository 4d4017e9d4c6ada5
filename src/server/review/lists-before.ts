import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { Line } from '#domain/disbursement/line.ts'
import type { Db } from '../storage/log.ts'
import { allLinesOf, hungVersions, type HungVersion, type VersionRow } from '../storage/notices.ts'
import { linesIn } from './content.ts'

export type Place = Pick<VersionRow, 'notice' | 'version' | 'region' | 'program' | 'year' | 'batch'>

/** What hung in a place before and may have been kept by somebody. */
export interface Before {
  lists: Line[][]
  /** Tables without persons. */
  tables: Aggregate[]
}

export const NOTHING_BEFORE: Before = { lists: [], tables: [] }

/**
 * What hung before each of these versions: earlier versions, and what was withdrawn of the same village, program and
 * year, since it comes again as a new notice. Lists count under whatever batch; tables under the same alone, for the
 * sums of two quarters say nothing of each other where nobody can be followed from one to the next.
 */
export async function listsBefore(db: Db, versions: readonly Place[]): Promise<Before[]> {
  const placeOf = ({ region, program, year }: Pick<Place, 'region' | 'program' | 'year'>) =>
    `${region} ${program} ${year}`
  const hung = new Map<string, HungVersion[]>()
  const regions = [...new Set(versions.map(({ region }) => region))]
  const programs = [...new Set(versions.flatMap(({ program }) => program ?? []))]
  for (const row of await hungVersions(db, regions, programs))
    hung.set(placeOf(row), [...(hung.get(placeOf(row)) ?? []), row])
  const before = versions.map((mine) =>
    (hung.get(placeOf(mine)) ?? []).filter(({ notice, version, batch, aggregate, withdrawn }) =>
      notice === mine.notice
        ? version < mine.version
        : withdrawn && (aggregate === null || batch === mine.batch),
    ),
  )
  const texts = await allLinesOf(db, [...new Set(before.flat().map(({ notice }) => notice))])
  return before.map((rows) => ({
    lists: rows
      .filter(({ aggregate }) => aggregate === null)
      .map(({ notice, version }) => linesIn(texts.get(notice)?.get(version) ?? [])),
    tables: rows.flatMap(({ aggregate }) =>
      aggregate === null ? [] : [JSON.parse(aggregate) as Aggregate],
    ),
  }))
}
