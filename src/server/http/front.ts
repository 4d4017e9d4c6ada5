import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Ready } from './ready.ts'

const FIRST_MS = 10_000
const CRLF2 = '\r\n\r\n'
const BEGIN = 'GET /api/v1/'
const VERSION = ' HTTP/1.1\r\n'
/** Larger bodies are not copied together with their headers. */
const SMALL_BODY = 64 * 1024
/** A request that says any of this is for the real parser. */
const NOT_PLAIN =
  /\r\n(?:connection:(?! ?keep-alive\r\n)|(?:if-|expect|upgrade|range|te:|trailer|transfer-|content-|x-forwarded-)|[ \t])/i
const HOST = /\r\nhost: ?[^\s]+\r\n/i

/**
 * The path of the one plainest request there is: a whole GET of the public API in one piece, with nothing behind it and
 * no wish that has to be understood. Null for anything else, which is then not looked at any further.
 */
export function plainPath(request: string): string | null {
  if (!request.startsWith(BEGIN) || request.indexOf(CRLF2) !== request.length - CRLF2.length)
    return null
  const line = request.indexOf('\r\n')
  const end = line + 2 - VERSION.length
  if (request.slice(end, line + 2) !== VERSION) return null
  if (NOT_PLAIN.test(request) || !HOST.test(request)) return null
  return request.slice('GET '.length, end)
}

interface Composed {
  date: string
  bytes: Buffer
}

/**
 * Stands before the server's own parser and answers the plainest requests out of memory with bytes that were put
 * together once a second: this is how one process keeps up with a file server. Everything else, and every doubt, goes
 * to the parser with its first byte, and that connection stays there.
 */
export function standInFront(
  server: Server,
  find: (path: string) => Ready | undefined,
  now: () => number,
): void {
  const [parse] = server.listeners('connection')
  if (!parse) throw new Error('a server without a parser')
  server.removeAllListeners('connection')
  const idleMs = server.keepAliveTimeout
  const mine = new Set<Socket>()
  const composed = new WeakMap<Ready, Composed>()
  let second = -1
  let date = ''

  function headOf(answer: Ready): string {
    const lines: string[] = []
    for (let i = 0; i < answer.headers.length; i += 2)
      lines.push(`${answer.headers[i]}: ${answer.headers[i + 1]}\r\n`)
    const alive = `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(idleMs / 1000)}`
    return `HTTP/1.1 200 OK\r\n${lines.join('')}Date: ${date}\r\n${alive}${CRLF2}`
  }

  function wholeOf(answer: Ready): Buffer {
    const known = composed.get(answer)
    if (known?.date === date) return known.bytes
    const bytes = Buffer.concat([Buffer.from(headOf(answer), 'latin1'), answer.body])
    composed.set(answer, { date, bytes })
    return bytes
  }

  function answerOn(socket: Socket, answer: Ready): void {
    const ms = now()
    if (Math.floor(ms / 1000) !== second) {
      second = Math.floor(ms / 1000)
      date = new Date(ms).toUTCString()
    }
    let flowing: boolean
    if (answer.body.length <= SMALL_BODY) flowing = socket.write(wholeOf(answer))
    else {
      socket.cork()
      socket.write(headOf(answer), 'latin1')
      flowing = socket.write(answer.body)
      socket.uncork()
    }
    if (flowing) return
    // Who asks without reading the answers waits until they were read.
    socket.pause()
    socket.once('drain', () => socket.resume())
  }

  server.on('connection', (socket: Socket) => {
    mine.add(socket)
    const gone = () => mine.delete(socket)
    const cut = () => socket.destroy()
    const end = () => socket.end()
    let answered = false
    const look = (bytes: Buffer) => {
      const path = plainPath(bytes.toString('latin1'))
      const answer = path === null ? undefined : find(path)
      if (answer) {
        if (!answered) socket.setTimeout(idleMs)
        answered = true
        answerOn(socket, answer)
        return
      }
      socket
        .off('data', look)
        .off('error', cut)
        .off('timeout', cut)
        .off('end', end)
        .off('close', gone)
      socket.setTimeout(0)
      gone()
      socket.unshift(bytes)
      parse.call(server, socket)
    }
    socket.on('data', look).on('error', cut).on('timeout', cut).on('end', end).on('close', gone)
    socket.setTimeout(FIRST_MS)
  })

  const closeIdle = server.closeIdleConnections.bind(server)
  const closeAll = server.closeAllConnections.bind(server)
  const closeMine = () => {
    for (const socket of mine) socket.destroy()
  }
  server.closeIdleConnections = () => {
    closeMine()
    closeIdle()
  }
  server.closeAllConnections = () => {
    closeMine()
    closeAll()
  }
}
