import type { ImportedDisbursement } from '../import/report.ts'
import type { Db } from '../storage/log.ts'
import { linesOf, newestInSlot, publishedVersions, type VersionRow } from '../storage/notices.ts'
import { listsBefore } from './lists-before.ts'
import { slotOf, type Scene } from './make-drafts.ts'

/** What each list of a sheet meets in its place, in the order of the lists. */
export async function scenesOf(
  tx: Db,
  program: string,
  lists: readonly ImportedDisbursement[],
): Promise<Scene[]> {
  const bySlot = new Map<string, string[]>()
  for (const { region, year, batch } of lists) {
    const slot = slotOf(program, year, batch)
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), region])
  }
  const newest = new Map<string, VersionRow>()
  for (const [slot, regions] of bySlot)
    for (const row of await newestInSlot(tx, slot, regions))
      newest.set(`${row.region} ${slot}`, row)
  const hanging = await publishedVersions(
    tx,
    [...newest.values()].map(({ notice }) => notice),
  )
  const texts = await linesOf(tx, hanging)
  const published = new Map(
    hanging.map((row) => [row.notice, { row, texts: texts.get(row.notice) ?? [] }]),
  )
  const standing = lists.map(
    ({ region, year, batch }) => newest.get(`${region} ${slotOf(program, year, batch)}`) ?? null,
  )
  const hung = await listsBefore(
    tx,
    lists.map(({ region, year, batch }, index) => ({
      region,
      program,
      year,
      batch,
      // All that hung of a notice that is there; a list that is new here has nothing but what was withdrawn.
      notice: standing[index]?.notice ?? '',
      version: Infinity,
    })),
  )
  return standing.map((row, index) => ({
    standing: row && { row, texts: [] },
    published: row && (published.get(row.notice) ?? null),
    hung: hung[index]?.lists ?? [],
  }))
}
