import type { Line } from '#domain/disbursement/line.ts'
import type { Db } from '../storage/log.ts'
import { allLinesOf, hungVersions, type HungVersion, type VersionRow } from '../storage/notices.ts'
import { linesIn } from './content.ts'

export type Place = Pick<VersionRow, 'notice' | 'version' | 'region' | 'program' | 'year'>

/**
 * Lines of every list that hung before each of these versions and that somebody may have kept: earlier versions, and
 * what was withdrawn of the same village, program and year, since it comes again as a new notice, under whatever batch.
 */
export async function listsBefore(db: Db, versions: readonly Place[]): Promise<Line[][][]> {
  const placeOf = ({ region, program, year }: Omit<Place, 'notice' | 'version'>) =>
    `${region} ${program} ${year}`
  const hung = new Map<string, HungVersion[]>()
  const regions = [...new Set(versions.map(({ region }) => region))]
  const programs = [...new Set(versions.flatMap(({ program }) => program ?? []))]
  for (const row of await hungVersions(db, regions, programs))
    hung.set(placeOf(row), [...(hung.get(placeOf(row)) ?? []), row])
  const before = versions.map((mine) =>
    (hung.get(placeOf(mine)) ?? []).filter(({ notice, version, withdrawn }) =>
      notice === mine.notice ? version < mine.version : withdrawn,
    ),
  )
  const texts = await allLinesOf(db, [...new Set(before.flat().map(({ notice }) => notice))])
  return before.map((lists) =>
    lists.map(({ notice, version }) => linesIn(texts.get(notice)?.get(version) ?? [])),
  )
}
