import { gunzipSync } from 'node:zlib'
import type { WorkCalendar } from '#domain/calendar/working-days.ts'
import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import type { Program } from '#domain/program/program.ts'
import type { Both, RegionList } from '#domain/region/region.ts'
import type { PublicSettings, ReferenceDocument, ReferenceName } from '#protocol/reference.ts'
import type { NoticeRecord } from '#protocol/shapes.ts'
import { findBoardRow, findLog, objectBytes, type Db } from '../storage/log.ts'
import { openShelves } from './open-board.ts'

/** What each document is called on the county's board. */
export const REFERENCE_TITLES: Record<ReferenceName, Both> = {
  regions: { zh: '区划名录' },
  programs: { zh: '补贴项目与标准' },
  catalog: { zh: '基层政务公开标准目录' },
  calendar: { zh: '工作日历' },
  columnAliases: { zh: '表头别名' },
  settings: { zh: '公开设置' },
  keyList: { zh: '公示日志密钥清单' },
}

/** The county's documents in force. What is published is what holds: there is no second copy to drift away. */
export interface Reference {
  regions: RegionList
  programs: Program[]
  catalog: CatalogItem[]
  calendar: WorkCalendar
  columnAliases: { [column: string]: string[] }
  settings: PublicSettings
  keyList: string
}

export const NO_REFERENCE: Reference = {
  regions: { version: 0, regions: [] },
  programs: [],
  catalog: [],
  calendar: { years: {} },
  columnAliases: {},
  settings: {
    names: 'boardKey',
    archive: 'asNames',
    mask: false,
    scripts: ['mn', 'zh'],
    requestsUrl: '',
    complaintPhone: '',
  },
  keyList: '',
}

const SALT_BYTES = 16

/** Our own bytes, which the boot check has tied to the log; so they are read plainly. */
export function documentIn(bytes: Uint8Array): ReferenceDocument {
  const text = gunzipSync(bytes).subarray(SALT_BYTES).toString('utf8')
  return JSON.parse(text) as ReferenceDocument
}

export function withDocuments(
  reference: Reference,
  documents: readonly ReferenceDocument[],
): Reference {
  return documents.reduce<Reference>(
    (all, document) => ({ ...all, [document.name]: document.value }),
    reference,
  )
}

/** Records on the county's shelf of documents, by name. */
export async function referenceRecords(db: Db): Promise<Map<string, NoticeRecord>> {
  const log = await findLog(db)
  const row = log ? await findBoardRow(db, log.county) : null
  if (!row) return new Map()
  const [board] = await openShelves(db, [row], (key) => key === 'reference')
  const notices = board?.shelves.get('reference')?.notices ?? []
  return new Map(notices.map((record) => [record.item, record]))
}

/** Parsed once a county manifest, which names every byte of it. */
const parsed = new WeakMap<Db, { manifest: string; reference: Reference }>()

/** The documents as the county's board shows them now. */
export async function readReference(db: Db): Promise<Reference> {
  const log = await findLog(db)
  const row = log ? await findBoardRow(db, log.county) : null
  if (!row) return NO_REFERENCE
  const before = parsed.get(db)
  if (before?.manifest === row.manifest) return before.reference
  const records = [...(await referenceRecords(db)).values()]
  const addresses = records.flatMap((record) => record.objects.map((object) => object.address))
  const bytes = await objectBytes(db, addresses)
  const reference = withDocuments(
    NO_REFERENCE,
    addresses.map((address) => {
      const found = bytes.get(address)
      if (!found) throw new Error(`object ${address} of the county's board is missing`)
      return documentIn(found)
    }),
  )
  parsed.set(db, { manifest: row.manifest, reference })
  return reference
}
