import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseInstant } from '#domain/calendar/day.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { Hash } from '#domain/board/board-state.ts'
import { parseCanonical } from '#protocol/canonical-json.ts'
import {
  deviceCodeOf,
  formatDeviceCode,
  formatDeviceLink,
  parseDeviceCode,
  parseDeviceLink,
} from '#protocol/device-code.ts'
import {
  formatHeartbeat,
  LONGEST_HEARTBEAT,
  parseHeartbeat,
  type Heartbeat,
} from '#protocol/device-heartbeat.ts'
import { formatOrders, MOST_BOARDS, parseOrders } from '#protocol/device-orders.ts'
import type { SignedOrders } from '#protocol/device-orders.ts'
import { utf8 } from '#protocol/encoding.ts'
import { VerificationError } from '#transparency/verification-error.ts'

const NOW = parseInstant('2026-03-09T02:00:00Z')!

describe('a one-time code', () => {
  const codes = fc.uint8Array({ minLength: 7, maxLength: 7 }).map(deviceCodeOf)

  test('is read as it was written, however it is typed', () =>
    fc.assert(
      fc.asyncProperty(codes, async (code) => {
        const text = await formatDeviceCode(code)
        expect(text).toMatch(/^[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}$/)
        const typed = text.toLowerCase().replace(/ /g, '-').replace(/0/g, 'o').replace(/1/g, 'i')
        expect(await parseDeviceCode(typed)).toEqual(code)
      }),
    ))

  test('with one letter changed is hardly ever taken', async () => {
    const code = deviceCodeOf(Uint8Array.of(1, 2, 3, 4, 5, 6, 7))
    const text = (await formatDeviceCode(code)).replace(/ /g, '')
    let taken = 0
    for (let at = 0; at < text.length; at++)
      for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZ')
        if (letter !== text[at]) {
          const typed = text.slice(0, at) + letter + text.slice(at + 1)
          if (await parseDeviceCode(typed)) taken++
        }
    expect(taken).toBeLessThan(5)
  })

  test('comes as a link, whose fragment alone will do', async () => {
    const code = deviceCodeOf(new Uint8Array(7))
    const link = await formatDeviceLink('https://a.example/', code, new Uint8Array(16).fill(9))
    expect(link).toMatch(/^https:\/\/a\.example\/kiosk#[0-9A-Z]{12}\.[\w-]{22}$/)
    const read = parseDeviceLink(link)
    expect(parseDeviceLink(` ${link.slice(link.indexOf('#')).replace('.', '%2E')} `)).toEqual(read)
    expect(await parseDeviceCode(read.code)).toEqual(code)
    for (const odd of ['', '#', `${read.code}.`, `${read.code}.${read.root}=`, `x.${read.root}`])
      expect(() => parseDeviceLink(odd)).toThrow(VerificationError)
  })
})

const board = (n: number) => ({
  region: `15252990020${n}` as RegionCode,
  seq: Number.MAX_SAFE_INTEGER,
  manifest: 'f'.repeat(64) as Hash,
})

const fullest: Heartbeat = {
  v: 1,
  n: 2 ** 40,
  sentAt: NOW,
  app: '2026.11.21-0123456789abcdef',
  settings: 1_000_000,
  shows: Array.from({ length: MOST_BOARDS }, (_, n) => ({ ...board(n), seq: 1_000_000 })),
  asOf: NOW,
  storage: { used: 2 ** 40, quota: 2 ** 40 },
  battery: { level: 100, charging: false },
  upSeconds: 10_000_000,
  errors: Array.from({ length: 60 }, (_, n) => ({ code: `someThingWrong.${n}`, count: n })),
}

describe('a heartbeat', () => {
  test('is at most a kilobyte, whatever is the matter: rare errors stay behind', () => {
    const body = formatHeartbeat(fullest)
    expect(utf8(body).length).toBeLessThanOrEqual(LONGEST_HEARTBEAT)
    const read = parseHeartbeat(parseCanonical(body))
    expect(read.shows).toEqual(fullest.shows)
    expect(read.errors[0]).toEqual({ code: 'someThingWrong.59', count: 59 })
    const { errors } = parseHeartbeat(parseCanonical(formatHeartbeat({ ...fullest, shows: null })))
    expect(errors.length).toBeGreaterThan(10)
  })

  test('is read as it was written', () => {
    const some = { ...fullest, errors: [{ code: 'quota', count: 1 }], shows: [board(1)] }
    expect(parseHeartbeat(parseCanonical(formatHeartbeat(some)))).toEqual(some)
  })

  test.each<[string, object]>([
    ['another version', { v: 2 }],
    ['no number', { n: undefined }],
    ['a message for a code', { errors: [{ code: 'Zhang San was here', count: 1 }] }],
    ['too many boards', { shows: Array.from({ length: 7 }, (_, n) => board(n)) }],
    ['a part of a percent', { battery: { level: 0.5, charging: true } }],
    ['no instant', { asOf: 'yesterday' }],
  ])('with %s is none', (_what, more) => {
    expect(() => parseHeartbeat({ ...fullest, errors: [], ...more })).toThrow(VerificationError)
  })
})

const signed: SignedOrders = {
  origin: 'sambar.example/152529',
  device: '0123456789abcdef'.repeat(2),
  version: 1,
  at: NOW,
  orders: {
    boards: [{ region: board(1).region, link: '/b#x' }],
    languages: 'both',
    loop: 'turns',
    schedule: { on: '07:00', off: '21:00' },
    idleSeconds: 60,
    pace: 100,
    warnDays: 7,
    alarmDays: 30,
    pin: null,
    printNotices: null,
    printSlips: null,
    restart: 0,
    revoked: false,
  },
}

describe('orders', () => {
  test('are read as they were written, and what is not known yet is passed over', () => {
    const text = formatOrders(signed)
    expect(text.split('\n')).toHaveLength(7)
    expect(parseOrders(text)).toEqual(signed)
    const orders = { ...signed.orders, zoom: 2 }
    expect(parseOrders(formatOrders({ ...signed, orders }))).toEqual(signed)
  })

  test.each([
    ['another first line', (text: string) => text.replace('device/v1', 'device/v2')],
    ['no last line feed', (text: string) => text.slice(0, -1)],
    ['a line too many', (text: string) => `${text}\n`],
    ['version 0', (text: string) => text.replace('\n1\n', '\n0\n')],
    ['a version past counting', (text: string) => text.replace('\n1\n', `\n${'9'.repeat(16)}\n`)],
    ['no device', (text: string) => text.replace(signed.device, 'x')],
    ['JSON written otherwise', (text: string) => text.replace('{"alarm', '{ "alarm')],
    ['half past noon and a bit', (text: string) => text.replace('21:00', '24:00')],
    ['a word for a flag', (text: string) => text.replace('"revoked":false', '"revoked":"no"')],
  ])('with %s are none', (_what, bend) => {
    const bent = bend(formatOrders(signed))
    expect(bent).not.toBe(formatOrders(signed))
    expect(() => parseOrders(bent)).toThrow(VerificationError)
  })
})
