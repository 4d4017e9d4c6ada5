import { execFileSync, spawn } from 'node:child_process'
import { connect } from 'node:net'

/** Answers a second for one address over kept-alive connections: by wrk where it is installed, else by sockets of our own. */
export async function requestsPerSecond(url: string, seconds = 4): Promise<number> {
  return hasWrk() ? byWrk(url, seconds) : bySockets(url, seconds)
}

export function loadTool(): string {
  return hasWrk() ? 'wrk' : 'own sockets'
}

function hasWrk(): boolean {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'pipe' })
    return true
  } catch (error) {
    // wrk tells its version and exits with 1.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

function byWrk(url: string, seconds: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const wrk = spawn('wrk', ['-t1', '-c32', `-d${seconds}s`, url])
    let said = ''
    wrk.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()))
    wrk.once('error', reject)
    wrk.once('exit', () => {
      const rate = /Requests\/sec:\s*([\d.]+)/.exec(said)?.[1]
      if (!rate || /Non-2xx/.test(said)) reject(new Error(`wrk: ${said}`))
      else resolve(Number(rate))
    })
  })
}

/** Every answer of one address has the same length, so bytes are counted and nothing is parsed. */
async function bySockets(url: string, seconds: number): Promise<number> {
  const { hostname, port, pathname } = new URL(url)
  const request = `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`
  const length = await answerLength(hostname, Number(port), request)
  let bytes = 0
  const sockets = Array.from({ length: 32 }, () => {
    const socket = connect(Number(port), hostname)
    let open = 0
    socket.on('data', (data) => {
      bytes += data.length
      open += data.length
      while (open >= length) {
        open -= length
        socket.write(request)
      }
    })
    socket.on('error', () => undefined)
    socket.write(request)
    return socket
  })
  const began = performance.now()
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  const took = performance.now() - began
  for (const socket of sockets) socket.destroy()
  return bytes / length / (took / 1000)
}

function answerLength(host: string, port: number, request: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host)
    let got = Buffer.alloc(0)
    socket.once('error', reject)
    socket.on('data', (data) => {
      got = Buffer.concat([got, data])
      const end = got.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = got.subarray(0, end).toString('latin1')
      const body = Number(/content-length: (\d+)/i.exec(head)?.[1])
      if (!/^HTTP\/1\.1 200/.test(head) || Number.isNaN(body)) reject(new Error(head))
      else if (got.length >= end + 4 + body) {
        resolve(end + 4 + body)
        socket.destroy()
      }
    })
    socket.write(request)
  })
}
