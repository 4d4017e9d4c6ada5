import type { Instant } from '#domain/calendar/day.ts'
import type { Line, PayeeNumber } from '#domain/disbursement/line.ts'
import { compareLists, whatChanged, type ListDifference } from '#domain/disbursement/difference.ts'
import { takeStep, type StepRefusal } from '#domain/notice/lifecycle.ts'
import type { ChangedThing } from '#domain/notice/notice.ts'
import type { Program } from '#domain/program/program.ts'
import { dayOf, epochMs } from '#domain/calendar/day.ts'
import type { ImportedDisbursement, ImportedLine } from '../import/report.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import type { NoticeRow, VersionRow } from '../storage/notices.ts'
import { askGate, type GateWord } from './ask-gate.ts'
import { contentHash, lineTexts, linesIn, noticeOf } from './content.ts'

/** A household whose line differs, as the office compares it with the sheet. Names stay in the office. */
export interface DifferentLine {
  payee: PayeeNumber
  name: string
  beforeFen: number | null
  afterFen: number | null
  what: ChangedThing[]
}

/** What one list of a sheet becomes. */
export interface Drafted {
  version: VersionRow
  texts: string[]
  /** `new`: nothing was there. `replaced`: an unpublished draft gives way. `corrected`: the next version of a published one. */
  outcome: 'new' | 'replaced' | 'corrected' | 'unchanged'
  /** An unpublished correction that the sheet says is none: what is published stays. */
  dropped?: VersionRow
  /** The notice's own row, where it is new. */
  notice: NoticeRow | null
  differences: DifferentLine[]
}

export type DraftRefusal =
  | (GateWord & { region: string })
  | (StepRefusal & { region: string; notice: string })
  | { refused: 'whyMissing'; region: string; notice: string }

/** What stands in the place of this list now. */
export interface Standing {
  row: VersionRow
  texts: string[]
}

/** What is in the place of a list when it comes. */
export interface Scene {
  /** The newest version, whatever its state. */
  standing: Standing | null
  /** The version that hangs on the board. */
  published: Standing | null
  /** Lines of every list that hangs there or hung there before. */
  hung: readonly (readonly Line[])[]
}

export interface DraftContext {
  program: Program
  settings: PublicSettings
  importer: string
  import: string
  why: string
  demo: boolean
  at: Instant
  newId: () => string
}

export const slotOf = (program: string, year: number, batch: string | null): string =>
  `${program}/${year}/${batch ?? ''}`

function withPayee(line: ImportedLine, payee: PayeeNumber): Line {
  const { row, sheet, name, nameMn, group, parts, amountFen, status, note } = line
  return { row, sheet, payee, name, nameMn, group, parts, amountFen, status, note }
}

/** What was paid, as the import's report counts it: neither what is still planned nor what came back. */
const sumOf = (list: ImportedDisbursement): number =>
  list.lines
    .filter(({ status }) => status === 'paid' || status === 'reissued')
    .reduce((sum, { amountFen }) => sum + amountFen, list.aggregate?.amountFen ?? 0)

function titleOf(program: Program, list: ImportedDisbursement): string {
  const batch = list.batch === null ? '' : `（${list.batch}）`
  const zh = `${list.year}年${program.name.zh}发放公示${batch}`
  return JSON.stringify(program.name.mn === undefined ? { zh } : { zh, mn: program.name.mn })
}

function describe(difference: ListDifference): DifferentLine[] {
  return [
    ...difference.changed.map(({ before, after, what }) => ({
      payee: after.payee,
      name: after.name,
      beforeFen: before.amountFen,
      afterFen: after.amountFen,
      what,
    })),
    ...difference.removed.map(({ payee, name, amountFen }) => ({
      payee,
      name,
      beforeFen: amountFen,
      afterFen: null,
      what: ['payee' as const],
    })),
    ...difference.added.map(({ payee, name, amountFen }) => ({
      payee,
      name,
      beforeFen: null,
      afterFen: amountFen,
      what: ['payee' as const],
    })),
  ]
}

