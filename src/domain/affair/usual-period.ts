import type { CatalogItem } from '../catalog/catalog-item.ts'
import { DEFAULT_PERIOD, isLongEnough } from '../program/period-rule.ts'
import type { PublicityPeriod } from '../program/program.ts'

/** 公示7个工作日, 不少于30日: how long it hangs, not by when. */
const HANGS = /(?:公示|不少于)(\d+)(个工作日|日|天)/

/** How long a notice of this catalog item hangs where its writer says nothing else. */
export function usualPeriodOf({ timeLimit }: Pick<CatalogItem, 'timeLimit'>): PublicityPeriod {
  const [, number = '0', unit] = HANGS.exec(timeLimit.text) ?? []
  const period: PublicityPeriod = {
    number: Number(number),
    unit: unit === '个工作日' ? 'workingDay' : 'day',
    source: timeLimit.text,
  }
  return isLongEnough(period) ? period : DEFAULT_PERIOD
}
