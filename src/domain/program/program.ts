import type { Day } from '../calendar/day.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Both } from '../region/region.ts'

/** How much of a program's list may be public: names and lines, or totals only. */
export type PrivacyClass = 'list' | 'aggregate'

/** n days or working days after the start, which is not counted. `source` says where the number comes from. */
export interface PublicityPeriod {
  number: number
  unit: 'day' | 'workingDay'
  source: string
}

/** What one unit of a part earned in a year: 11.9235 元/亩. */
export interface Rate {
  what: string
  year: number
  rate: Decimal
  unit: string
  rateUnit: string
}

/** Columns of a line that this program puts on the board beside name and amount. */
export type PublicColumn = 'group' | 'parts' | 'note' | 'status' | 'nameMn'

/** A 补贴项目. */
export interface Program {
  code: string
  name: Both
  /** Other names that sheets use. */
  aliases: string[]
  /** Catalog item under which its results are published. */
  item: string
  unit: string
  rates: Rate[]
  publicColumns: PublicColumn[]
  period: PublicityPeriod
  basis: string[]
  office: Both
  phone: string
  privacy: PrivacyClass
  /** One or two sentences that a villager reads: who gets it, how it is worked out. */
  rule: Both
  since?: Day
}
