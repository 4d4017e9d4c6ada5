import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Head, Manifest } from '#protocol/shapes.ts'
import { verifyInclusion } from '#transparency/proof.ts'
import { FIRST, hangKept, keepReport, reportOf, taken } from '../office.ts'
import { openDoor, type Door } from './door.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door.close())

const headPath = `/api/v1/boards/${FIRST}`
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const get = (url: string, headers: { [name: string]: string } = {}) =>
  door.ask('GET', url, { headers })

async function publishSomething(year: number): Promise<void> {
  const { office } = door
  const villages = {
    [FIRST]: [
      ['巴特尔', 100],
      ['其木格', 7],
      ['张山', 8],
    ] as [string, number][],
  }
  await hangKept(office, taken(await keepReport(office, reportOf(villages, { year }))))
}

test('a head carries its manifest under its hash, and 304 says that nothing changed', async () => {
  const answer = await get(headPath)
  const head = answer.json() as Head
  const etag = String(answer.headers['etag'])
  expect(etag).toBe(`"${sha256(Buffer.from(head.manifest))}"`)
  expect(answer.headers['content-length']).toBe(String(answer.rawPayload.length))
  for (const held of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const same = await get(headPath, { 'if-none-match': held })
    expect([same.statusCode, same.body, same.headers['etag']]).toEqual([304, '', etag])
  }
  expect((await get(headPath, { 'if-none-match': '"other"' })).statusCode).toBe(200)
})

test('the very next question after publishing gets the new head', async () => {
  const before = await get(headPath)
  await publishSomething(2024)
  const after = await get(headPath, { 'if-none-match': String(before.headers['etag']) })
  expect(after.statusCode).toBe(200)
  expect(after.headers['etag']).not.toBe(before.headers['etag'])
})

test('objects and packs are what their addresses say, of exact length, for ever', async () => {
  await publishSomething(2023)
  const head = (await get(headPath)).json() as Head
  const manifest = JSON.parse(head.manifest) as Manifest
  const addresses = manifest.shelves.flatMap(({ object, pack }) => [
    ['objects', object.address, object.length] as const,
    ...(pack ? [['packs', pack.address, pack.length] as const] : []),
  ])
  expect(addresses.length).toBeGreaterThanOrEqual(4)
  // Twice: from the database, then from memory.
  for (const [kind, address, length] of [...addresses, ...addresses]) {
    const answer = await get(`/api/v1/${kind}/${address}`, { 'accept-encoding': 'gzip, br' })
    expect(sha256(answer.rawPayload)).toBe(address)
    expect(answer.headers['content-length']).toBe(String(length))
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  }
  const [manifestItself] = [sha256(Buffer.from(head.manifest))]
  expect((await get(`/api/v1/objects/${manifestItself}`)).body).toBe(head.manifest)
})

test('the log answers with its keys, its checkpoint, its tiles and its proofs', async () => {
  const log = (await get('/api/v1/log')).json() as { origin: string; county: string }
  expect(log).toMatchObject({ origin: 'test.sambar.example/152529', county: '152529000000' })
  const checkpoint = await get('/api/v1/checkpoint')
  expect(checkpoint.headers['content-type']).toBe('text/plain; charset=utf-8')
  const size = Number(checkpoint.body.split('\n')[1])
  const health = (await get('/api/v1/health')).json() as { size: number }
  expect(health).toMatchObject({ ok: true, size })
  const tile = await get(`/api/v1/tile/0/000.p/${size}`)
  expect(tile.rawPayload).toHaveLength(size * 32)
  const entries = await get(`/api/v1/tile/entries/000.p/${size}`)
  expect(entries.body).toContain('sambar/entry/v1')
  const proof = await get(`/api/v1/log/consistency?from=1&to=${size}`)
  expect((proof.json() as { proof: string[] }).proof.length).toBeGreaterThan(0)
})

test('a head’s inclusion proof leads to the root of its checkpoint', async () => {
  const head = (await get(headPath)).json() as Head
  const [, size = '', root = ''] = head.checkpoint.split('\n')
  const leaf = createHash('sha256').update(
    Buffer.concat([Buffer.from([0]), Buffer.from(head.entry)]),
  )
  const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
  await verifyInclusion(
    new Uint8Array(leaf.digest()),
    head.index,
    { size: Number(size), root: bytes(root) },
    head.proof.map(bytes),
  )
  expect(head.proof.length).toBeGreaterThan(0)
})

test.each([
  '/api/v1/boards/152529900299',
  '/api/v1/boards/1525299002',
  '/api/v1/boards/..%2f..%2fetc',
  `/api/v1/objects/${'0'.repeat(64)}`,
  '/api/v1/objects/short',
  `/api/v1/packs/${'0'.repeat(64)}`,
  '/api/v1/tile/0/999',
  '/api/v1/tile/0/000.p/0',
  '/api/v1/tile/..%2f..%2f..%2fkeys',
  '/api/v1/tile/9/x000/000',
  '/api/v1/log/consistency?from=5&to=2',
  '/api/v1/log/consistency?from=0&to=999999',
  '/api/v1/nowhere',
  '/api/v2/boards/152529900201',
])('F83 %s is not there', async (url) => {
  const answer = await get(url)
  expect([answer.statusCode, answer.json()]).toEqual([404, { error: 'notFound' }])
})

test.each([
  '/api/v1/log/consistency',
  '/api/v1/log/consistency?from=1',
  '/api/v1/log/consistency?from=-1&to=2',
  '/api/v1/log/consistency?from=1e0&to=2',
  '/api/v1/log/consistency?from=1&to=2&from=0',
  '/api/v1/log/consistency?from=1&to=2&also=3',
])('F90 %s is refused', async (url) => {
  const answer = await get(url)
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ error: 'malformed' })
})

test('a sync in which nothing changed is at most two kilobytes, headers included', async () => {
  const county = '/api/v1/boards/152529000000'
  const etags = await Promise.all(
    [headPath, county].map(async (url) => (await get(url)).headers['etag']),
  )
  const answers = [
    await get(headPath, { 'if-none-match': String(etags[0]) }),
    await get(county, { 'if-none-match': String(etags[1]) }),
    await get('/api/v1/checkpoint'),
  ]
  // What Node adds on a real connection.
  const always =
    'HTTP/1.1 304 Not Modified\r\nDate: Mon, 02 Mar 2026 01:00:00 GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=72\r\n\r\n'
  const bytes = answers.reduce((sum, answer) => {
    const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return sum + headers.join('').length + answer.rawPayload.length + always.length
  }, 0)
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([304, 304, 200])
  expect(bytes).toBeLessThanOrEqual(2048)
})

test('the description of the API is made of the schemas that parse', async () => {
  const description = (await get('/api/openapi.json')).json() as {
    openapi: string
    paths: { [path: string]: { [method: string]: unknown } }
  }
  expect(description.openapi).toBe('3.1.0')
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const declared = door.app.declaredRoutes
    .filter(({ method, url }) => method !== 'HEAD' && /^\/(api\/v1|plain|s|x)(\/|$)/.test(url))
    .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}').replace('*', '{*}')}`)
  expect(described.sort()).toEqual(declared.sort())
  expect(JSON.stringify(description.paths['/api/v1/office/reviews'])).toContain('"secrecy"')
})
