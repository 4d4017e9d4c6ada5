import { spawn, execFileSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startServer, type TestServer } from '#tests/support/server.ts'
import { atLeast, type Measured } from './figure.ts'
import { loadTool, requestsPerSecond } from './load.ts'

const OBJECTS_BAR = 0.7
const HEADS_BAR = 0.4

/** Objects as the public address serves them, against nginx with the same bytes in a file. */
export const serveObjects = () =>
  against('serve-objects', OBJECTS_BAR, async (server) => {
    const head = (await (await fetch(`${server.url}${await someBoard(server)}`)).json()) as {
      manifest: string
    }
    const { shelves } = JSON.parse(head.manifest) as { shelves: { object: { address: string } }[] }
    return `/api/v1/objects/${shelves[0]!.object.address}`
  })

/** Heads, which change with every publish. */
export const serveHeads = () => against('serve-heads', HEADS_BAR, someBoard)

async function someBoard(server: TestServer): Promise<string> {
  const path = '/api/v1/boards/152529900201'
  const answer = await fetch(server.url + path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return path
}

async function against(
  name: string,
  bar: number,
  choose: (server: TestServer) => Promise<string>,
): Promise<Measured> {
  const server = await startServer({ demo: true })
  try {
    const path = await choose(server)
    const answer = await fetch(server.url + path)
    const body = new Uint8Array(await answer.arrayBuffer())
    const headers = [...answer.headers].filter(([key]) => !OWN_HEADERS.has(key))
    await requestsPerSecond(server.url + path, 1)
    const ours: number[] = []
    const theirs: number[] = []
    const nginx = await startNginx(path, body, headers)
    try {
      // In turn, so that whatever else the machine does falls on both.
      for (let i = 0; i < 3; i++) {
        ours.push(await requestsPerSecond(server.url + path))
        if (nginx) theirs.push(await requestsPerSecond(nginx.url + path))
      }
    } finally {
      await nginx?.stop()
    }
    const said = `${body.length} bytes, ${loadTool()}`
    if (!nginx)
      return {
        name,
        value: median(ours),
        floor: null,
        bar,
        ok: null,
        unit: '/s',
        said: `${said}; nginx is not installed`,
      }
    return atLeast(name, median(ours), median(theirs), bar, '/s', said)
  } finally {
    await server.stop()
  }
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Written by every server itself. */
const OWN_HEADERS = new Set([
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'content-type',
  'etag',
])

/** nginx with one worker, serving one file under the same path with the same headers; null where there is none. */
async function startNginx(
  path: string,
  body: Uint8Array,
  headers: [string, string][],
): Promise<{ url: string; stop(): Promise<void> } | null> {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'pipe' })
  } catch {
    return null
  }
  const dir = mkdtempSync(join(tmpdir(), 'sambar-nginx-'))
  const port = await freePort()
  const file = join(dir, 'www', path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, body)
  const config = join(dir, 'nginx.conf')
  writeFileSync(
    config,
    `daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log;
${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 512; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type application/octet-stream;
  open_file_cache max=100; open_file_cache_valid 600s;
  client_body_temp_path ${dir}/b; proxy_temp_path ${dir}/p; fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
  server {
    listen 127.0.0.1:${port}; root ${dir}/www;
    ${headers.map(([key, value]) => `add_header ${key} ${JSON.stringify(value)};`).join('\n    ')}
  }
}`,
  )
  const child: ChildProcess = spawn('nginx', ['-c', config, '-p', dir], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr!.on('data', (bytes: Buffer) => (said += bytes.toString()))
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; i < 100; i++) {
    if (child.exitCode !== null) throw new Error(`nginx: ${said}`)
    const answer = await fetch(url + path).catch(() => null)
    if (answer?.ok) break
    await sleep(50)
  }
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
