import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDeviceLink } from '#protocol/device-code.ts'
import type { Heartbeat } from '#protocol/device-heartbeat.ts'
import { bodyOf, heartbeatOf, testTablet, type TestTablet } from '#tests/support/device-key.ts'
import { FIRST } from '../office.ts'
import { openDoor, ORIGIN, type Door } from './door.ts'

interface Told {
  device: string
  code: string
  link: string
  expiresAt: string
  pin: string | null
}

describe('the door to tablets', () => {
  let door: Door
  let tablet: TestTablet
  beforeAll(async () => {
    door = await openDoor()
    tablet = await testTablet()
  })
  afterAll(() => door.close())

  const offer = async (more: object = {}): Promise<Told> =>
    (
      await door.as('reviewer-east', 'POST', '/api/v1/office/devices', { boards: [FIRST], ...more })
    ).json()
  const enrol = (code: string, more: object = {}) =>
    door.ask('POST', '/api/v1/devices', { payload: { v: 1, code, key: tablet.key, ...more } })
  const beat = async (device: string, body: string, more: { [name: string]: string } = {}) =>
    door.ask('POST', `/api/v1/devices/${device}/heartbeat`, {
      payload: body,
      headers: {
        'content-type': 'application/json',
        'sambar-signature': await tablet.sign(device, body),
        ...more,
      },
    })

  test('a code is answered once, as text to read out and as the link of a QR', async () => {
    const told = await offer({ name: '一嘎查', pin: 'new' })
    expect(told.code).toMatch(/^[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}$/)
    expect(told.link.startsWith(`${ORIGIN}/kiosk#`)).toBe(true)
    expect(parseDeviceLink(told.link).code).toBe(told.code.replace(/ /g, ''))
    expect(told.pin).toMatch(/^\d{6}$/)
    const list = await door.as('admin', 'GET', '/api/v1/office/devices')
    expect(list.body).toContain(told.device)
    for (const secret of [told.code, told.pin!, '/b#', tablet.key])
      expect(list.body).not.toContain(secret)
  })

  test('from code to heartbeat, and nothing of it is kept by caches', async () => {
    const { device, code } = await offer()
    const enrolled = await enrol(code)
    expect(enrolled.statusCode, enrolled.body).toBe(200)
    expect(enrolled.headers['cache-control']).toBe('no-store')
    const heard = await beat(device, bodyOf(heartbeatOf(1)))
    expect([heard.statusCode, heard.json()]).toEqual([200, { v: 1, settings: null }])
    expect(heard.headers['cache-control']).toBe('no-store')
    const again = await beat(device, bodyOf(heartbeatOf(1)))
    expect([again.statusCode, again.json()]).toEqual([409, { error: 'heartbeatOld', n: 1 }])
    const restart = await door.as('admin', 'POST', `/api/v1/office/devices/${device}/restart`)
    expect(restart.json()).toEqual({ device, version: 2, pin: null })
    const ordered = await beat(device, bodyOf(heartbeatOf(2)))
    expect((ordered.json() as { settings: string }).settings).toMatch(/^sambar\/device\/v1\n/)
  })

  test('a heartbeat is read up to a kilobyte', async () => {
    const { device, code } = await offer()
    await enrol(code)
    const long = bodyOf({ ...heartbeatOf(1), more: 'x'.repeat(1000) } as unknown as Heartbeat)
    expect((await beat(device, long)).statusCode).toBe(413)
    const unsigned = await beat(device, bodyOf(heartbeatOf(1)), { 'sambar-signature': 'AAAA' })
    expect(unsigned.statusCode).toBe(400)
    const none = await door.ask('POST', `/api/v1/devices/${device}/heartbeat`, {
      payload: heartbeatOf(1),
    })
    expect([none.statusCode, none.json()]).toMatchObject([400, { error: 'malformed' }])
  })

  test('guessing is slowed, and says how long', async () => {
    for (let i = 0; i < 5; i++) expect((await enrol('0000 0000 0000')).statusCode).toBe(422)
    const slowed = await enrol('0000 0000 0000')
    expect([slowed.statusCode, slowed.headers['retry-after']]).toEqual([429, '30'])
    door.office.pass(31_000)
  })

  test.each<[string, object]>([
    ['more than it should', { name: 'x' }],
    ['another version', { v: 2 }],
    ['a key without end', { key: 'A'.repeat(300) }],
  ])('a request with %s is malformed', async (_what, more) => {
    expect((await enrol('0000 0000 0000', more)).json()).toMatchObject({ error: 'malformed' })
  })

  test('other sites’ pages cannot speak for a tablet', async () => {
    const answer = await door.ask('POST', '/api/v1/devices', {
      payload: { v: 1, code: 'x', key: 'x' },
      headers: { origin: 'https://evil.example' },
    })
    expect([answer.statusCode, answer.json()]).toEqual([403, { error: 'otherSite' }])
  })

  test('settings out of bounds are refused by name of the place, never by value', async () => {
    for (const settings of [
      { idleSeconds: 5 },
      { pace: 1000 },
      { schedule: { on: '7:00', off: '21:00' } },
      { languages: 'en' },
      { pin: null },
    ]) {
      const answer = await door.as('admin', 'POST', '/api/v1/office/devices', {
        boards: [FIRST],
        settings,
      })
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: 'malformed' }])
    }
  })

  test('the log of the server holds no code, key, PIN or link', async () => {
    const told = await offer({ pin: '402918' })
    await enrol(told.code)
    await door.as('admin', 'POST', `/api/v1/office/devices/${told.device}/revocation`)
    const log = door.lines.join('\n')
    expect(log).toContain('/api/v1/office/devices/:id/revocation')
    for (const secret of [told.code, told.link, '402918', tablet.key, told.device])
      expect(log).not.toContain(secret)
  })

  test('all of it is described', async () => {
    const { paths } = (await door.ask('GET', '/api/openapi.json')).json() as {
      paths: { [path: string]: { [method: string]: { summary: string } } }
    }
    const ours = Object.entries(paths).filter(([path]) => path.includes('/devices'))
    expect(ours.map(([path]) => path).sort()).toEqual([
      '/api/v1/devices',
      '/api/v1/devices/{id}/heartbeat',
      '/api/v1/office/devices',
      '/api/v1/office/devices/{id}',
      '/api/v1/office/devices/{id}/code',
      '/api/v1/office/devices/{id}/restart',
      '/api/v1/office/devices/{id}/revocation',
    ])
    for (const [, methods] of ours)
      for (const { summary } of Object.values(methods)) expect(summary).not.toBe('')
  })
})
