import type { Program } from '../program/program.ts'
import { isLongEnough } from '../program/period-rule.ts'
import type { DisclosureAttribute, Notice } from './notice.ts'

/** What a notice still needs before another person is asked to look at it. */
export type Missing =
  | 'title'
  | 'item'
  | 'attribute'
  | 'attributeBasis'
  | 'text'
  | 'program'
  | 'year'
  | 'lines'
  | 'bothLinesAndTotal'
  | 'change'
  | 'periodTooShort'

const ATTRIBUTES: readonly DisclosureAttribute[] = ['proactive', 'onRequest', 'closed']

/** What every notice needs, whatever it is about. */
export function missingOnAny({
  item,
  attribute,
  attributeBasis,
}: Pick<Notice, 'item' | 'attribute' | 'attributeBasis'>): Missing[] {
  const missing: Missing[] = []
  if (item.trim() === '') missing.push('item')
  // 公开属性源头认定: known from the draft on; whoever withholds names the rule that lets them.
  if (!ATTRIBUTES.includes(attribute)) missing.push('attribute')
  if (attribute !== 'proactive' && attributeBasis.trim() === '') missing.push('attributeBasis')
  return missing
}

/**
 * What stands between a draft and its submission, in the order a form shows it. Empty when nothing does. `program` is
 * the one that the notice's disbursement names, null where the county has none of that code.
 */
export function whatIsMissing(notice: Notice, program: Program | null): Missing[] {
  const missing: Missing[] = []
  const need = (ok: boolean, what: Missing) => {
    if (!ok) missing.push(what)
  }
  const { disbursement } = notice
  need(notice.title.zh.trim() !== '', 'title')
  missing.push(...missingOnAny(notice))
  if (disbursement === null) need(notice.text.zh.trim() !== '', 'text')
  else {
    need(program !== null && program.code === disbursement.program, 'program')
    need(program === null || isLongEnough(program.period), 'periodTooShort')
    need(Number.isInteger(disbursement.year) && disbursement.year >= 1949, 'year')
    need(disbursement.lines.length > 0 || disbursement.aggregate !== null, 'lines')
    need(disbursement.lines.length === 0 || disbursement.aggregate === null, 'bothLinesAndTotal')
  }
  if (notice.version > 1)
    need((notice.change?.what.length ?? 0) > 0 && notice.change?.why.trim() !== '', 'change')
  return missing
}
