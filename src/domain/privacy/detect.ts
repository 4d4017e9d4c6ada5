import { digitGroups, mayHoldDigits } from './digits.ts'
import type { DigitGroup } from './digits.ts'
import { findHealthWords } from './health.ts'
import { kindOfPieces, kindOfRun, LONG } from './number-kinds.ts'
import type { NumberKind } from './number-kinds.ts'

export type PersonalKind = NumberKind | 'health'

/** Something about a person that may not stand in any text. A range of UTF-16 units, end excluded; never its content. */
export interface Personal {
  kind: PersonalKind
  from: number
  to: number
}

/** Where two readings of the same digits compete, the graver one counts. */
const GRAVEST_FIRST: readonly PersonalKind[] = ['id18', 'id15', 'card', 'phone', 'digits', 'health']

/**
 * Every ID, card and phone number, long run of digits and word on health in a text, however it is disguised: full
 * width, digits of another script or in Chinese, spaced, hyphened, dotted, with characters in it that nobody sees, with
 * a small x. Leaves amounts, areas, decimals, dates, times and document numbers alone. Linear in the text's length.
 */
export function findPersonal(text: string): Personal[] {
  const found: Personal[] = findHealthWords(text).map((range) => ({ kind: 'health', ...range }))
  if (mayHoldDigits(text, LONG)) found.push(...personalNumbers(digitGroups(text)))
  const kept: Personal[] = []
  const taken = new Uint8Array(text.length)
  for (const kind of GRAVEST_FIRST)
    for (const one of found)
      if (one.kind === kind && !taken.subarray(one.from, one.to).includes(1)) {
        taken.fill(1, one.from, one.to)
        kept.push(one)
      }
  return kept.sort((a, b) => a.from - b.from)
}

function personalNumbers(groups: DigitGroup[]): Personal[] {
  const found: Personal[] = []
  const add = (kind: PersonalKind | null, from: DigitGroup, to: DigitGroup) => {
    if (kind) found.push({ kind, from: from.from, to: to.to })
  }
  for (const [i, first] of groups.entries()) {
    add(kindOfRun(first, isFraction(groups, i)), first, first)
    let digits = first.digits
    const signs = new Set<string>()
    for (let k = i + 1; k < groups.length; k += 1) {
      const before = groups[k - 1]
      const last = groups[k]
      if (!before || !last || before.gap === null) break
      for (const sign of signsIn(before.gap)) signs.add(sign)
      digits += last.digits
      if (digits.length > 19) break
      const decimals = isFraction(groups, i) || isFraction(groups, k) || isFraction(groups, k + 1)
      add(kindOfPieces(groups.slice(i, k + 1), digits, signs, decimals), first, last)
    }
  }
  return found
}

/** The signs that a gap is made of; spaces beside another sign are that sign's. */
function signsIn(gap: string): string[] {
  const signs = gap.replace(/ /g, '')
  return signs === '' ? [...gap] : [...signs]
}

/** Is group `i` what stands behind the point of a decimal number? A float has at most 17 that count. */
function isFraction(groups: DigitGroup[], i: number): boolean {
  const whole = groups[i - 1]
  const own = groups[i]
  if (!whole || !own || whole.gap !== '.' || own.gap?.startsWith('.')) return false
  if (whole.digits.length >= LONG || groups[i - 2]?.gap === '.') return false
  return (whole.digits + own.digits).replace(/^0+/, '').length < 18
}
