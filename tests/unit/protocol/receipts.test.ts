import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyDeskOrders } from '#protocol/desk-orders.ts'
import type { CommandId } from '#protocol/deeds.ts'
import {
  formatReceiptCode,
  formatReceiptLink,
  markOf,
  parseReceiptCode,
  parseReceiptLink,
  receiptCodeOf,
} from '#protocol/receipt-code.ts'
import { formatReceipts, parseReceipts, verifyReceipts, type Receipt } from '#protocol/receipts.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { Vectors } from '#tests/vectors/vectors.ts'
import { AT, coded, hashOfDigit, REGION } from './samples.ts'

const file = new URL('../../vectors/formats.json', import.meta.url)
const { receipts, deskOrders, keyList } = JSON.parse(readFileSync(file, 'utf8')) as Vectors

/** The text with one character of it another. */
const bentTexts = (text: string) =>
  fc
    .tuple(fc.nat({ max: text.length - 1 }), fc.constantFrom(...'0aZ9 "\n{'))
    .map(([at, letter]) => text.slice(0, at) + letter + text.slice(at + 1))
    .filter((bent) => bent !== text)

describe('receipts', () => {
  const head = fc.record({
    id: fc.constantFrom('a'.repeat(32) as CommandId, 'b'.repeat(32) as CommandId),
    hash: fc.constant(hashOfDigit('c')),
    at: fc.constant(AT),
  })
  const fact = fc.oneof(fc.string({ maxLength: 40 }), fc.integer())
  const facts = fc.dictionary(fc.stringMatching(/^[A-Za-z]{1,8}$/), fact, { maxKeys: 5 })
  const some = fc.array(
    fc.oneof(
      fc
        .tuple(head, facts)
        .map(([one, told]): Receipt => ({ ...one, is: 'applied', facts: { ...told } })),
      fc.tuple(head, facts).map(([one, told]): Receipt => ({
        ...one,
        is: 'refused',
        why: 'no',
        facts: { ...told },
      })),
      head.map((one): Receipt => ({ ...one, is: 'quarantined' })),
    ),
    { maxLength: 8 },
  )

  test('are read as they were written', () => {
    fc.assert(
      fc.property(some, (given) => {
        const signed = { origin: 'a.example', desk: 'e'.repeat(32), receipts: given }
        expect(parseReceipts(formatReceipts(signed))).toEqual(signed)
      }),
    )
  })

  test('with any character changed say nothing', () =>
    fc.assert(
      fc.asyncProperty(bentTexts(receipts.note), async (bent) => {
        await expect(verifyReceipts(bent, keyList.value, receipts.value.desk)).rejects.toThrow(
          VerificationError,
        )
      }),
    ))

  test('of a key that is no longer in force say nothing', async () => {
    const log = keyList.value.log.map((key) => ({ ...key, until: 9 }))
    await expect(
      verifyReceipts(receipts.note, { ...keyList.value, log }, receipts.value.desk),
    ).rejects.toThrow(coded('SIGNATURE_MISSING'))
    await expect(
      verifyReceipts(receipts.note, { ...keyList.value, origin: 'b' }, receipts.value.desk),
    ).rejects.toThrow(coded('ORIGIN_WRONG'))
  })

  test.each([
    ['facts that are no facts', { is: 'applied', facts: { a: [1] } }],
    ['a fact without a name', { is: 'applied', facts: { '张三 1': 1 } }],
    ['no facts', { is: 'refused', why: 'x' }],
    ['a word that is not known', { is: 'lost' }],
  ])('with %s are malformed', (_what, given) => {
    const odd = { id: 'a'.repeat(32), hash: hashOfDigit('c'), at: AT, ...given } as unknown
    const signed = { origin: 'a', desk: 'e'.repeat(32), receipts: [odd as Receipt] }
    expect(() => parseReceipts(formatReceipts(signed))).toThrow(coded('MALFORMED'))
  })
})

describe('orders of a desk', () => {
  const { device, version } = deskOrders.value

  test('of a version that is held, or for another desk, are not taken', async () => {
    const held = { device, version }
    await expect(verifyDeskOrders(deskOrders.note, keyList.value, held)).rejects.toThrow(
      coded('ORDERS_WRONG'),
    )
    const other = { device: 'b'.repeat(32), version: 0 }
    await expect(verifyDeskOrders(deskOrders.note, keyList.value, other)).rejects.toThrow(
      coded('ORDERS_WRONG'),
    )
  })

  test('with any character changed are not taken', () =>
    fc.assert(
      fc.asyncProperty(bentTexts(deskOrders.note), async (bent) => {
        const held = { device, version: 0 }
        await expect(verifyDeskOrders(bent, keyList.value, held)).rejects.toThrow(VerificationError)
      }),
    ))
})

describe('a receipt code', () => {
  const codes = fc.uint8Array({ minLength: 12, maxLength: 12 }).map(receiptCodeOf)

  test('is read as it was written, however it is typed, and its link says the same', () =>
    fc.assert(
      fc.asyncProperty(codes, async (code) => {
        const text = await formatReceiptCode(code)
        expect(text).toMatch(/^[0-9A-Z]{4}( [0-9A-Z]{4}){4}$/)
        const typed = text.toLowerCase().replace(/ /g, '-').replace(/0/g, 'o').replace(/1/g, 'i')
        expect(await parseReceiptCode(typed)).toBe(code)
        const link = await formatReceiptLink('https://a.example/', code, REGION)
        const read = parseReceiptLink(` ${link.slice(link.indexOf('#')).replace('.', '%2E')}`)
        expect(read.region).toBe(REGION)
        expect(await parseReceiptCode(read.code)).toBe(code)
        expect(await markOf(code)).toMatch(/^[0-9a-f]{32}$/)
      }),
    ))

  test('with one letter changed is hardly ever taken', async () => {
    const text = (await formatReceiptCode(receiptCodeOf(new Uint8Array(12)))).replace(/ /g, '')
    let taken = 0
    for (let at = 0; at < text.length; at++)
      for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZ')
        if (letter !== text[at]) {
          const typed = text.slice(0, at) + letter + text.slice(at + 1)
          if (await parseReceiptCode(typed)) taken++
        }
    expect(taken).toBeLessThan(6)
  })

  test.each(['', '#', 'x', `${'A'.repeat(20)}.1`, `${'A'.repeat(19)}.${REGION}`])(
    '%j is no link of one',
    (text) => expect(() => parseReceiptLink(text)).toThrow(coded('MALFORMED')),
  )
})
