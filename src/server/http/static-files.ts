import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ASK_AGAIN, FOR_EVER, pageHeaders } from './headers.ts'
import { holds } from './ready.ts'

/** A file of the built app, in memory: bodies by encoding, made once. */
export interface StaticFile {
  type: string
  etag: string
  identity: Buffer
  gzip: Buffer | null
  brotli: Buffer | null
  /** Of a page: hashes of the scripts that stand in it, as a Content-Security-Policy names them. */
  scripts: string[]
  /** Its name holds its hash, so it never changes. */
  immutable: boolean
}

const TYPES: { [extension: string]: string } = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
}
/** Already packed, or too small to matter. */
const PACKED = new Set(['png', 'ico', 'webp', 'woff2'])
const SMALLEST = 512

const zip = promisify(gzip)
const extensionOf = (path: string): string => /\.([a-z0-9]+)$/.exec(path)?.[1] ?? ''

/** Hashes of the scripts that stand in a page. */
const scriptsIn = (page: string): string[] =>
  [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(
    ([, script = '']) => `sha256-${createHash('sha256').update(script).digest('base64')}`,
  )

/** A file as it will be served. */
export async function staticFile(
  path: string,
  identity: Buffer,
  made: { gzip?: Buffer; brotli?: Buffer } = {},
): Promise<StaticFile> {
  const extension = extensionOf(path)
  const packs = !PACKED.has(extension) && identity.length >= SMALLEST
  const zipped = made.gzip ?? (packs ? await zip(identity, { level: 9 }) : null)
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
    identity,
    gzip: zipped,
    brotli: made.brotli ?? null,
    scripts: extension === 'html' ? scriptsIn(identity.toString('utf8')) : [],
    immutable: path.startsWith('/assets/'),
  }
}

/**
 * Reads the built app into memory: the only files that the server ever serves, so no path can lead anywhere else. Source
 * maps stay at home. `former` holds the hashed files of the version before, for pages that are still open on it.
 */
export async function readStaticFiles(
  folder: string,
  former?: string,
): Promise<Map<string, StaticFile>> {
  const [files, before] = await Promise.all([readFolder(folder), former ? readFolder(former) : []])
  return new Map([...[...before].filter(([, { immutable }]) => immutable), ...files])
}

async function readFolder(folder: string): Promise<Map<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const there = new Set(paths)
  const read = (path: string) => (there.has(path) ? readFile(path) : Promise.resolve(undefined))
  const files = await Promise.all(
    paths
      .filter((path) => !/\.(br|gz|map)$/.test(path))
      .map(async (path): Promise<[string, StaticFile]> => {
        const [identity, gz, br] = await Promise.all([
          readFile(path),
          read(`${path}.gz`),
          read(`${path}.br`),
        ])
        const name = `/${relative(folder, path).split(sep).join('/')}`
        const made = { ...(gz ? { gzip: gz } : {}), ...(br ? { brotli: br } : {}) }
        return [name, await staticFile(name, identity, made)]
      }),
  )
  return new Map(files)
}

function bodyFor(file: StaticFile, accepted: string): { body: Buffer; encoding: string | null } {
  const takes = (encoding: string) =>
    new RegExp(`(^|,)\\s*${encoding}\\s*(;\\s*q=(1|0\\.\\d*[1-9])[^,]*)?\\s*(,|$)`).test(accepted)
  if (file.brotli && takes('br')) return { body: file.brotli, encoding: 'br' }
  if (file.gzip && takes('gzip')) return { body: file.gzip, encoding: 'gzip' }
  return { body: file.identity, encoding: null }
}

function send(request: FastifyRequest, reply: FastifyReply, file: StaticFile): FastifyReply {
  reply.headers(pageHeaders(file.scripts))
  reply.header('etag', file.etag)
  reply.header('cache-control', file.immutable ? FOR_EVER : ASK_AGAIN)
  const { body, encoding } = bodyFor(file, String(request.headers['accept-encoding'] ?? ''))
  if (file.gzip || file.brotli) reply.header('vary', 'accept-encoding')
  if (holds(request.raw, file.etag)) return reply.code(304).send()
  if (encoding) reply.header('content-encoding', encoding)
  return reply.header('content-type', file.type).send(body)
}

/** The service worker, and what stands in its place while the county has switched the app off on phones. */
const WORKER = '/sw.js'
const WORKER_OFF = '/sw-off.js'

/** Paths that the app's own router knows have no dot in them; anything else that is not there is not there. */
const isScreen = (path: string): boolean => !path.includes('.')

export function serveStaticFiles(
  app: FastifyInstance,
  files: ReadonlyMap<string, StaticFile>,
  /** Asked anew for each request, so that the switch works while the server runs. */
  appOff: () => boolean = () => false,
): (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null {
  const index = files.get('/index.html')
  const off = files.get(WORKER_OFF)
  for (const [path, file] of files)
    app.get(path, { config: { policy: 'public' }, schema: { hide: true } }, (request, reply) =>
      send(request, reply, path === WORKER && off && appOff() ? off : file),
    )
  /** Answers a GET that no route knows with the app, where the app may know it. */
  return (request, reply) => {
    const [path = '/'] = request.url.split('?')
    const reading = request.method === 'GET' || request.method === 'HEAD'
    return index && reading && !/^\/api(\/|$)/.test(path) && isScreen(path)
      ? send(request, reply, index)
      : null
  }
}
