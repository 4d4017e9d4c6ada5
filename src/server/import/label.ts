import aliases from './aliases.json' with { type: 'json' }
import { isMoney, splitUnit } from './units.ts'
import { isOtherPerson, normalizeLabel } from './words.ts'
import {
  NOTHING,
  amountOf,
  describe,
  monthOf,
  named,
  quarterOf,
  type Field,
  type Meaning,
} from './label-kinds.ts'

const exact = new Map<string, Field>()
/** Whose account it is: the payee where no column says it better. */
const accountNames = new Set(aliases.exact.accountName.map(normalizeLabel))
for (const [field, labels] of Object.entries(aliases.exact)) {
  if (field === 'accountName') continue
  for (const label of labels) exact.set(normalizeLabel(label), field as Field)
}

const seen = new Map<string, Meaning>()

/** Reads one header. The table of words is data: `aliases.json`. */
export function meaningOf(text: string): Meaning {
  const known = seen.get(text)
  if (known !== undefined) return known
  const meaning = work(text)
  if (seen.size < 5000) seen.set(text, meaning)
  return meaning
}

function work(text: string): Meaning {
  const label = normalizeLabel(text)
  if (label === '' || label.length > 32) return NOTHING
  const whole = exact.get(label)
  if (whole !== undefined) return named(whole, null)
  if (accountNames.has(label)) return { ...named('name', null), rank: 1 }
  const { base, unit } = splitUnit(label)
  const field = base === label ? undefined : exact.get(base)
  if (field !== undefined) {
    // 户数(户), 人数(人), 补贴(元): the unit tells a quantity or an amount from a name.
    if (isMoney(unit) && (field === 'name' || field === 'category' || field === 'program'))
      return amountOf(base, unit)
    return named(field, unit)
  }
  // 嘎查：示范嘎查三 and 单位：元 stand above a header, not in it.
  if (/:/.test(base) || /^(金额|计量|计算)?单位$/.test(base)) return NOTHING
  // 补贴金额(小写), 面积(含开荒地), 户主姓名(签字): what is in brackets explains, and the rest is a header.
  const explained = /^(.+)\(([^()]*)\)$/.exec(base)
  const who = whoIn(explained?.[1] ?? base)
  if (who !== null && !isOtherPerson(base))
    return named(/蒙/.test(explained?.[2] ?? '') && who === 'name' ? 'nameMn' : who, null)
  const meaning = monthOf(base, unit) ?? quarterOf(base, unit) ?? describe(base, unit)
  if (meaning.field !== null) return meaning
  return explained === null
    ? NOTHING
    : meaningOf(unit === null ? explained[1]! : `${explained[1]}(${unit})`)
}

/** 户主姓名/单位名称: the first of several words that are as good, where it says whom or where. */
function whoIn(base: string): Field | null {
  const field = exact.get(base) ?? exact.get(base.split(/[/、]/)[0]!)
  return field !== undefined && ['name', 'village', 'township', 'group', 'note'].includes(field)
    ? field
    : null
}
