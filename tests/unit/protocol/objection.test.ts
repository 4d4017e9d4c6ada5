import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Instant } from '#domain/calendar/day.ts'
import { openAnswer, sealAnswer } from '#protocol/answer-seal.ts'
import { answersRefs, parseAnswers } from '#protocol/answers.ts'
import { base64url, fromBase64url } from '#protocol/encoding.ts'
import { extras, parsePicture, parseTable } from '#protocol/extras.ts'
import { parseObjection, printOf, proofOf } from '#protocol/objection.ts'
import {
  openObjection,
  readObjectionKey,
  sealObjection,
  type ObjectionWords,
} from '#protocol/objection-seal.ts'
import { fromPaddedJson, paddedJson } from '#protocol/padding.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { Vectors } from '#tests/vectors/vectors.ts'
import { AT, bytes, coded, hashOfDigit, NOTICE, objectRefOf } from './samples.ts'

const file = new URL('../../vectors/formats.json', import.meta.url)
const { objection } = JSON.parse(readFileSync(file, 'utf8')) as Vectors
const { place, to, value } = objection
const P256 = { name: 'ECDH', namedCurve: 'P-256' }

let office: CryptoKey
let pair: CryptoKeyPair
beforeAll(async () => {
  office = await crypto.subtle.importKey('jwk', objection.office.jwk, P256, false, ['deriveBits'])
  pair = await crypto.subtle.generateKey(P256, false, ['deriveBits'])
})

/** The seal with one byte of it another. */
const bentSeals = (sealed: string) =>
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })).map(([where, by]) => {
    const bent = fromBase64url(sealed)
    bent[where % bent.length]! ^= by
    return base64url(bent)
  })

describe('a sealed objection', () => {
  const words: fc.Arbitrary<ObjectionWords> = fc.record({
    v: fc.constant(1 as const),
    choices: fc.array(fc.constantFrom('amount', 'quantity', 'other'), { maxLength: 4 }),
    words: fc.string({ unit: 'grapheme', maxLength: 300 }),
    line: fc.constantFrom(null, objection.words.line),
    name: fc.constantFrom(null, '巴特尔'),
    phone: fc.constant(null),
    answerKey: fc.constant(objection.words.answerKey),
  })

  test('is opened as it was sealed, and its length tells kilobytes alone', () =>
    fc.assert(
      fc.asyncProperty(words, async (inside) => {
        const key = await readObjectionKey(objection.office.spki)
        const sealed = await sealObjection(inside, place, { ...to, key }, { pair, iv: bytes(12) })
        expect(await openObjection(sealed, place, { ...to, key: office })).toEqual(inside)
        expect((fromBase64url(sealed).length - 65 - 12 - 16) % 1024).toBe(0)
      }),
      { numRuns: 30 },
    ))

  test('with any byte flipped opens nothing', () =>
    fc.assert(
      fc.asyncProperty(bentSeals(value.sealed), async (bent) => {
        await expect(openObjection(bent, place, { ...to, key: office })).rejects.toThrow(
          VerificationError,
        )
      }),
    ))

  test('opens for its own office, epoch and place alone', async () => {
    const from = { ...to, key: office }
    for (const [where, whose] of [
      [{ ...place, id: 'e'.repeat(32) }, from],
      [place, { ...from, epoch: 2 }],
      [place, { ...from, township: place.region }],
      [place, { ...from, key: pair.privateKey }],
    ] as const)
      await expect(openObjection(value.sealed, where, whose)).rejects.toThrow(coded('KEY_WRONG'))
  })

  test('has one print however it is written, and another for another line', async () => {
    const key = bytes(32)
    const { line, choices } = objection.words
    const say = (said: string, on = line) =>
      printOf(key, value.notice, { line: on, choices, words: said })
    expect(await say('我家草场，是３２５３亩 ！')).toBe(await say('我家草场是3253亩'))
    expect(await say('我家草场是3253亩', null)).not.toBe(await say('我家草场是3253亩'))
    expect(await say('我家草场是3254亩')).not.toBe(await say('我家草场是3253亩'))
  })

  test('whose proof is of something else proves nothing', async () => {
    const key = bytes(32)
    const proof = await proofOf(key, value)
    expect(await proofOf(key, { ...value, presence: { ...value.presence!, proof } })).toBe(proof)
    expect(await proofOf(key, { ...value, mark: 'e'.repeat(32) })).not.toBe(proof)
  })

  test.each<[string, object]>([
    ['words in the open', { sealed: '我家草场' }],
    ['a line feed in its mark', { mark: `${'e'.repeat(31)}\n` }],
    ['half a presence', { presence: { epoch: 1, print: hashOfDigit('a') } }],
    ['a kind that is none', { kind: 'praise' }],
  ])('with %s is malformed', (_what, over) => {
    const sorted = Object.entries({ ...value, ...over }).sort(([a], [b]) => (a < b ? -1 : 1))
    expect(() => parseObjection(JSON.stringify(Object.fromEntries(sorted)))).toThrow(
      coded('MALFORMED'),
    )
  })
})

