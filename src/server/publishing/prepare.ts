import type { Day } from '#domain/calendar/day.ts'
import type { Notice, NoticeId } from '#domain/notice/notice.ts'
import { DEFAULT_PERIOD } from '#domain/program/period-rule.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { BoardDraft } from './board-draft.ts'
import { mapInParallel } from './in-turn.ts'
import { need } from './need.ts'
import { wrappings, type Epochs, type PublishRequest, type Scene } from './publish-request.ts'
import type { Publishing } from './publishing.ts'
import { referenceRecords } from './reference.ts'
import { sealDocument, unchangedDocument } from './seal-document.ts'
import { sealNotice, type SealedNotice } from './seal-notice.ts'

/** zlib and Web Crypto work in Node's four threads. */
export const AT_ONCE = 8

export interface NotSealed {
  refused: 'withinNotice'
  notice: NoticeId
  region: RegionCode
  because: { refused: string }
}

/** Ready to hang. */
export interface Prepared {
  sealed: SealedNotice[]
  documents: Omit<SealedNotice, 'notice'>[]
}

/** Seals every notice and every document of a request, or says which one the gate refuses. */
export async function prepare(
  p: Publishing,
  request: PublishRequest,
  scene: Scene,
  epochs: Epochs,
  before: Map<string, BoardDraft>,
  regions: readonly RegionCode[],
): Promise<Prepared | NotSealed> {
  const keys = await wrappings(p, regions, epochs.after)
  const running = new Map<string, Day | null>()
  for (const draft of before.values())
    for (const shelf of draft.shelves.values())
      for (const record of shelf.notices) running.set(record.id, record.periodEndsOn)
  const context = {
    at: scene.at,
    today: scene.today,
    calendar: scene.reference.calendar,
    settings: scene.reference.settings,
    defaultPeriod: DEFAULT_PERIOD,
    runningPeriod: (notice: Notice) => running.get(notice.id) ?? null,
    wrapping: (notice: Notice) => need(keys.get(notice.region), 'wrap key'),
    pinyin: p.pinyin,
    random: p.random,
  }
  const sealed: SealedNotice[] = []
  const results = await mapInParallel(request.notices ?? [], AT_ONCE, (approved) =>
    sealNotice(approved, context),
  )
  for (const [index, result] of results.entries()) {
    if ('refused' in result) {
      const { notice } = need(request.notices?.[index], 'notice')
      const { id, region } = notice
      return { refused: 'withinNotice', notice: id, region, because: result }
    }
    sealed.push(result)
  }
  return { sealed, documents: await prepareDocuments(p, request, scene) }
}

async function prepareDocuments(p: Publishing, request: PublishRequest, scene: Scene) {
  const documents: Omit<SealedNotice, 'notice'>[] = []
  if (!request.documents || request.documents.length === 0) return documents
  const records = await referenceRecords(p.db)
  for (const document of request.documents) {
    const there = records.get(document.name) ?? null
    if (there && (await unchangedDocument(p.db, there, document))) continue
    documents.push(
      await sealDocument(document, there, {
        at: scene.at,
        today: scene.today,
        why: request.why ?? '',
        random: p.random,
      }),
    )
  }
  return documents
}
