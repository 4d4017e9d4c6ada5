import { isSumLabel, type Meaning } from './label-kinds.ts'
import { base, type PartPlan, type TitleUnits, type UnitColumn } from './plan.ts'
import { isMoney, isRate, splitUnit } from './units.ts'
import { normalizeLabel } from './words.ts'

export interface Candidate {
  column: number
  label: string
  meaning: Meaning
}

export function bestOf(found: Candidate[]): Candidate | undefined {
  let best: Candidate | undefined
  for (const candidate of found) {
    if (best === undefined || weight(candidate) > weight(best)) best = candidate
  }
  return best
}

/** A header that names no thing of its own speaks of the whole; 人口 is how many live there, not what is paid for. */
function weight({ meaning }: Candidate): number {
  return meaning.rank - (meaning.what === '' ? 0 : 0.5) - (meaning.field === 'persons' ? 1 : 0)
}

/**
 * Several things paid for side by side: only where at least two of one kind bear different names.
 * One 耕地面积 beside one 补贴金额 is one thing, whatever the header calls it.
 */
export function whatsOf(kinds: Record<'quantity' | 'rate' | 'amount', Candidate[]>): string[] {
  const several = Object.values(kinds).some(
    (found) =>
      new Set(found.map(({ meaning }) => meaning.what).filter((what) => what !== '')).size >= 2,
  )
  if (!several) return ['']
  const whats = new Set<string>()
  for (const found of [kinds.amount, kinds.quantity, kinds.rate]) {
    for (const { meaning } of found) if (meaning.what !== '') whats.add(meaning.what)
  }
  // In the order of the sheet.
  const place = (what: string) =>
    Math.min(
      ...Object.values(kinds).flatMap((found) =>
        found.filter(({ meaning }) => meaning.what === what).map(({ column }) => column),
      ),
    )
  return [...whats].sort((a, b) => place(a) - place(b))
}

/** 禁牧补助, 草畜平衡奖励, 补奖合计: the only 合计 of a sheet without another total is that of the line. */
export function onlySumIsTotal(amounts: Candidate[]): Candidate[] {
  if (amounts.some(({ meaning }) => meaning.what === '')) return amounts
  const sums = amounts.filter(({ label }) => isSumLabel(splitUnit(normalizeLabel(label)).base))
  const [only] = sums
  if (only === undefined || sums.length > 1 || only.label.includes('/')) return amounts
  const whole = { ...only, meaning: { ...only.meaning, what: '' } }
  return amounts.map((one) => (one === only ? whole : one))
}

/** Two columns that claim to be the same amount, or two amounts of which neither is the line's. */
export function amountUnclear(amounts: Candidate[], whats: string[]): string | null {
  const groups =
    whats[0] === ''
      ? [amounts]
      : [
          ...whats.map((what) => amounts.filter(({ meaning }) => meaning.what === what)),
          amounts.filter(({ meaning }) => meaning.what === ''),
        ]
  if (whats[0] === '') {
    // 月发放金额 beside 季度发放金额: the shorter one is not what the household got.
    const best = bestOf(amounts)
    const longer = amounts.find(
      ({ label }) =>
        best !== undefined && periodOf(best.label) > 0 && periodOf(label) > periodOf(best.label),
    )
    if (longer !== undefined) return longer.label
  }
  for (const found of groups) {
    const best = bestOf(found)
    const rival = found.find(
      (other) => other !== best && best !== undefined && weight(other) === weight(best),
    )
    if (rival !== undefined) return rival.label
  }
  return null
}

/** How long the time is that an amount says it is for: 月 1, 季 2, 半年 3, 年 4; none 0. */
function periodOf(label: string): number {
  const match = /^(?:每|按)?(月|季|半年|[全本]?年)/.exec(normalizeLabel(label))
  if (match === null) return 0
  return match[1] === '月' ? 1 : match[1] === '季' ? 2 : match[1] === '半年' ? 3 : 4
}

