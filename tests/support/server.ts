import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from './root.ts'

export const SAMBAR = join(ROOT, 'dist/server/sambar.js')

export interface TestServer {
  /** `http://127.0.0.1:PORT`, a secure context in Chromium. */
  url: string
  port: number
  dataDir: string
  process: ChildProcess
  /** Everything printed so far. */
  output(): string
  /** Ends it as an operator does, and waits. Takes a data folder of its own away unless `keep`. */
  stop(options?: { keep?: boolean }): Promise<void>
  /** `kill -9`. The data folder stays. */
  kill(): Promise<void>
}

/** The built server, as an office runs it, on a free port, ready. */
export async function startServer(
  options: {
    demo?: boolean
    dataDir?: string
    port?: number
    env?: Record<string, string>
  } = {},
): Promise<TestServer> {
  if (!existsSync(SAMBAR)) throw new Error('dist/server/sambar.js is missing: npm run build')
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'sambar-data-'))
  const port = options.port ?? (await freePort())
  const child = spawn(
    process.execPath,
    [SAMBAR, 'serve', ...(options.demo === false ? [] : ['--demo'])],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DATABASE_URL: '',
        ...options.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        SAMBAR_DATA: dataDir,
      },
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (output += bytes.toString()))
  const url = `http://127.0.0.1:${port}`
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const server: TestServer = {
    url,
    port,
    dataDir,
    process: child,
    output: () => output,
    async stop({ keep = Boolean(options.dataDir) } = {}) {
      if (child.exitCode === null) child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(late)
      if (!keep) rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 })
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
  await untilHealthy(server)
  return server
}

async function untilHealthy(server: TestServer): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    if (server.process.exitCode !== null) throw new Error(`the server ended: ${server.output()}`)
    const answer = await fetch(`${server.url}/api/v1/health`).catch(() => null)
    if (answer?.ok) return
    await sleep(100)
  }
  await server.kill()
  throw new Error(`the server was not ready within two minutes: ${server.output()}`)
}

/** A port that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (address && typeof address === 'object') resolve(address.port)
        else reject(new Error('no free port'))
      })
    })
  })
}
