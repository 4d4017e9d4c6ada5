import type { PublicityPeriod } from './program.ts'

/**
 * Where no rule names a period (the year-end list of 内政办发〔2022〕28号 has none): ten days. A county's own table
 * overrides it, program by program.
 */
export const DEFAULT_PERIOD: PublicityPeriod = {
  number: 10,
  unit: 'day',
  source: '未见规定期限，按本系统缺省10日',
}

/** No list hangs for less, whatever a table says: the shortest period found in any rule is seven days. */
export const LEAST_DAYS = 7

export const isLongEnough = (period: Pick<PublicityPeriod, 'number'>): boolean =>
  period.number >= LEAST_DAYS
