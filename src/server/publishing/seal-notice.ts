import type { Day, Instant } from '#domain/calendar/day.ts'
import { periodEnd } from '#domain/calendar/period.ts'
import type { WorkCalendar } from '#domain/calendar/working-days.ts'
import { periodRestarts } from '#domain/disbursement/difference.ts'
import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { Line } from '#domain/disbursement/line.ts'
import type { Notice } from '#domain/notice/notice.ts'
import { makePublic } from '#domain/privacy/gate.ts'
import type { Program, PublicityPeriod } from '#domain/program/program.ts'
import { chunkLines } from '#protocol/chunk-lines.ts'
import { headerValue } from '#protocol/header.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import { versionDigest } from '#protocol/version.ts'
import type { ObjectRow, PackRow } from '../storage/log.ts'
import type { NewRecord } from './board-draft.ts'
import {
  objectRow,
  packOfBytes,
  seal,
  type BoardWrapping,
  type Random,
  type SealedObject,
} from './seal-objects.ts'

/** An approved version, with what only the office knows about it. */
export interface ApprovedNotice {
  notice: Notice
  program: Program | null
  reviewedBy: { role: string; name: string; at: Instant }[]
  /** Lines of every earlier version that was public. A later version without them has no totals. */
  earlier?: readonly (readonly Line[])[]
  /** Tables without persons that were public in its place before. */
  earlierTables?: readonly Aggregate[]
}

export interface SealingContext {
  at: Instant
  today: Day
  calendar: WorkCalendar
  settings: PublicSettings
  /** The period of a notice without a program. */
  defaultPeriod: PublicityPeriod
  /** End of the period of the version that hangs now; kept where a correction changes words only. */
  runningPeriod: (notice: Notice) => Day | null
  wrapping: (notice: Notice) => BoardWrapping
  pinyin: (name: string) => string
  random: Random
}

export interface SealedNotice {
  notice: Notice
  record: NewRecord
  objects: ObjectRow[]
  pack: PackRow | null
}

/** What the gate is asked with, but for the notice. */
export type GateSetting = Pick<
  SealingContext,
  'today' | 'calendar' | 'settings' | 'defaultPeriod' | 'runningPeriod' | 'pinyin'
>

function endOf(approved: ApprovedNotice, context: GateSetting) {
  const { change } = approved.notice
  const running = context.runningPeriod(approved.notice)
  if (running !== null && change !== null && !periodRestarts(change.what)) return running
  const period = approved.program?.period ?? context.defaultPeriod
  return periodEnd(period, context.today, context.calendar)
}

/** An approved version as everybody would read it from today on, or why nobody will. */
export function publicNotice(approved: ApprovedNotice, context: GateSetting) {
  const periodEndsOn = endOf(approved, context)
  if (typeof periodEndsOn !== 'string') return periodEndsOn
  return makePublic(approved.notice, {
    program: approved.program,
    names: context.settings.names,
    mask: context.settings.mask,
    publishedOn: context.today,
    periodEndsOn,
    reviewedBy: approved.reviewedBy,
    pinyin: context.pinyin,
    earlier: approved.earlier,
    earlierTables: approved.earlierTables,
  })
}

/**
 * Turns an approved version into the bytes that everybody will agree on: through the one gate of `domain/privacy`, then
 * cut into objects, packed and sealed. Touches neither board nor log.
 */
export async function sealNotice(approved: ApprovedNotice, context: SealingContext) {
  const { notice } = approved
  const made = publicNotice(approved, context)
  if ('refused' in made) return made
  const chunks = made.lines.length === 0 ? [] : chunkLines(notice.id, notice.version, made.lines)
  const readers = context.settings.names === 'public' ? 'public' : context.wrapping(notice)
  const sealed: SealedObject[] = [
    await seal('header', headerValue(made.header), 'public', context.random),
    ...(await Promise.all(chunks.map((chunk) => seal('list', chunk, readers, context.random)))),
  ]
  const refs = sealed.map(({ ref }) => ref)
  const pack =
    sealed.length > 1
      ? packOfBytes(
          refs.map((ref) => ref.address),
          sealed.map(({ bytes }) => bytes),
        )
      : null
  const record: NewRecord = {
    id: notice.id,
    kind: notice.disbursement ? 'disbursement' : 'affair',
    item: notice.item,
    program: notice.disbursement?.program ?? null,
    year: made.header.year,
    batch: notice.disbursement?.batch ?? null,
    title: notice.title,
    version: notice.version,
    digest: await versionDigest(
      notice.id,
      notice.version,
      refs.map((ref) => ref.content),
    ),
    state: 'published',
    publishedAt: context.at,
    publishedOn: context.today,
    periodEndsOn: made.header.periodEndsOn,
    change: notice.change,
    withdrawal: null,
    totals: made.header.totals,
    objects: refs,
    pack: pack?.ref ?? null,
  }
  return { notice, record, objects: sealed.map(objectRow), pack: pack?.row ?? null }
}