describe('answers', () => {
  const step = {
    at: AT as Instant,
    what: 'answered',
    until: null,
    openly: { zh: '已核实' },
    sealed: null,
  }
  const answer = {
    mark: 'a'.repeat(32),
    kind: 'question',
    notice: NOTICE,
    version: 1,
    steps: [step],
  }

  test('are read, and a step of a later time is one', () => {
    const later = { ...answer, mark: 'b'.repeat(32), steps: [{ ...step, what: 'blessed', by: 1 }] }
    const known = { ...later, steps: [{ ...step, what: 'blessed' }] }
    expect(parseAnswers({ v: 1, answers: [answer, later] })).toEqual([answer, known])
  })

  test('of one mark stand once', () =>
    expect(() => parseAnswers({ v: 1, answers: [answer, answer] })).toThrow(coded('MALFORMED')))

  test('of one year stand once, and are small enough to be honest', () => {
    const ref = objectRefOf({ role: 'answers' })
    expect(answersRefs([{ year: 2026, ref }], 'manifest.answers')).toEqual([{ year: 2026, ref }])
    for (const odd of [
      [ref, ref].map((one) => ({ year: 2026, ref: one })),
      [{ year: 2026, ref: { ...ref, size: 3_000_000 } }],
      [{ year: 2026, ref: { ...ref, role: 'list' } }],
    ])
      expect(() => answersRefs(odd, 'manifest.answers')).toThrow(coded('MALFORMED'))
  })

  test('for whoever asked alone open with their code and in their place', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (words) => {
        const at = { mark: 'a'.repeat(32), step: 3 }
        const sealed = await sealAnswer(words, at, bytes(32), bytes(12))
        expect(await openAnswer(sealed, at, bytes(32))).toBe(words)
        for (const [where, key] of [
          [{ ...at, step: 2 }, bytes(32)],
          [{ ...at, mark: 'b'.repeat(32) }, bytes(32)],
          [at, bytes(32, 1)],
        ] as const)
          await expect(openAnswer(sealed, where, key)).rejects.toThrow(coded('KEY_WRONG'))
      }),
      { numRuns: 20 },
    ))

  test('with any byte flipped open nothing', () =>
    fc.assert(
      fc.asyncProperty(bentSeals(objection.answer.sealed), async (bent) => {
        const at = { mark: place.mark, step: objection.answer.step }
        const key = fromBase64url(objection.words.answerKey)
        await expect(openAnswer(bent, at, key)).rejects.toThrow(VerificationError)
      }),
    ))
})

describe('extras', () => {
  const one = { kind: 'picture', ref: objectRefOf({ role: 'extra' }), at: AT }

  test('are read, of later kinds too, each content once', () => {
    const later = {
      ...one,
      kind: 'sound',
      ref: objectRefOf({ role: 'extra', content: hashOfDigit('9') }),
    }
    expect(extras([one, { ...later, more: 1 }], 'shelf.extras')).toEqual([one, later])
    expect(() => extras([one, one], 'shelf.extras')).toThrow(coded('MALFORMED', { what: 'shelf' }))
    const header = { ...one, ref: objectRefOf() }
    expect(() => extras([header], 'shelf.extras')).toThrow(coded('MALFORMED'))
  })

  test('hold a picture, or a table with a cell for each column', () => {
    expect(parsePicture({ v: 1, jpeg: '/9j/2Q==' })).toEqual(Uint8Array.of(255, 216, 255, 217))
    expect(() => parsePicture({ v: 1, jpeg: 'A'.repeat(409_604) })).toThrow(coded('MALFORMED'))
    const table = { v: 1, columns: ['甲', '乙'], rows: [['1', '2']] }
    expect(parseTable(table)).toEqual(table)
    expect(() => parseTable({ ...table, rows: [['1']] })).toThrow(coded('MALFORMED'))
  })
})

test('padding is blanks up to the next kilobyte and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000 }), (text) => {
      const padded = paddedJson({ text })
      expect(padded.length % 1024).toBe(0)
      expect(fromPaddedJson(padded, 'x')).toEqual({ text })
    }),
  )
  expect(() => fromPaddedJson(new Uint8Array(0), 'x')).toThrow(coded('MALFORMED'))
  expect(() => fromPaddedJson(paddedJson(1).subarray(1), 'x')).toThrow(coded('MALFORMED'))
})
