import { readAmount } from './amounts.ts'
import type { Row } from './cell.ts'
import { statusOf } from './status.ts'
import type { LineStatus } from '#domain/disbursement/line.ts'
import type { ReadLine } from './run.ts'
import { at, type SheetContext } from './sheet-context.ts'

/** Whether a column of states asks for what went wrong: 是否退回. There 是 means that the money came back. */
export function asksForReturned(label: string): boolean {
  return /退(?!耕|牧|休|役|伍)/.test(label)
}

/** What such a column says; null for words that nobody knows. */
export function returnedOf(text: string): LineStatus | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  if (/^(?:否|不|无|没有|未退回?|未退款|N|NO|FALSE|0|×|✗|✘|[-—/]+)$/i.test(plain)) return 'paid'
  if (/^(?:是|有|对|Y|YES|TRUE|1|√|✓|✔)$/i.test(plain)) return 'returned'
  return statusOf(plain)
}

/**
 * 退回金额 beside the amount: all of it came back, or what is left is already the line's amount. A part that came back
 * of a line without such an amount is nothing that a list can show: refused.
 */
export function takeReturned(row: Row, line: ReadLine, context: SheetContext): void {
  const { returned } = context.plan
  if (returned === null) return
  const read = readAmount(at(row, returned.column), returned)
  if (read === null) return
  if ('refused' in read) return context.error(row.number, returned.column, read.refused)
  const back = read.value
  const net = line.plannedFen !== null && line.plannedFen - back === line.amountFen
  if (back === 0 || line.amountFen === 0 || net) return
  if (back === line.amountFen) line.status = 'returned'
  else context.error(row.number, returned.column, 'statusUnknown')
}

const CAME_BACK =
  /^(?:银行|信用社|财政所?|一卡通|账户|账号|卡号)*(?:已|被)?(?:退回|退款|退票)$|^(?:银行|一卡通)?(?:打卡|发放|代发|支付|转账|兑付)(?:失败|未成功|不成功)$/
const NOT_YET = /^(?:尚|暂)?未(?:发放?|打卡|到账|兑付|支付)$|^待发放?$|^(?:暂缓|暂不|暂停)发放$/

/** A note that says nothing but that the line was not paid: the sheet has no column for it. Null for any other. */
export function statusInNote(note: string): LineStatus | null {
  if (note.length > 12) return null
  const plain = note.replace(/[\s。.，,;；!！]+/g, '')
  return CAME_BACK.test(plain) ? 'returned' : NOT_YET.test(plain) ? 'planned' : null
}
