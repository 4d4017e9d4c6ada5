import { createConnection } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PASSWORD } from '../office.ts'
import { openDoor, type Door } from './door.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
  await door.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => door.close())

const json = (text: string) => ({ payload: text, headers: { 'content-type': 'application/json' } })

describe('F90 hostile bodies', () => {
  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['ten thousand brackets', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['brackets that never close', '{"a":'.repeat(100_000)],
    ['a key called __proto__', `{"__proto__":{"admin":true},"login":"a","password":"b"}`],
    ['unknown fields', `{"login":"importer","password":"${PASSWORD}","role":"countyAdmin"}`],
    ['a list for a text', '{"login":["importer"],"password":"x"}'],
    ['a text without end', JSON.stringify({ login: 'a'.repeat(5000), password: 'x' })],
  ])('%s', async (_what, text) => {
    const answer = await door.ask('POST', '/api/v1/session', json(text))
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: 'malformed' })
    expect(Reflect.get({}, 'admin')).toBeUndefined()
  })

  test('a megabyte is enough', async () => {
    const text = JSON.stringify({ login: 'a', password: 'x'.repeat(1024 * 1024) })
    const answer = await door.ask('POST', '/api/v1/session', json(text))
    expect([answer.statusCode, answer.json()]).toEqual([413, { error: 'tooLarge' }])
  })

  test('brackets inside a text are text', async () => {
    const text = JSON.stringify({ login: 'importer', password: '[{"'.repeat(60) })
    const answer = await door.ask('POST', '/api/v1/session', json(text))
    expect(answer.json()).toEqual({ error: 'signInFailed' })
  })

  test('F92 what is wrong is named by its place and never repeated', async () => {
    const secret = '159999197109137961'
    const body = { notices: [{ notice: secret, contentHash: secret }], [secret]: secret }
    const answer = await door.as('importer', 'POST', '/api/v1/office/submissions', body)
    expect(answer.statusCode).toBe(400)
    expect(answer.body).not.toContain(secret)
    expect(door.lines.join('\n')).not.toContain(secret)
  })
})

/** What comes back over a bare socket until it is closed. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = door.app.server.address() as AddressInfo
    const socket = createConnection(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (bytes) => (answer += bytes.toString()))
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}

describe('hostile connections', () => {
  test.each([
    ['no HTTP', 'hello\r\n\r\n', '400'],
    ['headers without end', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(70_000)}\r\n\r\n`, '431'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      '400',
    ],
  ])('%s', async (_what, text, status) => {
    const answer = await raw(text)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer).toContain('x-content-type-options: nosniff')
  })

  test('who sends headers drop by drop is cut off', () => {
    expect(door.app.server.headersTimeout).toBe(10_000)
    expect(door.app.server.requestTimeout).toBe(180_000)
  })
})

describe('F93 the log of requests', () => {
  test('holds a line of JSON each, with the route and without what was asked', async () => {
    door.lines.length = 0
    const evil = 'x%0d%0aFAKE%1b[31m'
    await door.as('auditor', 'GET', `/api/v1/office/notices?state=${evil}`)
    await door.as('auditor', 'GET', `/api/v1/office/notices/${evil}`)
    expect(door.lines.length).toBeGreaterThanOrEqual(2)
    for (const line of door.lines) {
      expect(line).not.toMatch(/[\r\n\u001b]|FAKE/)
      expect(JSON.parse(line)).toMatchObject({ level: 'info', method: 'GET' })
    }
  })

  test('T25 a fault is told as a fault: no stack, no words of the database', async () => {
    door.lines.length = 0
    const { db } = door.office.storage
    await db.schema.alterTable('reviews').renameTo('reviews_gone').execute()
    const kept = await door.as('auditor', 'GET', '/api/v1/office/notices')
    expect(kept.statusCode).toBe(200)
    await db.schema.alterTable('imports').renameTo('imports_gone').execute()
    const answer = await door.as('auditor', 'GET', '/api/v1/office/imports')
    expect([answer.statusCode, answer.json()]).toEqual([500, { error: 'fault' }])
    expect(door.lines.join('')).toContain('"level":"error"')
    expect(door.lines.join('')).not.toContain('no such table')
    await db.schema.alterTable('imports_gone').renameTo('imports').execute()
    await db.schema.alterTable('reviews_gone').renameTo('reviews').execute()
  })
})
