import { isSumLabel } from './label-kinds.ts'
import { bestOf, type Candidate } from './plan-columns.ts'
import { splitUnit } from './units.ts'
import { normalizeLabel } from './words.ts'

const REISSUED = /补发|追补|增补|追加/
const MONEY = /金额|资金|款|额|元|数|发$|补$/

/** 补发金额: money, and by itself neither what the line was paid nor a part of it. */
export function isLate({ label, meaning }: Pick<Candidate, 'label' | 'meaning'>): boolean {
  return (
    meaning.field === 'drop' &&
    REISSUED.test(label) &&
    MONEY.test(splitUnit(normalizeLabel(label)).base)
  )
}

/**
 * What was paid late stands in a column of its own: 补发金额. It is part of a sum to which the sheet has a column, or
 * the sheet is about nothing else; where neither holds the label is told, since leaving it out would lose money.
 */
export function withReissued(
  amounts: Candidate[],
  candidates: Candidate[],
): Candidate[] | { unclear: string } {
  const late = candidates.find(isLate)
  if (late === undefined) return amounts
  const others = candidates.some(
    ({ meaning }) => meaning.field === 'planned' || meaning.field === 'month',
  )
  if (amounts.length === 0)
    return others ? amounts : [{ ...late, meaning: { ...late.meaning, field: 'amount', rank: 3 } }]
  const own = amounts.filter(({ meaning }) => meaning.what === '')
  const best = bestOf(own)
  if (best !== undefined && /实|到账|到卡/.test(best.label)) return amounts
  const sum = own.find(({ label }) => isSumLabel(splitUnit(normalizeLabel(label)).base))
  if (sum === undefined) return { unclear: late.label }
  const lifted = { ...sum, meaning: { ...sum.meaning, rank: 6 } }
  return amounts.map((one) => (one === sum ? lifted : one))
}
