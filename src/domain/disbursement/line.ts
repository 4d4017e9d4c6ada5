import type { Decimal } from '../money/decimal.ts'
import type { Fen } from '../money/fen.ts'

/** 8 Crockford base32 characters, random per board and person; the same person has it on every list of that board. */
export type PayeeNumber = string & { readonly __payee: true }

export type LineStatus = 'paid' | 'returned' | 'reissued' | 'planned'

/** One thing paid for within a line: 禁牧 3153.44 亩 × 11.9235 元/亩 = 37600.04 元. Only `what` and the amount are sure to be known. */
export interface Part {
  what: string
  quantity?: Decimal
  unit?: string
  rate?: Decimal
  rateUnit?: string
  /** Further factor where a sheet has one, e.g. months. */
  times?: Decimal
  amountFen?: Fen
}

/** One payee of one disbursement, as an office knows it: nothing of ID, card or phone is ever in it. */
export interface Line {
  /** Row of the source, as Excel or WPS shows it. */
  row: number
  sheet?: string
  payee: PayeeNumber
  name: string
  nameMn?: string
  group?: string
  parts: Part[]
  amountFen: Fen
  status: LineStatus
  note?: string
}
