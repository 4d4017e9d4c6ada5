import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Between {
  url: string
  /** Added to the service worker's text: another byte is another version. */
  version: string
  /** Files for which a page comes instead, with status 200, as from a café's network before one has paid. */
  portal: Set<string>
  /** Files of which only the first half comes, as if it were all. */
  cut: Set<string>
  /** Files of which the first half comes, and then the line breaks. */
  torn: Set<string>
  /** Files that never come. */
  slow: Set<string>
  /** Files of which the first half comes, and nothing more. */
  half: Set<string>
  /** No network at all. */
  down: boolean
  /** Files that are not there any more. */
  gone: Set<string>
  /** Scripts that something is done before. */
  before: Map<string, string>
  /** Files that stand in the place of the server's; a page is `/index.html`, whatever its address. */
  instead: Map<string, Buffer>
  /** Every file that was asked for. */
  asked: Set<string>
  /** How many bytes came last with a request of this address. */
  sent: Map<string, number>
  stop(): Promise<void>
}

/** Stands between a browser and the server: passes everything on, but for what a test sets. */
export async function standBetween(upstream: string): Promise<Between> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? '/').split('?')[0]!
      if (between.down) return void request.socket.destroy()
      between.asked.add(path)
      if (between.slow.has(path)) return
      if (between.portal.has(path)) {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>登录后上网</html>')
        return
      }
      if (between.gone.has(path)) {
        response.writeHead(404).end()
        return
      }
      const body: Buffer[] = []
      for await (const piece of request) body.push(piece as Buffer)
      between.sent.set(path, Buffer.concat(body).length)
      const { host: _host, connection: _connection, ...headers } = request.headers
      const answer = await fetch(upstream + request.url, {
        method: request.method ?? 'GET',
        headers: { ...(headers as Record<string, string>), 'accept-encoding': 'identity' },
        ...(body.length ? { body: Buffer.concat(body) } : {}),
        redirect: 'manual',
      })
      const type = answer.headers.get('content-type') ?? ''
      const served = Buffer.from(await answer.arrayBuffer())
      const instead =
        between.instead.get(path) ??
        (/html/.test(type) && answer.ok && !path.startsWith('/plain')
          ? between.instead.get('/index.html')
          : undefined)
      const bytes = instead ?? served
      const status = instead ? 200 : answer.status
      const all = Buffer.concat([
        Buffer.from(between.before.get(path) ?? ''),
        bytes,
        Buffer.from(path === '/sw.js' ? between.version : ''),
      ])
      const whole = between.cut.has(path) ? all.subarray(0, all.length / 2) : all
      const passed = Object.fromEntries(
        [...answer.headers].filter(
          ([name]) => !/^(connection|keep-alive|transfer-encoding|content-length|etag)$/.test(name),
        ),
      )
      response.writeHead(status, {
        ...passed,
        ...(path.endsWith('.js') ? { 'content-type': 'text/javascript' } : {}),
        ...(status === 304 ? {} : { 'content-length': whole.length }),
      })
      if (between.torn.has(path)) {
        response.write(whole.subarray(0, whole.length / 2), () => response.destroy())
        return
      }
      if (between.half.has(path)) return void response.write(whole.subarray(0, whole.length / 2))
      response.end(status === 304 ? undefined : whole)
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const between: Between = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    version: '',
    portal: new Set(),
    cut: new Set(),
    torn: new Set(),
    slow: new Set(),
    half: new Set(),
    down: false,
    gone: new Set(),
    before: new Map(),
    instead: new Map(),
    asked: new Set(),
    sent: new Map(),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return between
}
