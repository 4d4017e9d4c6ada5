import readXlsxFile from 'read-excel-file/node'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { PeopleBuilder } from '#device/read/people.ts'
import { SearchIndex } from '#device/read/search.ts'
import { createPinyin } from '#server/publishing/pinyin.ts'
import { samplePath } from './samples.ts'

export interface SampleName {
  name: string
  nameMn: string | null
}

/** Everybody on the sample sheet that has names in both scripts. */
export async function sampleNames(): Promise<SampleName[]> {
  const [sheet] = await readXlsxFile(samplePath('08-草原补奖-蒙汉文姓名-2025.xlsx'))
  const rows = sheet!.data
  const head = rows.findIndex((row) => row.includes('户主姓名'))
  const [name, nameMn] = ['户主姓名', '户主姓名（蒙古文）'].map((title) =>
    rows[head]!.indexOf(title),
  )
  return rows.slice(head + 1).flatMap((row) => {
    const said = row[name!]
    const mongolian = row[nameMn!]
    return typeof said === 'string' && typeof row[0] === 'number'
      ? [{ name: said, nameMn: typeof mongolian === 'string' ? mongolian : null }]
      : []
  })
}

/** Their board's index, as a device has it. */
export function indexOf(names: readonly SampleName[]): SearchIndex {
  const pinyin = createPinyin()
  const objects = [{ address: '0'.repeat(64) as Hash, notice: '0'.repeat(32) as NoticeId }]
  const builder = new PeopleBuilder('152529900201' as RegionCode, 'payments-2025', 2025, objects)
  builder.add(objects[0]!.address, {
    payee: names.map((_, at) => String(at).padStart(8, '0')),
    name: names.map(({ name }) => name),
    nameMn: names.map(({ nameMn }) => nameMn),
    pinyin: names.map(({ name }) => pinyin(name)),
    groups: [],
    group: names.map(() => -1),
  })
  return new SearchIndex([builder.record()])
}
