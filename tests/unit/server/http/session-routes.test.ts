import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PASSWORD } from '../office.ts'
import { openDoor, ORIGIN, type Door } from './door.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())

const payload = { login: 'importer', password: PASSWORD }

test('signing in gives a cookie that no script can read, and a name', async () => {
  const answer = await door.ask('POST', '/api/v1/session', { payload })
  expect(answer.json()).toMatchObject({ login: 'importer', grants: [{ role: 'importer' }] })
  expect(answer.body).not.toContain('scrypt')
  expect(String(answer.headers['set-cookie'])).toMatch(
    /^sambar=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
  )
})

test('over https the cookie is bound to the host', async () => {
  const answer = await door.ask('POST', '/api/v1/session', {
    payload,
    headers: { 'x-forwarded-proto': 'https', origin: 'https://board.test' },
  })
  expect(String(answer.headers['set-cookie'])).toMatch(
    /^__Host-sambar=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
})

test('signing out ends it', async () => {
  const answer = await door.ask('POST', '/api/v1/session', { payload })
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  const headers = { cookie }
  expect((await door.ask('GET', '/api/v1/session', { headers })).statusCode).toBe(200)
  expect((await door.ask('DELETE', '/api/v1/session', { headers })).statusCode).toBe(204)
  expect((await door.ask('GET', '/api/v1/session', { headers })).json()).toEqual({
    error: 'signInNeeded',
  })
})

test('a new password ends all sessions, and asks for the old one', async () => {
  const body = { current: 'not this one at all', next: 'willow copper saddle ten' }
  const wrong = await door.as('cadre-first', 'PUT', '/api/v1/session/password', body)
  expect(wrong.json()).toEqual({ error: 'signInFailed' })
  const right = { ...body, current: PASSWORD }
  expect((await door.as('cadre-first', 'PUT', '/api/v1/session/password', right)).statusCode).toBe(
    204,
  )
  expect((await door.as('cadre-first', 'GET', '/api/v1/session')).statusCode).toBe(401)
})

test('too many tries are told how long to wait', async () => {
  const guess = { payload: { login: 'auditor', password: 'guess guess guess' } }
  for (let n = 0; n < 5; n++) await door.ask('POST', '/api/v1/session', guess)
  const answer = await door.ask('POST', '/api/v1/session', guess)
  expect([answer.statusCode, answer.json()]).toEqual([
    429,
    { error: 'tooManyTries', retryAfterSeconds: 30 },
  ])
  expect(answer.headers['retry-after']).toBe('30')
  expect((await door.ask('GET', '/api/v1/health')).statusCode).toBe(200)
})

describe('F85 another site’s page changes nothing', () => {
  const strange: [string, { [name: string]: string }][] = [
    ['a foreign origin', { origin: 'https://evil.test' }],
    ['an origin that begins alike', { origin: `${ORIGIN}.evil.test` }],
    ['another scheme', { origin: 'https://board.test' }],
    ['no origin in particular', { origin: 'null' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a sister host', { 'sec-fetch-site': 'same-site' }],
  ]
  test.each(strange)('%s', async (_what, headers) => {
    const answer = await door.ask('POST', '/api/v1/session', { payload, headers })
    expect([answer.statusCode, answer.json()]).toEqual([403, { error: 'otherSite' }])
  })

  test('a request that says nothing of where it comes from', async () => {
    const answer = await door.app.inject({ method: 'POST', url: '/api/v1/session', payload })
    expect(answer.json()).toEqual({ error: 'otherSite' })
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form’s %s is no JSON',
    async (type) => {
      const answer = await door.ask('POST', '/api/v1/session', {
        payload: JSON.stringify(payload),
        headers: { 'content-type': type },
      })
      expect([answer.statusCode, answer.json()]).toEqual([415, { error: 'contentType' }])
    },
  )

  test('a page of this very origin behind a proxy that hides the host', async () => {
    const answer = await door.ask('POST', '/api/v1/session', {
      payload,
      headers: { host: '127.0.0.1:8080', 'sec-fetch-site': 'same-origin' },
    })
    expect(answer.statusCode).toBe(200)
  })
})
