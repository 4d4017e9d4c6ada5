import { canonicalJson } from '#protocol/canonical-json.ts'
import {
  commandHash,
  draftHash,
  formatCommand,
  parseCommand,
  verifyCommand,
} from '#protocol/command.ts'
import { formatDeskOrders, parseDeskOrders, verifyDeskOrders } from '#protocol/desk-orders.ts'
import { readDeviceKey } from '#protocol/device-signature.ts'
import { fromHex, hex } from '#protocol/encoding.ts'
import {
  answerKeyOf,
  formatReceiptCode,
  formatReceiptLink,
  markOf,
  parseReceiptCode,
  parseReceiptLink,
  receiptCodeOf,
} from '#protocol/receipt-code.ts'
import { formatReceipts, parseReceipts, verifyReceipts } from '#protocol/receipts.ts'
import { ed25519Signer } from '#transparency/signer.ts'
import { signNote } from '#transparency/sign.ts'
import type { Vectors } from './vectors.ts'

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)

/** Does the work end with this code? */
const refused = (work: Promise<unknown>, code: string): Promise<boolean> =>
  work.then(
    () => false,
    (error: { code?: string }) => error.code === code,
  )

const logOf = ({ checkpoint: { log } }: Vectors) =>
  ed25519Signer(fromHex(log.seed), log.name, 'note')

/** What ARCHITECTURE.md §1.9 and §1.10 fix. */
export const DESK_CHECKS: Record<string, (v: Vectors) => Promise<boolean> | boolean> = {
  'command is written and read': ({ command: { value, body } }) =>
    formatCommand(value) === body && same(parseCommand(body), value),
  'command is named': async ({ command: { value, hash, textHash } }) =>
    (await commandHash(value)) === hash &&
    (await commandHash({ ...value, desk: 'e'.repeat(32), n: 8, at: null })) === hash &&
    value.what.do === 'draft.save' &&
    (await draftHash(value.what.text)) === textHash,
  'command is verified': async ({ command: { desk, key, value, body, signature } }) => {
    const held = await readDeviceKey(key)
    const bent = { body: body.replace('5000', '5001'), signature }
    return (
      same(await verifyCommand(held, desk, { body, signature }), value) &&
      (await refused(verifyCommand(held, desk, bent), 'SIGNATURE_WRONG')) &&
      (await refused(verifyCommand(held, 'e'.repeat(32), { body, signature }), 'SIGNATURE_WRONG'))
    )
  },
  'receipts are written and signed': async (v) =>
    formatReceipts(v.receipts.value) === v.receipts.text &&
    same(parseReceipts(v.receipts.text), v.receipts.value) &&
    (await signNote(v.receipts.text, [await logOf(v)])) === v.receipts.note,
  'receipts are verified': async ({ receipts: { value, note }, keyList }) =>
    same(await verifyReceipts(note, keyList.value, value.desk), value.receipts) &&
    (await refused(verifyReceipts(note, keyList.value, 'e'.repeat(32)), 'ORDERS_WRONG')),
  'orders of a desk are written and signed': async (v) =>
    formatDeskOrders(v.deskOrders.value) === v.deskOrders.text &&
    same(parseDeskOrders(v.deskOrders.text), v.deskOrders.value) &&
    (await signNote(v.deskOrders.text, [await logOf(v)])) === v.deskOrders.note,
  'orders of a desk are verified': async ({ deskOrders: { value, note }, orders, keyList }) => {
    const held = { device: value.device, version: value.version - 1 }
    return (
      same(await verifyDeskOrders(note, keyList.value, held), value) &&
      // A tablet's orders are no desk's.
      (await refused(verifyDeskOrders(orders.note, keyList.value, held), 'MALFORMED'))
    )
  },
  'receipt code': async ({ receiptCode: { random, code, text, mark, answerKey } }) =>
    receiptCodeOf(fromHex(random)) === code &&
    (await formatReceiptCode(code)) === text &&
    (await parseReceiptCode(text.toLowerCase().replace(/1/g, 'l'))) === code &&
    (await markOf(code)) === mark &&
    hex(await answerKeyOf(code)) === answerKey,
  'receipt link': async ({ receiptCode: { code, text, origin, region, link } }) =>
    (await formatReceiptLink(origin, code, region)) === link &&
    same(parseReceiptLink(link), { code: text.replace(/ /g, ''), region }),
}
