import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIRST } from '../office.ts'
import { openDoor, type Door } from './door.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())

const API: [what: string, method: string, url: string, status: number][] = [
  ['a head', 'GET', `/api/v1/boards/${FIRST}`, 200],
  ['health', 'GET', '/api/v1/health', 200],
  ['what is not there', 'GET', '/api/v1/objects/none', 404],
  ['an unknown route', 'GET', '/api/v1/none', 404],
  ['another method', 'PATCH', '/api/v1/log', 404],
  ['TRACE', 'TRACE', '/api/v1/log', 404],
  ['a question without its parts', 'GET', '/api/v1/log/consistency', 400],
  ['a broken address', 'GET', '/api/v1/boards/%E0%A4%A', 400],
  ['nobody at the office', 'GET', '/api/v1/office/notices', 401],
  ['a body of another kind', 'POST', '/api/v1/session', 400],
  ['the description', 'GET', '/api/openapi.json', 200],
]

describe('F89 every answer of the API carries its headers', () => {
  test.each(API)('%s', async (_what, method, url, status) => {
    const { statusCode, headers } = await door.ask(method, url)
    expect(statusCode).toBe(status)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['cache-control']).toBeDefined()
    expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['strict-transport-security']).toBeUndefined()
  })

  test('over https, HSTS too', async () => {
    const https = { headers: { 'x-forwarded-proto': 'https' } }
    for (const url of ['/', '/api/v1/none', `/api/v1/boards/${FIRST}`])
      expect((await door.ask('GET', url, https)).headers['strict-transport-security']).toBe(
        'max-age=31536000',
      )
  })

  test('answers to staff are kept by nobody', async () => {
    for (const url of ['/api/v1/session', '/api/v1/office/notices', '/api/v1/office/people'])
      expect((await door.as('admin', 'GET', url)).headers['cache-control']).toBe('no-store')
  })
})

describe('pages', () => {
  test.each(['/', '/b', '/index.html', '/sw.js', '/assets/main-abc123.js'])('%s', async (url) => {
    const { statusCode, headers } = await door.ask('GET', url)
    expect(statusCode).toBe(200)
    const csp = String(headers['content-security-policy'])
    expect(csp).toContain("default-src 'none'")
    expect(csp).toContain("script-src 'self'")
    expect(csp).toContain("frame-ancestors 'none'")
    expect(csp).toContain("require-trusted-types-for 'script'")
    expect(csp).not.toContain('unsafe')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=(self)') as string,
    })
  })

  test('a screen that only the app knows is the app; a file that is not there is not', async () => {
    const screen = await door.ask('GET', '/boards/152529900201/people')
    expect(screen.body).toContain('<title>Sambar</title>')
    expect(screen.headers['cache-control']).toBe('no-cache')
    for (const url of ['/assets/gone-123.js', '/.git/config', '/main.js.map', '/..%2fpackage.json'])
      expect((await door.ask('GET', url)).statusCode).toBe(404)
    expect((await door.ask('POST', '/boards')).statusCode).toBe(404)
  })

  test('packed where the browser takes it, once for ever where the name holds the hash', async () => {
    const plain = await door.ask('GET', '/assets/main-abc123.js')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const packed = await door.ask('GET', '/assets/main-abc123.js', {
      headers: { 'accept-encoding': 'deflate, gzip;q=0.8' },
    })
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length)
    const refused = await door.ask('GET', '/assets/main-abc123.js', {
      headers: { 'accept-encoding': 'gzip;q=0' },
    })
    expect(refused.headers['content-encoding']).toBeUndefined()
  })

  test('the service worker is asked for anew, and 304 where it is the same', async () => {
    const first = await door.ask('GET', '/sw.js')
    expect(first.headers['cache-control']).toBe('no-cache')
    const same = await door.ask('GET', '/sw.js', {
      headers: { 'if-none-match': String(first.headers['etag']) },
    })
    expect([same.statusCode, same.body]).toEqual([304, ''])
  })
})

describe('pages without script', () => {
  test.each([
    ['GET', '/plain', 200],
    ['GET', `/plain/${FIRST}`, 200],
    ['GET', '/plain/152529999999', 404],
    ['GET', '/plain/none', 404],
    ['POST', `/plain/${FIRST}`, 422],
    ['POST', '/plain/none', 404],
  ])('%s %s', async (method, url, status) => {
    const { statusCode, headers, body } = await door.ask(method as 'GET', url)
    expect(statusCode).toBe(status)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';style-src 'self';font-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    )
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cache-control': status === 200 ? 'no-cache' : 'no-store',
    })
    expect(body).not.toMatch(/<script|style=| on[a-z]+=/)
  })
})
