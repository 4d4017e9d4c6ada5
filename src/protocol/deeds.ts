import { AFFAIR_LIMITS, type AffairDraft } from '#domain/affair/affair.ts'
import type { Hash } from '#domain/board/board-state.ts'
import type { Day, Instant } from '#domain/calendar/day.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { CheckName, NoticeId } from '#domain/notice/notice.ts'
import { OBJECTION_STEPS, type ObjectionStepName } from '#domain/objection/objection.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'
import {
  count,
  day,
  flag,
  hash,
  instant,
  like,
  listOf,
  noticeId,
  nullable,
  oneOf,
  optional,
  record,
  region,
  textUpTo,
  type Read,
} from './door.ts'
import { payeeNumber } from './payee.ts'

/** 32 hex digits, born on the device: of a command, or of what it is about. */
export type CommandId = string & { readonly __command: true }
export const commandId = like<CommandId>(/^[0-9a-f]{32}$/)

/** What may be wrong with a line of a county's list. */
export const DOUBTS = ['name', 'quantity', 'rate', 'amount', 'notOurs', 'twice', 'other'] as const
export type DoubtWhat = (typeof DOUBTS)[number]

/** Everything that a desk can do without a network, by name, and what each says. */
export interface Deeds {
  /** `base`: hash of the text that the writing began from, null where there was none. */
  'draft.save': { region: RegionCode; base: Hash | null; text: AffairDraft }
  'draft.submit': { text: Hash }
  'draft.drop': { text: Hash }
  'list.confirm': { version: number; content: Hash }
  'list.doubt': {
    version: number
    content: Hash
    payee: PayeeNumber | null
    what: DoubtWhat
    words: string
  }
  'doubt.settle': { doubt: CommandId; words: string }
  'paper.posted': { version: number; photo: Hash; taken: Instant | null }
  'photo.pass': { photo: Hash; why: string }
  'photo.refuse': { photo: Hash; why: string }
  review: {
    content: Hash
    decision: 'approve' | 'return' | 'pass'
    checks: Record<CheckName, boolean>
    /** Reasons on the spot that they concern. */
    spots: { where: string; words: string }[]
  }
  'objection.step': {
    step: ObjectionStepName
    seen: number
    /** For everybody; for whoever asked alone. */
    openly: Both | null
    privately: string | null
    until: Day | null
    into: CommandId | null
  }
  'quarantine.take': { command: CommandId; why: string }
  'quarantine.dismiss': { command: CommandId; why: string }
  'copy.settle': { copy: NoticeId; kept: Hash }
}

export type DeedName = keyof Deeds
export type Deed = { [N in DeedName]: { do: N } & Deeds[N] }[DeedName]

const MOST_WORDS = 2000
const words = textUpTo(MOST_WORDS)
const bothUpTo = (most: number): Read<Both> =>
  record<Both>({ zh: textUpTo(most), mn: optional(textUpTo(most)) })
const name = textUpTo(200)
const L = AFFAIR_LIMITS

/** A draft as it is written: within limits, and free to be unfinished. */
export const draftText: Read<AffairDraft> = record<AffairDraft>({
  item: name,
  attribute: oneOf('proactive', 'onRequest', 'closed'),
  attributeBasis: words,
  title: bothUpTo(L.title),
  text: bothUpTo(L.text),
  affair: record<AffairDraft['affair']>({
    elements: listOf(
      record<AffairDraft['affair']['elements'][number]>({ name, words: bothUpTo(L.words) }),
      L.elements,
    ),
    tables: listOf(
      record<AffairDraft['affair']['tables'][number]>({
        of: nullable(name),
        heading: bothUpTo(L.title),
        columns: listOf(textUpTo(L.cell), L.columns),
        rows: listOf(listOf(textUpTo(L.cell), L.columns), L.rows),
        names: flag,
      }),
      L.tables,
    ),
    pictures: listOf(
      record<AffairDraft['affair']['pictures'][number]>({
        of: nullable(name),
        photo: hash,
        caption: bothUpTo(L.caption),
      }),
      L.pictures,
    ),
  }),
  year: count,
  period: nullable(
    record<NonNullable<AffairDraft['period']>>({
      number: count,
      unit: oneOf('day', 'workingDay'),
    }),
  ),
  change: nullable(record<NonNullable<AffairDraft['change']>>({ why: textUpTo(L.why) })),
})

const listed = { version: count, content: hash }
const aboutPhoto = { photo: hash, why: words }
const inQuarantine = { command: commandId, why: words }

const READ: { [N in DeedName]: { [K in keyof Deeds[N]]-?: Read<Deeds[N][K]> } } = {
  'draft.save': { region, base: nullable(hash), text: draftText },
  'draft.submit': { text: hash },
  'draft.drop': { text: hash },
  'list.confirm': listed,
  'list.doubt': { ...listed, payee: nullable(payeeNumber), what: oneOf(...DOUBTS), words },
  'doubt.settle': { doubt: commandId, words },
  'paper.posted': { version: count, photo: hash, taken: nullable(instant) },
  'photo.pass': aboutPhoto,
  'photo.refuse': aboutPhoto,
  review: {
    content: hash,
    decision: oneOf('approve', 'return', 'pass'),
    checks: record<Record<CheckName, boolean>>({
      political: flag,
      legal: flag,
      policy: flag,
      secrecy: flag,
      wording: flag,
    }),
    spots: listOf(record<Deeds['review']['spots'][number]>({ where: name, words }), 50),
  },
  'objection.step': {
    step: oneOf(...OBJECTION_STEPS),
    seen: count,
    openly: nullable(bothUpTo(MOST_WORDS)),
    privately: nullable(words),
    until: nullable(day),
    into: nullable(commandId),
  },
  'quarantine.take': inQuarantine,
  'quarantine.dismiss': inQuarantine,
  'copy.settle': { copy: noticeId, kept: hash },
}

export const DEED_NAMES = Object.keys(READ) as DeedName[]
const deedName = record<{ do: DeedName }>({ do: oneOf(...DEED_NAMES) })

/** One deed of those that this app knows. */
export const deed: Read<Deed> = (value, at) => {
  const named = deedName(value, at)
  return { ...named, ...record<object>(READ[named.do])(value, at) } as Deed
}
