import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AFFAIR_LIMITS, type AffairDraft } from '#domain/affair/affair.ts'
import type { Day } from '#domain/calendar/day.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { canonicalJson } from '#protocol/canonical-json.ts'
import {
  commandHash,
  commandMessage,
  formatCommand,
  LONGEST_COMMAND,
  parseCommand,
  parseCommandsAnswer,
  parseCommandsRequest,
  verifyCommand,
  type Command,
} from '#protocol/command.ts'
import { DEED_NAMES, type CommandId, type Deed } from '#protocol/deeds.ts'
import { isSignedBy } from '#protocol/device-signature.ts'
import { base64, fromBase64, fromUtf8, utf8 } from '#protocol/encoding.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { AT, coded, hashOfDigit, REGION } from './samples.ts'

const ID = 'c'.repeat(32) as CommandId
const hash = hashOfDigit('a')
const both = { zh: '字', mn: 'ᠦᠰᠦᠭ' }

const text: AffairDraft = {
  item: 'cat-a2297dcb',
  attribute: 'proactive',
  attributeBasis: '',
  title: both,
  text: { zh: '' },
  affair: {
    elements: [{ name: '各项收入', words: both }],
    tables: [{ of: null, heading: both, columns: ['甲'], rows: [['1']], names: false }],
    pictures: [{ of: '其他', photo: hash, caption: both }],
  },
  year: 2026,
  period: { number: 10, unit: 'day' },
  change: { why: '更正' },
}

const checks = { political: true, legal: true, policy: true, secrecy: true, wording: false }
const DEEDS: Deed[] = [
  { do: 'draft.save', region: REGION, base: hash, text },
  { do: 'draft.submit', text: hash },
  { do: 'draft.drop', text: hash },
  { do: 'list.confirm', version: 1, content: hash },
  {
    do: 'list.doubt',
    version: 1,
    content: hash,
    payee: 'A1B2C3D4' as PayeeNumber,
    what: 'quantity',
    words: '多了',
  },
  { do: 'doubt.settle', doubt: ID, words: '已核' },
  { do: 'paper.posted', version: 2, photo: hash, taken: AT },
  { do: 'photo.pass', photo: hash, why: '' },
  { do: 'photo.refuse', photo: hash, why: '看不清' },
  {
    do: 'review',
    content: hash,
    decision: 'return',
    checks,
    spots: [{ where: 'element:0', words: '缺依据' }],
  },
  {
    do: 'objection.step',
    step: 'extend',
    seen: 1,
    openly: both,
    privately: null,
    until: '2026-04-01' as Day,
    into: null,
  },
  { do: 'quarantine.take', command: ID, why: '' },
  { do: 'quarantine.dismiss', command: ID, why: '重复' },
  { do: 'copy.settle', copy: 'd'.repeat(32) as NoticeId, kept: hash },
]

const command = (what: Deed, over: Partial<Command> = {}): Command => ({
  v: 1,
  id: ID,
  desk: 'e'.repeat(32),
  n: 1,
  rights: 1,
  at: AT,
  about: 'f'.repeat(32),
  after: null,
  what,
  ...over,
})