/** Makes the draft of one list. Touches no database. */
export function draftOf(
  list: ImportedDisbursement,
  payees: readonly PayeeNumber[],
  { standing, published, hung }: Scene,
  context: DraftContext,
): Drafted | DraftRefusal {
  const lines = list.lines.map((line, index) => withPayee(line, payees[index] as PayeeNumber))
  const texts = lineTexts(lines)
  const aggregate = list.aggregate === null ? null : JSON.stringify(list.aggregate)
  const region = list.region
  let change: VersionRow['change'] = null
  let differences: DifferentLine[] = []
  if (published) {
    const difference = compareLists(linesIn(published.texts), lines)
    const what = whatChanged(difference)
    const sums =
      published.row.planned_fen !== list.plannedFen || published.row.aggregate !== aggregate
    if (sums && !what.includes('amount')) what.push('amount')
    if (what.length === 0) {
      const pending = standing?.row.version === published.row.version ? null : standing?.row
      const refusal = pending ? mayGiveWay(pending, false, context) : null
      if (refusal) return { ...refusal, region, notice: published.row.notice }
      return {
        version: published.row,
        texts: published.texts,
        outcome: 'unchanged',
        ...(pending ? { dropped: pending } : {}),
        notice: null,
        differences,
      }
    }
    if (context.why.trim() === '')
      return { refused: 'whyMissing', region, notice: published.row.notice }
    change = JSON.stringify({ what, why: context.why.trim() })
    differences = describe(difference)
  }
  const corrects = published !== null && standing?.row.version === published.row.version
  const notice = standing?.row.notice ?? context.newId()
  const row: Omit<VersionRow, 'content_hash'> = {
    notice,
    version: standing ? standing.row.version + (corrects ? 1 : 0) : 1,
    region,
    state: 'draft',
    attribute: 'proactive',
    attribute_basis: context.program.basis[0] ?? '',
    item: context.program.item,
    title: titleOf(context.program, list),
    text: JSON.stringify({ zh: '' }),
    change,
    program: context.program.code,
    year: list.year,
    batch: list.batch,
    planned_fen: list.plannedFen,
    aggregate,
    difference: published ? JSON.stringify(differences) : null,
    lines: lines.length,
    total_fen: sumOf(list),
    author: context.importer,
    importer: context.importer,
    import: context.import,
    demo: context.demo ? 1 : 0,
    created_at: context.at,
    published_on: null,
    period_ends_on: null,
    withdrawal: null,
  }
  const version: VersionRow = { ...row, content_hash: contentHash(row, texts) }
  if (standing) {
    const same = !corrects && standing.row.content_hash === version.content_hash
    if (same)
      return { version: standing.row, texts, outcome: 'unchanged', notice: null, differences }
    const refusal = mayGiveWay(standing.row, corrects, context)
    if (refusal) return { ...refusal, region, notice }
  }
  const { program, settings } = context
  const word = askGate(noticeOf(version, lines), { program, settings, earlier: hung })
  if (word) return { ...word, region }
  return {
    version,
    texts,
    outcome: corrects ? 'corrected' : standing ? 'replaced' : 'new',
    notice: standing
      ? null
      : {
          id: notice,
          region,
          item: context.program.item,
          program: context.program.code,
          year: list.year,
          batch: list.batch,
          slot: slotOf(context.program.code, list.year, list.batch),
          version: 1,
          created_at: context.at,
        },
    differences,
  }
}

/** A draft gives way freely; what is under review does not; an approval is void by it; a published one is corrected. */
function mayGiveWay(row: VersionRow, corrects: boolean, context: DraftContext): StepRefusal | null {
  if (row.state === 'draft') return null
  const step = takeStep(
    noticeOf(row),
    corrects ? 'correct' : 'revise',
    { person: context.importer },
    dayOf(epochMs(context.at)),
  )
  return 'refused' in step ? step : null
}
