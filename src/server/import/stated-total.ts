import { parseFen } from '#domain/money/fen.ts'
import { normalizeLabel } from './words.ts'

/** What a sentence above or below a list says that all of it adds up to. */
export interface StatedTotal {
  fen: number
  /** Half of the last digit that was written in 万元; money in 元 is exact. */
  within: number
}

const STATED =
  /(?:共计?|合计|总计|涉及|发放|总户数|总人数)[^\d,。;]{0,6}\d+(?:户|人|户次|人次)(?:\d+人)?[,、;]*(?:合计|总计|共计|共|总)?(?:发放|兑付|补贴|补助|奖补)*(?:总?金额|总?资金|总额)?(?:为|:)*(?:人民币)?¥?([\d,.]+)(万元|元)/

/** 共2户，合计999元: only where households and their money stand side by side. Null for any other sentence. */
export function statedTotal(text: string): StatedTotal | null {
  const plain = normalizeLabel(text).replace(/，/g, ',')
  if (/本页|小计|标准|每[户人亩]|计划|应发|上年|累计/.test(plain)) return null
  const match = STATED.exec(plain)
  if (match === null) return null
  const written = match[1]!.replace(/[,.]+$/, '')
  const unit = match[2] as '元' | '万元'
  const fen = parseFen(written, unit)
  if (typeof fen !== 'number') return null
  const decimals = written.split('.')[1]?.length ?? 0
  return { fen, within: unit === '元' ? 0 : 500_000 / 10 ** decimals }
}

/** Whether this is what the lines add up to: all of them, or those that were paid. */
export function agrees(
  stated: StatedTotal,
  lines: readonly { amountFen: number; status: string }[],
): boolean {
  let all = 0
  let paid = 0
  for (const { amountFen, status } of lines) {
    all += amountFen
    if (status === 'paid' || status === 'reissued') paid += amountFen
  }
  return [all, paid].some((sum) => Math.abs(sum - stated.fen) <= stated.within)
}