export function totalColumn(
  amounts: Candidate[],
  whats: string[],
  money: string | null,
): UnitColumn | null {
  const own = whats[0] === '' ? amounts : amounts.filter(({ meaning }) => meaning.what === '')
  const best = bestOf(own)
  return best === undefined ? null : unitColumn(best, money)
}

export function partOf(
  what: string,
  kinds: Record<'quantity' | 'rate' | 'amount', Candidate[]>,
  whats: string[],
  title: TitleUnits,
): PartPlan {
  const mine = (found: Candidate[]) =>
    whats[0] === '' ? found : found.filter(({ meaning }) => meaning.what === what)
  const rates = mine(kinds.rate)
  // A rate without a name stands for all parts only where there is one part.
  const rate = bestOf(rates)
  const quantities = mine(kinds.quantity)
  const told = isRate(rate?.meaning.unit ?? null)
    ? rate!.meaning.unit!.split('/')[1]!.split('·')
    : null
  const label = rate === undefined ? '' : normalizeLabel(rate.label)
  // 月人均补差 is for a person and a month, whatever its unit leaves out.
  if (told?.includes('月') && !told.includes('人') && /人均|每人/.test(label)) told.push('人')
  const monthly = told === null ? /月/.test(label) : told.includes('月')
  const fits = (found: Candidate) => told === null || told.includes(base(found.meaning.unit ?? ''))
  const isMonths = ({ meaning }: Candidate) => meaning.unit === '月'
  const counted = quantities.filter((found) => fits(found) && !(monthly && isMonths(found)))
  const quantity =
    bestOf(counted) ??
    bestOf(quantities.filter(fits)) ??
    (told === null ? undefined : bestOf(quantities.filter(({ meaning }) => meaning.unit === null)))
  const others = quantities.filter(
    (found) => fits(found) && found.meaning.unit !== quantity?.meaning.unit,
  )
  const times =
    told !== null && told.length >= 2
      ? bestOf(others)
      : monthly
        ? bestOf(others.filter(isMonths))
        : undefined
  const amount = whats[0] === '' ? undefined : bestOf(mine(kinds.amount))
  const quantityUnit = quantity === undefined ? '' : (quantity.meaning.unit ?? told?.[0] ?? '')
  const areaUnit =
    quantityUnit === '亩' && !/亩/.test(quantity?.label ?? '') ? (title.area ?? '亩') : quantityUnit
  return {
    what,
    quantity:
      quantity === undefined
        ? null
        : { column: quantity.column, label: quantity.label, unit: areaUnit },
    times:
      times === undefined
        ? null
        : { column: times.column, label: times.label, unit: times.meaning.unit ?? '' },
    rate:
      rate === undefined
        ? null
        : {
            column: rate.column,
            label: rate.label,
            unit: rateUnit(
              rate.meaning.unit,
              base(areaUnit) + (monthly && times !== undefined ? '·月' : ''),
            ),
          },
    amount: amount === undefined ? null : unitColumn(amount, title.money),
  }
}

function rateUnit(unit: string | null, per: string): string {
  if (isRate(unit)) return unit!
  return per === '' ? (unit ?? '元') : `${unit ?? '元'}/${per}`
}

export function unitColumn(found: Candidate, money: string | null): UnitColumn {
  const unit = isMoney(found.meaning.unit) ? found.meaning.unit! : (money ?? '元')
  return { column: found.column, label: found.label, unit }
}

/** A column that names another unit than the line above the header does: one of them is wrong. */
export function unitAgainstTitle(
  used: (UnitColumn | null)[],
  candidates: Candidate[],
  title: TitleUnits,
): string | null {
  for (const column of used) {
    if (column === null) continue
    const own =
      candidates.find((candidate) => candidate.column === column.column)?.meaning.unit ?? null
    if (title.money !== null && isMoney(own) && own !== title.money) return column.label
    if (
      title.area !== null &&
      /亩$/.test(own ?? '') &&
      own !== title.area &&
      /亩/.test(column.label)
    )
      return column.label
  }
  return null
}