describe('a command', () => {
  test('every deed has a sample here', () =>
    expect(DEEDS.map((deed) => deed.do).sort()).toEqual([...DEED_NAMES].sort()))

  test.each(DEEDS)('$do is read as it was written', (what) => {
    const given = command(what, { instead: ID })
    expect(parseCommand(formatCommand(given))).toEqual(given)
  })

  test.each(DEEDS)('$do without any one of its keys is refused', (what) => {
    for (const key of Object.keys(what)) {
      const { [key as 'do']: _left, ...rest } = what
      const body = canonicalJson({ ...command(what), what: rest })
      expect(() => parseCommand(body)).toThrow(coded('MALFORMED'))
    }
  })

  test('with a key that is not known here is refused: what it says would be lost', () => {
    for (const bent of [
      { ...command(DEEDS[1]!), more: 1 },
      { ...command(DEEDS[1]!), what: { ...DEEDS[1], more: 1 } },
      { ...command(DEEDS[0]!), what: { ...DEEDS[0], text: { ...text, more: 1 } } },
    ])
      expect(() => parseCommand(canonicalJson(bent))).toThrow(coded('MALFORMED'))
  })

  test.each<[string, object]>([
    ['a deed that is none', { what: { do: 'constructor' } }],
    ['an id in capitals', { id: 'C'.repeat(32) }],
    ['a number below zero', { n: -1 }],
    ['half a day', { at: '2026-03-09' }],
    ['a typed payee number', { what: { ...DEEDS[4], payee: 'a1b2-c3d4' } }],
    [
      'a check that was not answered',
      { what: { ...DEEDS[9], checks: { ...checks, legal: null } } },
    ],
  ])('with %s is refused', (_what, over) =>
    expect(() => parseCommand(canonicalJson({ ...command(DEEDS[1]!), ...over }))).toThrow(
      coded('MALFORMED'),
    ),
  )

  test('of a later version asks for a newer app', () =>
    expect(() => parseCommand(canonicalJson({ ...command(DEEDS[1]!), v: 2 }))).toThrow(
      coded('UPDATE_THE_APP'),
    ))

  test('has room for the fullest draft, and for no more than that', () => {
    const rows = Array.from({ length: 300 }, () => Array.from({ length: 15 }, () => '字字'))
    const table = { of: null, heading: { zh: '' }, columns: rows[0]!, rows, names: false }
    const full = { zh: '字'.repeat(AFFAIR_LIMITS.text), mn: 'ᠠ'.repeat(AFFAIR_LIMITS.text) }
    const tables = [table, { ...table, rows: rows.slice(0, 190) }]
    const fullest = { ...text, text: full, affair: { ...text.affair, tables } }
    const deed = { ...DEEDS[0], text: fullest } as Deed
    const body = formatCommand(command(deed))
    expect(utf8(body).length).toBeGreaterThan(100_000)
    expect(parseCommand(body).what).toEqual(deed)
    const words = { zh: '字'.repeat(4000) }
    const elements = Array.from({ length: 14 }, () => ({ name: '项', words }))
    const more = { ...text, affair: { ...text.affair, elements } }
    const over = command({ ...DEEDS[0], text: more } as Deed)
    expect(() => formatCommand(over)).toThrow(RangeError)
    expect(() => parseCommand(canonicalJson(over))).toThrow(coded('MALFORMED'))
    expect(LONGEST_COMMAND).toBeGreaterThan(3 * AFFAIR_LIMITS.all)
  })

  test('is known again by what it says, not by which desk says it when', async () => {
    const given = command(DEEDS[0]!)
    const known = await commandHash(given)
    expect(await commandHash({ ...given, desk: '0'.repeat(32), n: 9, rights: 3, at: null })).toBe(
      known,
    )
    for (const other of [
      { id: '0'.repeat(32) as CommandId },
      { about: '0'.repeat(32) },
      { after: ID },
      { instead: ID },
      { what: DEEDS[1]! },
    ])
      expect(await commandHash({ ...given, ...other })).not.toBe(known)
  })

  test('with any byte of body or signature flipped is refused', async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ])
    const given = command(DEEDS[4]!)
    const body = formatCommand(given)
    const how = { name: 'ECDSA', hash: 'SHA-256' }
    const message = new Uint8Array(commandMessage(given.desk, body))
    const signed = new Uint8Array(await crypto.subtle.sign(how, pair.privateKey, message))
    const signature = base64(signed)
    const verify = (sent: { body: string; signature: string }) =>
      verifyCommand(pair.publicKey, given.desk, sent)
    expect(await verify({ body, signature })).toEqual(given)
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (where, by) => {
        const bent = utf8(body)
        bent[where % bent.length]! ^= by
        // What is no UTF-8 any more cannot even be a body.
        const text = await Promise.resolve(bent)
          .then((bytes) => fromUtf8(bytes))
          .catch(() => null)
        if (text !== null)
          await expect(verify({ body: text, signature })).rejects.toThrow(VerificationError)
        const forged = fromBase64(signature)
        forged[where % forged.length]! ^= by
        await expect(verify({ body, signature: base64(forged) })).rejects.toThrow(VerificationError)
      }),
      { numRuns: 60 },
    )
    await expect(isSignedBy(pair.publicKey, message, 'AAAA', 'command')).rejects.toThrow(
      coded('MALFORMED'),
    )
  })
})

describe('what is sent and answered', () => {
  const sent = { body: formatCommand(command(DEEDS[1]!)), signature: 'AAAA' }

  test('is read', () => {
    const request = { v: 1, desk: 'e'.repeat(32), commands: [sent] }
    expect(parseCommandsRequest(request)).toEqual(request)
    const answer = { v: 1, receipts: 'a note', again: [{ id: ID, why: 'after' }] }
    expect(parseCommandsAnswer({ ...answer, more: 1 })).toEqual(answer)
  })

  test('is at most fifty at once', () => {
    const commands = Array.from({ length: 51 }, () => sent)
    expect(() => parseCommandsRequest({ v: 1, desk: 'e'.repeat(32), commands })).toThrow(
      coded('MALFORMED'),
    )
  })
})
