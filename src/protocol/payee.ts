import type { PayeeNumber } from '#domain/disbursement/line.ts'
import { parsePayeeNumber } from '#domain/disbursement/payee-number.ts'
import { malformed } from '#transparency/verification-error.ts'
import type { Read } from './door.ts'

/** A payee number as it is written down and no other way, so that one number has one text. */
export const payeeNumber: Read<PayeeNumber> = (value, at) =>
  typeof value === 'string' && parsePayeeNumber(value) === value
    ? (value as PayeeNumber)
    : malformed(at.split('.')[0] ?? '', at)
