import type { AddressInfo } from 'node:net'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Head, Manifest } from '#protocol/shapes.ts'
import { COUNTY, FIRST } from '../office.ts'
import { openDoor, type Door } from './door.ts'

let door: Door
let port = 0
beforeAll(async () => {
  door = await openDoor()
  await door.app.listen({ port: 0, host: '127.0.0.1' })
  port = (door.app.server.address() as AddressInfo).port
})
afterAll(() => door.close())

interface Answer {
  status: number
  headers: NodeJS.Dict<string | string[]>
  body: string
}

/** Over a real socket: `inject` does not pass the server's own door. */
function over(
  path: string,
  headers: { [name: string]: string } = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, path, method, headers, host: '127.0.0.1' }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const { date: _, ...rest } = answer.headers
        const body = Buffer.concat(parts).toString('latin1')
        resolve({ status: answer.statusCode ?? 0, headers: rest, body })
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('an answer out of memory is the answer of the route, to the letter', async () => {
  const head = (await door.ask('GET', `/api/v1/boards/${COUNTY}`)).json() as Head
  const manifest = JSON.parse(head.manifest) as Manifest
  const [shelf] = manifest.shelves
  const paths = [
    `/api/v1/boards/${FIRST}`,
    '/api/v1/checkpoint',
    '/api/v1/log',
    '/api/v1/tile/0/000.p/1',
    `/api/v1/objects/${shelf?.object.address}`,
    `/api/v1/packs/${shelf?.pack?.address}`,
  ]
  for (const path of paths) {
    const first = await over(path)
    const second = await over(path)
    expect(second).toEqual(first)
    expect(first.status).toBe(200)
    const asked = await over(path, {}, 'HEAD')
    expect([asked.status, asked.body, asked.headers['content-length']]).toEqual([
      200,
      '',
      first.headers['content-length'],
    ])
    expect((await over(path, { 'x-forwarded-proto': 'https' })).headers).toMatchObject({
      ...first.headers,
      'strict-transport-security': 'max-age=31536000',
    })
  }
})

test('304 out of memory too, and only for what is held', async () => {
  const path = `/api/v1/boards/${FIRST}`
  const { headers } = await over(path)
  const etag = String(headers['etag'])
  expect((await over(path, { 'if-none-match': etag })).status).toBe(304)
  expect((await over(path, { 'if-none-match': '"other"' })).status).toBe(200)
})

test('a query or another method takes the long way', async () => {
  const path = `/api/v1/boards/${FIRST}`
  expect((await over(`${path}?x=1`)).status).toBe(200)
  expect((await over(path, {}, 'DELETE')).status).toBe(404)
})

test('a broken head is never kept', async () => {
  expect((await over('/api/v1/boards/152529900299')).status).toBe(404)
  expect((await over('/api/v1/boards/152529900299')).status).toBe(404)
})
