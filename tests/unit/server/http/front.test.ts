import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { plainPath, standInFront } from '#server/http/front.ts'
import { ready, write } from '#server/http/ready.ts'
import { FIRST } from '../office.ts'
import { openDoor, type Door } from './door.ts'

let door: Door
let port = 0
const PATH = `/api/v1/boards/${FIRST}`
const PLAIN = `GET ${PATH} HTTP/1.1\r\nHost: board.test\r\n\r\n`

beforeAll(async () => {
  door = await openDoor()
  await door.app.listen({ port: 0, host: '127.0.0.1' })
  port = (door.app.server.address() as AddressInfo).port
  // From now on the head lies in memory.
  await door.ask('GET', PATH)
})
afterAll(() => door.close())

/** A connection that is written to piece by piece and read answer by answer. */
class Line {
  readonly socket: Socket
  #held = Buffer.alloc(0)
  #ended = false
  #wake: () => void = () => undefined
  constructor() {
    this.socket = connect(port, '127.0.0.1')
    this.socket.on('data', (bytes) => {
      this.#held = Buffer.concat([this.#held, bytes])
      this.#wake()
    })
    this.socket.on('close', () => {
      this.#ended = true
      this.#wake()
    })
    this.socket.on('error', () => undefined)
  }
  write(text: string): Promise<void> {
    return new Promise((resolve) => this.socket.write(text, 'latin1', () => resolve()))
  }
  /** The next answer: status, headers in lower case, body. */
  async answer(): Promise<{ status: number; headers: Map<string, string>; body: string }> {
    for (;;) {
      const at = this.#held.indexOf('\r\n\r\n')
      if (at >= 0) {
        const [first = '', ...lines] = this.#held.subarray(0, at).toString('latin1').split('\r\n')
        const headers = new Map(
          lines.map((line) => [
            line.slice(0, line.indexOf(':')).toLowerCase(),
            line.slice(line.indexOf(':') + 2),
          ]),
        )
        const length = Number(headers.get('content-length') ?? '0')
        if (this.#held.length >= at + 4 + length) {
          const body = this.#held.subarray(at + 4, at + 4 + length).toString('utf8')
          this.#held = this.#held.subarray(at + 4 + length)
          return { status: Number(first.split(' ')[1]), headers, body }
        }
      }
      if (this.#ended) throw new Error(`ended with ${this.#held.toString('latin1')}`)
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
  async closed(): Promise<void> {
    while (!this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve))
  }
}

describe('the plainest request there is', () => {
  test('is a whole GET with a host and nothing to understand', () => {
    expect(plainPath(PLAIN)).toBe(PATH)
    const browser =
      'Connection: keep-alive\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\nAccept-Encoding: gzip'
    expect(plainPath(PLAIN.replace('\r\n\r\n', `\r\n${browser}\r\n\r\n`))).toBe(PATH)
  })

  test.each([
    ['half of it', PLAIN.slice(0, 20)],
    ['all but the end', PLAIN.slice(0, -2)],
    ['two at once', PLAIN + PLAIN],
    ['something behind it', `${PLAIN}x`],
    ['another method', PLAIN.replace('GET', 'POST')],
    ['an older version', PLAIN.replace('1.1', '1.0')],
    ['another path', PLAIN.replace('/api/v1', '/api/v2')],
    ['no host', PLAIN.replace('Host: board.test\r\n', '')],
    ['no line end', PLAIN.replace(/\r\n/g, '\n')],
    ...[
      'Connection: close',
      'connection: Upgrade',
      'If-None-Match: "x"',
      'If-Modified-Since: x',
      'Content-Length: 5',
      'Transfer-Encoding: chunked',
      'Expect: 100-continue',
      'Range: bytes=0-5',
      'Upgrade: h2c',
      'X-Forwarded-Proto: https',
      ' folded: line',
    ].map((header) => [header, PLAIN.replace('\r\n\r\n', `\r\n${header}\r\n\r\n`)]),
  ])('is not %s', (_what, text) => {
    expect(plainPath(text ?? '')).toBeNull()
  })

  test('no mutation of it is ever read as another path than what a parser would see', () => {
    fc.assert(
      fc.property(fc.nat(PLAIN.length - 1), fc.nat(255), (at, code) => {
        const text = PLAIN.slice(0, at) + String.fromCharCode(code) + PLAIN.slice(at + 1)
        const path = plainPath(text)
        if (path !== null) expect(text.startsWith(`GET ${path} HTTP/1.1\r\n`)).toBe(true)
      }),
    )
  })
})

describe('answers on one connection', () => {
  test('are those of the route, again and again, and dated', async () => {
    const routed = await door.ask('GET', PATH)
    const line = new Line()
    for (let n = 0; n < 3; n++) {
      await line.write(PLAIN)
      const { status, headers, body } = await line.answer()
      expect([status, body]).toEqual([200, routed.body])
      for (const name of [
        'etag',
        'cache-control',
        'content-type',
        'x-content-type-options',
        'content-security-policy',
      ])
        expect(headers.get(name)).toBe(routed.headers[name])
      expect(headers.get('date')).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/)
    }
    line.socket.destroy()
  })

  test('go on through the parser after a request that is not plain', async () => {
    const line = new Line()
    await line.write(PLAIN)
    const { headers } = await line.answer()
    await line.write(PLAIN.replace('\r\n\r\n', `\r\nIf-None-Match: ${headers.get('etag')}\r\n\r\n`))
    expect((await line.answer()).status).toBe(304)
    await line.write(PLAIN)
    expect((await line.answer()).status).toBe(200)
    await line.write(PLAIN.replace(FIRST, '152529900299'))
    expect((await line.answer()).status).toBe(404)
    line.socket.destroy()
  })

  test('come for a request in pieces, and for several at once', async () => {
    const line = new Line()
    await line.write(PLAIN.slice(0, 15))
    await line.write(PLAIN.slice(15))
    expect((await line.answer()).status).toBe(200)
    await line.write(PLAIN + PLAIN + PLAIN)
    for (let n = 0; n < 3; n++) expect((await line.answer()).status).toBe(200)
    line.socket.destroy()
    const together = new Line()
    await together.write(PLAIN + PLAIN)
    for (let n = 0; n < 2; n++) expect((await together.answer()).status).toBe(200)
    together.socket.destroy()
  })

  test('end where the asker wants it', async () => {
    const line = new Line()
    await line.write(PLAIN.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
    expect((await line.answer()).headers.get('connection')).toBe('close')
    await line.closed()
    const half = new Line()
    await half.write(PLAIN)
    expect((await half.answer()).status).toBe(200)
    half.socket.end()
    await half.closed()
  })

  test('show a change with the next question', async () => {
    const line = new Line()
    await line.write(PLAIN)
    const before = await line.answer()
    await door.office.storage.db.transaction().execute(async (tx) => {
      await tx
        .updateTable('boards')
        .set({ head: '{"changed":true}' })
        .where('region', '=', FIRST)
        .execute()
    })
    await line.write(PLAIN)
    const after = await line.answer()
    expect(before.body).not.toBe(after.body)
    expect(after.body).toBe('{"changed":true}')
    line.socket.destroy()
  })
})

describe('bodies', () => {
  const large = ready(Buffer.alloc(200_000, 7), {
    type: 'application/octet-stream',
    cache: 'no-cache',
  })
  // Requests that arrive together go to the parser, which has the same to say.
  const server = createServer((request, response) => write(request, response, large))
  standInFront(server, () => large, Date.now)
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

  test('of any size arrive whole, also where the asker is slow to read', async () => {
    const { port: here } = server.address() as AddressInfo
    const socket = connect(here, '127.0.0.1')
    socket.pause()
    const head = 'GET /api/v1/x HTTP/1.1\r\nHost: a\r\n\r\n'
    const asked = 20
    let received = 0
    let answers = 0
    const done = new Promise<void>((resolve) => {
      socket.on('data', (bytes) => {
        received += bytes.filter((byte) => byte === 7).length
        answers += bytes.toString('latin1').split('HTTP/1.1 200').length - 1
        if (received === asked * 200_000) resolve()
      })
    })
    for (let n = 0; n < asked; n++) {
      socket.write(head)
      await new Promise((resolve) => setImmediate(resolve))
    }
    socket.resume()
    await done
    expect(answers).toBe(asked)
    socket.destroy()
  })
})

test('closing the server does not wait for idle phones', async () => {
  const other = await openDoor()
  await other.app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect((other.app.server.address() as AddressInfo).port, '127.0.0.1')
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await other.close()
  await gone
})
