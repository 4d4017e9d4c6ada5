import type { LineView } from '#device/api.ts'
import { checkLine } from '#domain/disbursement/arithmetic.ts'
import type { LineStatus, PayeeNumber } from '#domain/disbursement/line.ts'
import { formatFen } from '#domain/money/fen.ts'
import { formatCount, formatDecimal } from './format.ts'

/** A line of a list as its row shows it, put into words once and not each time the row comes by. */
export interface PayeeRow {
  /** As the office numbered it, from 1. */
  number: string
  payee: PayeeNumber
  name: string
  nameMn: string | null
  /** Group, and what it was for: enough to know the line again; the whole sum stands on the payee's own screen. */
  about: string
  amount: string
  status: LineStatus
  /** The amount is not what quantity × rate comes to. */
  off: boolean
}

/** `looked`: whether the list has lines that do not add up, so that each need be looked at. */
export function payeeRow(line: LineView, looked: boolean): PayeeRow {
  const { number, payee, name, nameMn, status } = line
  return {
    number: formatCount(number + 1),
    payee,
    name,
    nameMn,
    about: aboutOf(line),
    amount: formatFen(line.amountFen),
    status,
    off: looked && checkLine(line).some((check) => check?.kind === 'off'),
  }
}

/** `第一小组 · 禁牧 3,153.44 亩` */
export function aboutOf({ group, parts }: Pick<LineView, 'group' | 'parts'>): string {
  const things = parts
    .filter((part) => part.quantity)
    .map((part) => `${part.what} ${formatDecimal(part.quantity!)} ${part.unit ?? ''}`.trim())
    .join('，')
  return [group ?? '', things].filter((text) => text !== '').join(' · ')
}
