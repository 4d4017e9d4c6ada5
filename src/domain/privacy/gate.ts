import { yearOf } from '../calendar/day.ts'
import type { Day, Instant } from '../calendar/day.ts'
import type { Aggregate } from '../disbursement/disbursement.ts'
import type { Line } from '../disbursement/line.ts'
import type { Notice } from '../notice/notice.ts'
import { DEFAULT_PERIOD } from '../program/period-rule.ts'
import type { Program, PublicColumn } from '../program/program.ts'
import { publicAggregate } from './aggregate.ts'
import { maskName } from './mask.ts'
import { nameFinder } from './payee-names.ts'
import type { NameFinder } from './payee-names.ts'
import type { Masked, PublicHeader, PublicLine, PublicNotice } from './public-notice.ts'
import { findPersonalIn, spotsIn, withoutNames } from './scan.ts'
import type { Spot } from './scan.ts'
import { publicTotals } from './totals.ts'

/** What the gate is told besides the notice. */
export interface GateContext {
  /** The program that the disbursement names; null for a notice without one. */
  program: Program | null
  /** County setting: may everybody read names, or who has the board's key? The lists themselves are the same. */
  names: 'boardKey' | 'public'
  /** County setting: cover most of each name. */
  mask: boolean
  publishedOn: Day
  periodEndsOn: Day
  reviewedBy: { role: string; name: string; at: Instant }[]
  /** How a Chinese name is read, for searching on phones. */
  pinyin: (name: string) => string
  /**
   * Lines of every earlier version that was public, which somebody may have kept. A later version without them has no
   * totals: what they would tell together with the earlier ones is not known.
   */
  earlier?: readonly (readonly Line[])[] | undefined
  /** The same of tables without persons. */
  earlierTables?: readonly Aggregate[] | undefined
}

export type GateRefusal =
  /** Something about a person that no notice may hold; `where` is the first spot, `spots` all of them. */
  | { refused: 'personalData' | 'forbiddenCharacter'; where: string; spots: Spot[] }
  /** A text that everybody reads names somebody whose name not everybody may read. */
  | PayeeNamed
  | { refused: 'notReviewed'; where: 'state' | 'reviewedBy' }
  | { refused: 'closed' | 'onRequest'; where: 'attribute' }
  | { refused: 'programUnknown'; where: 'disbursement.program' }
  | { refused: 'periodBackwards'; where: 'periodEndsOn' }

/** `where` is the text; never whose name. */
export interface PayeeNamed {
  refused: 'payeeNamed'
  where: string
}

/**
 * The one maker of public data: everything that anybody outside an office ever reads has come through here. Refuses a
 * notice that nobody reviewed or that is not for the board, and one with a personal number, a word on health or a
 * forbidden character in any text, or with a payee's name in a text for all where the names are not for all. Drops the columns that the program does not show, and all lines of a program whose
 * list is not public at all.
 */
export function makePublic(notice: Notice, ctx: GateContext): PublicNotice | GateRefusal {
  if (notice.attribute !== 'proactive') return { refused: notice.attribute, where: 'attribute' }
  if (notice.state !== 'approved' && notice.state !== 'published')
    return { refused: 'notReviewed', where: 'state' }
  if (ctx.reviewedBy.length === 0) return { refused: 'notReviewed', where: 'reviewedBy' }
  const program = ctx.program
  if (notice.disbursement && notice.disbursement.program !== program?.code)
    return { refused: 'programUnknown', where: 'disbursement.program' }
  // A correction of words alone leaves the period as it was, which may be over by then.
  if (notice.version === 1 && ctx.periodEndsOn <= ctx.publishedOn)
    return { refused: 'periodBackwards', where: 'periodEndsOn' }
  const spots = [...findPersonalIn(notice, program), ...inReviewers(ctx)]
  const [first] = spots
  if (first) {
    const personal = spots.find((spot) => spot.kind !== 'forbiddenCharacter')
    const refused = personal ? 'personalData' : 'forbiddenCharacter'
    return { refused, where: (personal ?? first).where, spots }
  }
  const names = namesToKeep(listsOf(notice, ctx), program, ctx)
  const named = whereNamed(textsOf(notice), names, program)
  if (named) return named
  return { header: headerOf(notice, ctx, names), lines: linesOf(notice, ctx) }
}

/**
 * The gate for a text about a notice that hangs, such as why it is withdrawn: null where it names none of the payees of
 * `lists`, the lines of all its versions, or where everybody may read the names anyway.
 */
export function payeeNamedIn(
  texts: readonly { where: string; text: string }[],
  lists: readonly (readonly Line[])[],
  program: Program | null,
  settings: Pick<GateContext, 'names' | 'mask'>,
): PayeeNamed | null {
  return whereNamed(texts, namesToKeep(lists, program, settings), program)
}

/** What the gate will say of the texts of a notice, asked before anybody reviews it. */
export const payeeNamedInNotice = (
  notice: Notice,
  ctx: Pick<GateContext, 'program' | 'names' | 'mask' | 'earlier'>,
): PayeeNamed | null =>
  whereNamed(textsOf(notice), namesToKeep(listsOf(notice, ctx), ctx.program, ctx), ctx.program)

