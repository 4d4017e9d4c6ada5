import { openAnswer, sealAnswer } from '#protocol/answer-seal.ts'
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
  formatObjection,
  parseObjection,
  presenceKeyOf,
  printOf,
  proofOf,
} from '#protocol/objection.ts'
import { openObjection, readObjectionKey, sealObjection } from '#protocol/objection-seal.ts'
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
  'objection is written and read': ({ objection: { value, body } }) =>
    formatObjection(value) === body && same(parseObjection(body), value),
  'objection is sealed': async ({ objection: { words, place, to, office, once, iv, value } }) => {
    const pair = { privateKey: await privateKey(once), publicKey: await publicKey(once) }
    const key = await readObjectionKey(office.spki)
    const random = { pair, iv: fromHex(iv) }
    return (await sealObjection(words, place, { ...to, key }, random)) === value.sealed
  },
  'objection is opened': async ({ objection: { words, place, to, office, value } }) => {
    const from = { ...to, key: await privateKey(office.jwk) }
    const elsewhere = { ...place, mark: 'e'.repeat(32) }
    return (
      same(await openObjection(value.sealed, place, from), words) &&
      (await refused(openObjection(value.sealed, elsewhere, from), 'KEY_WRONG'))
    )
  },
  'print and proof': async ({ keys, objection: { words, presenceKey, value } }) => {
    const key = await presenceKeyOf(fromHex(keys.boardKey), keys.region, keys.epoch)
    return (
      hex(key) === presenceKey &&
      (await printOf(key, value.notice, words)) === value.presence?.print &&
      (await proofOf(key, value)) === value.presence.proof
    )
  },
  'answer is sealed and opened': async ({
    receiptCode: { mark, answerKey },
    objection: { answer },
  }) => {
    const { words, step, iv, sealed } = answer
    const key = fromHex(answerKey)
    return (
      (await sealAnswer(words, { mark, step }, key, fromHex(iv))) === sealed &&
      (await openAnswer(sealed, { mark, step }, key)) === words &&
      (await refused(openAnswer(sealed, { mark, step: 1 }, key), 'KEY_WRONG'))
    )
  },
}

const P256 = { name: 'ECDH', namedCurve: 'P-256' }
const privateKey = (jwk: JsonWebKey) =>
  crypto.subtle.importKey('jwk', jwk, P256, false, ['deriveBits'])
const publicKey = ({ d: _d, ...jwk }: JsonWebKey) =>
  crypto.subtle.importKey('jwk', jwk, P256, true, [])
