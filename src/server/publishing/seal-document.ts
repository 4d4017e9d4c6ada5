import { isDeepStrictEqual } from 'node:util'
import type { Day, Instant } from '#domain/calendar/day.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { ReferenceDocument } from '#protocol/reference.ts'
import type { NoticeRecord } from '#protocol/shapes.ts'
import { versionDigest } from '#protocol/version.ts'
import { findObject, type Db } from '../storage/log.ts'
import { documentIn, REFERENCE_TITLES } from './reference.ts'
import { objectRow, seal, type Random } from './seal-objects.ts'
import type { SealedNotice } from './seal-notice.ts'

/** Does the board show just this already? */
export async function unchangedDocument(
  db: Db,
  there: NoticeRecord,
  document: ReferenceDocument,
): Promise<boolean> {
  const [object] = there.objects
  const bytes = object ? await findObject(db, object.address) : null
  return (
    bytes !== null && isDeepStrictEqual(documentIn(bytes), JSON.parse(JSON.stringify(document)))
  )
}

/** A document as a notice of the county's board: version 1, or the next one with why it changed. */
export async function sealDocument(
  document: ReferenceDocument,
  there: NoticeRecord | null,
  context: { at: Instant; today: Day; why: string; random: Random },
): Promise<Omit<SealedNotice, 'notice'>> {
  const sealed = await seal('document', document, 'public', context.random)
  const id = there?.id ?? (Buffer.from(context.random(16)).toString('hex') as NoticeId)
  const version = (there?.version ?? 0) + 1
  return {
    record: {
      id,
      kind: 'reference',
      item: document.name,
      program: null,
      year: there?.year ?? Number(context.today.slice(0, 4)),
      batch: null,
      title: REFERENCE_TITLES[document.name],
      version,
      digest: await versionDigest(id, version, [sealed.ref.content]),
      state: 'published',
      publishedAt: context.at,
      publishedOn: context.today,
      periodEndsOn: null,
      change: there ? { what: ['text'], why: context.why || '内容更新' } : null,
      withdrawal: null,
      totals: null,
      objects: [sealed.ref],
      pack: null,
    },
    objects: [objectRow(sealed)],
    pack: null,
  }
}