/** The lines whose names count: of this version, and of those before, for who was taken off the list. */
const listsOf = (
  notice: Notice,
  { earlier }: Pick<GateContext, 'earlier'>,
): (readonly Line[])[] => [notice.disbursement?.lines ?? [], ...(earlier ?? [])]

/** Names are for all only where the program's list is public, without a key and not covered. */
function namesToKeep(
  lists: readonly (readonly Line[])[],
  program: Program | null,
  { names, mask }: Pick<GateContext, 'names' | 'mask'>,
): NameFinder {
  const forAll = names === 'public' && !mask && program?.privacy === 'list'
  return nameFinder(forAll ? [] : lists)
}

function whereNamed(
  texts: readonly { where: string; text: string }[],
  names: NameFinder,
  program: Program | null,
): PayeeNamed | null {
  // The program's own name may hold the syllables of somebody's.
  const found = texts.find(({ text }) => names.isIn(withoutNames(text, program)))
  return found ? { refused: 'payeeNamed', where: found.where } : null
}

/** Every text that stands where all can read it and that an office or a sheet has worded. */
function textsOf({ title, text, change, disbursement }: Notice) {
  return [
    // Before the title, which repeats it.
    { where: 'batch', text: disbursement?.batch ?? '' },
    { where: 'title.zh', text: title.zh },
    { where: 'title.mn', text: title.mn ?? '' },
    { where: 'text.zh', text: text.zh },
    { where: 'text.mn', text: text.mn ?? '' },
    { where: 'change.why', text: change?.why ?? '' },
    ...(disbursement?.aggregate?.parts ?? []).flatMap(({ what, unit }, i) => [
      { where: `aggregate.parts[${i}].what`, text: what },
      { where: `aggregate.parts[${i}].unit`, text: unit ?? '' },
    ]),
  ]
}

/** Only called on texts that have been read above: this cast is the gate. */
const passed = (text: string): Masked => text as Masked

function inReviewers({ reviewedBy }: GateContext): Spot[] {
  return reviewedBy.flatMap(({ role, name }, i) =>
    [role, name].flatMap((text) => spotsIn(text, 'aboutAPerson', { where: `reviewedBy[${i}]` })),
  )
}

function headerOf(notice: Notice, ctx: GateContext, names: NameFinder): PublicHeader {
  const { program } = ctx
  const { disbursement } = notice
  const unknown = notice.version > 1 ? null : []
  const earlier = ctx.earlier ?? unknown
  const earlierTables = ctx.earlierTables ?? unknown
  const nameless = (text: string) => names.isIn(withoutNames(text, program))
  return {
    notice: notice.id,
    version: notice.version,
    region: notice.region,
    item: notice.item,
    attribute: notice.attribute,
    title: notice.title,
    text: notice.text,
    program: program && {
      code: program.code,
      name: program.name,
      unit: program.unit,
      rates: program.rates.filter((rate) => rate.year === disbursement?.year),
    },
    year: disbursement?.year ?? yearOf(ctx.publishedOn),
    batch: disbursement?.batch ?? null,
    rule: program?.rule ?? { zh: '' },
    basis: program ? program.basis : notice.attributeBasis === '' ? [] : [notice.attributeBasis],
    office: program?.office ?? { zh: '' },
    phone: program?.phone ?? '',
    period: program?.period ?? DEFAULT_PERIOD,
    publishedOn: ctx.publishedOn,
    periodEndsOn: ctx.periodEndsOn,
    totals: disbursement && publicTotals(disbursement, { earlier, earlierTables, nameless }),
    aggregate: disbursement?.aggregate
      ? publicAggregate(disbursement.aggregate, notice.region, earlierTables)
      : null,
    reviewedBy: ctx.reviewedBy.map(({ role, name, at }) => ({ role, name: passed(name), at })),
    change: notice.change && { what: notice.change.what, why: passed(notice.change.why) },
    demo: notice.demo,
  }
}

function linesOf(notice: Notice, ctx: GateContext): PublicLine[] {
  const { program } = ctx
  // Aggregate programs (残疾人两项 …): that somebody is on the list already says too much.
  if (!program || program.privacy !== 'list') return []
  const shows = new Set(program.publicColumns)
  return (notice.disbursement?.lines ?? []).map((line) => publicLine(line, shows, ctx))
}

/** The status always shows: a line without it would say that somebody was paid who was not. */
function publicLine(line: Line, shows: ReadonlySet<PublicColumn>, ctx: GateContext): PublicLine {
  const { payee, name, nameMn, group, note, amountFen, status } = line
  const cover = ctx.mask ? maskName : (text: string) => text
  const shown: PublicLine = {
    payee,
    name: passed(cover(name)),
    // What a covered name sounds like may not tell more than it shows.
    pinyin: ctx.pinyin(ctx.mask ? (cover(name).split('*')[0] ?? '') : name),
    parts: shows.has('parts') ? line.parts.map((part) => ({ ...part })) : [],
    amountFen,
    status,
  }
  if (nameMn && shows.has('nameMn')) shown.nameMn = passed(cover(nameMn))
  if (group && shows.has('group')) shown.group = passed(group)
  if (note && shows.has('note')) shown.note = passed(note)
  return shown
}
