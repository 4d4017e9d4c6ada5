import type { Hash } from '#domain/board/board-state.ts'
import type { Instant } from '#domain/calendar/day.ts'
import { parseNote } from '#transparency/note.ts'
import { malformed, VerificationError, type Facts } from '#transparency/verification-error.ts'
import { canonicalJson, parseCanonical } from './canonical-json.ts'
import { commandId, type CommandId } from './deeds.ts'
import { hash, instant, listOf, oneOf, record, textUpTo, type Read } from './door.ts'
import type { KeyList } from './key-list.ts'
import { deviceId, verifyInForce } from './signed-orders.ts'

/** The county's word on one command: the first that it gave is given for ever. */
export type Receipt = {
  id: CommandId
  /** `commandHash` of what it is a receipt for. */
  hash: Hash
  at: Instant
} & (
  | { is: 'applied'; facts: Facts }
  /** For ever; the text stays with its writer. */
  | { is: 'refused'; why: string; facts: Facts }
  /** Kept for the sumu to decide: the right was there when it was made, and is no more. */
  | { is: 'quarantined' }
)

/** Receipts as they are signed. */
export interface Receipts {
  origin: string
  desk: string
  receipts: Receipt[]
}

const FIRST_LINE = 'sambar/receipts/v1'
const MOST_FACTS = 20
const MOST_RECEIPTS = 50

const facts: Read<Facts> = (value, at) => {
  const found = record<object>({})(value, at)
  const entries = Object.entries(value as object)
  if (entries.length > MOST_FACTS) malformed('receipts', at)
  for (const [key, fact] of entries as [string, unknown][]) {
    const isText = typeof fact === 'string' && fact.length <= 400
    if (!/^[A-Za-z]{1,40}$/.test(key) || !(isText || Number.isSafeInteger(fact)))
      malformed('receipts', at)
    Object.assign(found, { [key]: fact })
  }
  return found as Facts
}

const head = { id: commandId, hash, at: instant }
const READ: { [I in Receipt['is']]: Read<Receipt> } = {
  applied: record<Extract<Receipt, { is: 'applied' }>>({ ...head, is: oneOf('applied'), facts }),
  refused: record<Extract<Receipt, { is: 'refused' }>>({
    ...head,
    is: oneOf('refused'),
    why: textUpTo(60),
    facts,
  }),
  quarantined: record<Extract<Receipt, { is: 'quarantined' }>>({
    ...head,
    is: oneOf('quarantined'),
  }),
}
const kind = record<Pick<Receipt, 'is'>>({ is: oneOf('applied', 'refused', 'quarantined') })

/** One receipt, as it is kept and as it stands in the note. */
export const receipt: Read<Receipt> = (value, at) => READ[kind(value, at).is](value, at)

/** The text that the county's log key signs (as a note, `signNote`). */
export const formatReceipts = ({ origin, desk, receipts }: Receipts): string =>
  [FIRST_LINE, origin, desk, canonicalJson(receipts)].map((line) => `${line}\n`).join('')

/** Reads the text of receipts; untrusted until `verifyReceipts`. */
export function parseReceipts(body: string): Receipts {
  const [first, origin = '', desk, json = '', ...rest] = body.split('\n')
  if (first !== FIRST_LINE || origin === '' || rest.length !== 1 || rest[0] !== '')
    malformed('receipts', 'lines')
  return {
    origin,
    desk: deviceId(desk, 'receipts.desk'),
    receipts: listOf(receipt, MOST_RECEIPTS)(parseCanonical(json, 'receipts'), 'receipts'),
  }
}

/**
 * Receipts for this desk, signed by the log key in force, so that no box on the way can say that something arrived. Each
 * counts for the command whose hash it names and for no other.
 */
export async function verifyReceipts(
  noteText: string,
  keys: KeyList,
  desk: string,
): Promise<Receipt[]> {
  const note = parseNote(noteText)
  const signed = parseReceipts(note.text)
  await verifyInForce(note, keys, signed.origin)
  if (signed.desk !== desk) throw new VerificationError('ORDERS_WRONG', { why: 'desk' })
  return signed.receipts
}
