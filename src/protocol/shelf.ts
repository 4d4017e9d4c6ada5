import type { EarlierVersion, PostedNotice } from '#domain/board/board-state.ts'
import type { ChangedThing } from '#domain/notice/notice.ts'
import type { PublicTotals } from '#domain/privacy/public-notice.ts'
import { malformed, VerificationError } from '#transparency/verification-error.ts'
import {
  both,
  count,
  day,
  fen,
  hash,
  instant,
  listOf,
  noticeId,
  nullable,
  optional,
  record,
  text,
  textUpTo,
  versionOne,
  type Read,
} from './door.ts'
import { objectRef, packRef } from './object-ref.ts'
import type { NoticeRecord, ObjectRef, Shelf, ShelfRef } from './shapes.ts'
import { versionDigest } from './version.ts'

export const totals = record<PublicTotals>({
  payees: nullable(count),
  plannedFen: nullable(fen),
  paidFen: fen,
  returnedFen: nullable(fen),
  balanceFen: nullable(fen),
  byPart: listOf(
    record<PublicTotals['byPart'][number]>({
      what: text,
      unit: optional(text),
      quantity: optional(text),
      amountFen: fen,
    }),
  ),
  byGroup: listOf(
    record<PublicTotals['byGroup'][number]>({ group: text, payees: count, amountFen: fen }),
  ),
  others: nullable(
    record<NonNullable<PublicTotals['others']>>({ groups: count, payees: count, amountFen: fen }),
  ),
})

/**
 * A short word that a newer county may add to: `domain/board` says of an unknown one "update the app", which is no alarm.
 */
const word =
  <T extends string>(): Read<T> =>
  (value, at) =>
    textUpTo(40)(value, at) as T

export const changedThing = word<ChangedThing>()

const posted = {
  id: noticeId,
  kind: word<PostedNotice['kind']>(),
  item: textUpTo(200),
  program: nullable(textUpTo(200)),
  year: count,
  batch: nullable(textUpTo(200)),
  title: both,
  version: count,
  digest: hash,
  chain: listOf(record<EarlierVersion>({ version: count, digest: hash, publishedAt: instant })),
  state: word<PostedNotice['state']>(),
  publishedAt: instant,
  publishedOn: day,
  periodEndsOn: nullable(day),
  change: nullable(
    record<NonNullable<PostedNotice['change']>>({ what: listOf(changedThing, 20), why: text }),
  ),
  withdrawal: nullable(
    record<NonNullable<PostedNotice['withdrawal']>>({ why: text, office: text, at: instant }),
  ),
  totals: nullable(totals),
}

const shelf = record<Shelf>({
  v: versionOne,
  key: textUpTo(40),
  notices: listOf(
    record<NoticeRecord>({
      ...posted,
      objects: listOf(objectRef, 10_000),
      pack: nullable(packRef),
    }),
    10_000,
  ),
})

/** Reads the value of a shelf; untrusted. That its text is canonical JSON was checked when its object was opened. */
export function parseShelf(value: unknown): Shelf {
  const parsed = shelf(value, 'shelf')
  const ids = new Set<string>()
  for (const notice of parsed.notices) {
    if (ids.has(notice.id)) malformed('shelf', 'notices.twice')
    ids.add(notice.id)
  }
  return parsed
}

/** The objects of a shelf in the order of its pack. */
export const objectsOf = (from: Shelf): ObjectRef[] =>
  from.notices.flatMap((notice) => notice.objects)

/** On which kind of shelf each kind of notice stands. A kind of a later time is for the rule of lawful change to judge. */
const SHELF_OF: { [kind: string]: ShelfRef['kind'] } = {
  disbursement: 'payments',
  affair: 'affairs',
  reference: 'reference',
}

const belongs = (ref: ShelfRef, { kind, year }: NoticeRecord): boolean => {
  const shelf = Object.prototype.hasOwnProperty.call(SHELF_OF, kind) ? SHELF_OF[kind] : undefined
  return shelf === undefined || (shelf === ref.kind && (ref.year === null || ref.year === year))
}

/**
 * Is this the shelf that the manifest names, does every notice belong on it, and does each commit to its objects?
 */
export async function verifyShelf(ref: ShelfRef, opened: Shelf): Promise<void> {
  if (opened.key !== ref.key || opened.notices.length !== ref.notices)
    throw new VerificationError('SHELF_WRONG', { shelf: ref.key })
  if (!opened.notices.every((notice) => belongs(ref, notice)))
    throw new VerificationError('SHELF_WRONG', { shelf: ref.key })
  await Promise.all(opened.notices.map(verifyDigest))
}

async function verifyDigest({ id, version, digest, objects }: NoticeRecord): Promise<void> {
  const contents = objects.map(({ content }) => content)
  if ((await versionDigest(id, version, contents)) !== digest)
    throw new VerificationError('DIGEST_WRONG', { notice: id, version })
}
