import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { parseTilePath } from '#transparency/tiles.ts'
import {
  readCheckpoint,
  readConsistency,
  readHead,
  readLogDescription,
  readObject,
  readPack,
  readTile,
} from '../publishing/read.ts'
import { findLog } from '../storage/log.ts'
import type { AppDeps } from './deps.ts'
import { ApiRefusal } from './errors.ts'
import {
  API_HEADERS,
  ASK_AGAIN,
  FOR_EVER,
  HSTS,
  NO_STORE,
  NOT_MODIFIED_HEADERS,
} from './headers.ts'
import { Fresh, Memory } from './memory.ts'
import type { Routes } from './routes.ts'
import { error, head, logDescription } from './schemas.ts'
import { holds } from './static-files.ts'

const MEMORY_BYTES = 64 * 1024 * 1024
const BYTES = 'application/octet-stream'
const JSON_TYPE = 'application/json; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'

const HASH = /^[0-9a-f]{64}$/
const NUMBER = /^(0|[1-9][0-9]{0,14})$/

interface Reply {
  body: Buffer
  type: string
  cache: string
  etag?: string
}

/** Straight to the socket: these few answers are what a county's phones ask for all day. */
function send(request: FastifyRequest, reply: FastifyReply, made: Reply): FastifyReply {
  reply.hijack()
  if (made.etag !== undefined && holds(request, made.etag)) {
    const headers = { ...NOT_MODIFIED_HEADERS, etag: made.etag, 'cache-control': made.cache }
    reply.raw.writeHead(304, headers).end()
    return reply
  }
  reply.raw.writeHead(200, {
    'content-type': made.type,
    'content-length': made.body.length,
    'cache-control': made.cache,
    ...(made.etag === undefined ? {} : { etag: made.etag }),
    ...API_HEADERS,
    ...(request.protocol === 'https' ? { 'strict-transport-security': HSTS } : {}),
  })
  reply.raw.end(made.body)
  return reply
}

const notFound = (): never => {
  throw new ApiRefusal(404, 'notFound')
}

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** What anybody may read, and what every reader checks: boards, objects, and the log that vouches for them. */
export function publicRoutes(app: Routes, deps: AppDeps): void {
  const { storage } = deps
  const db = storage.read
  const memory = new Memory(MEMORY_BYTES)
  const heads = new Fresh<Reply>(storage, deps.now)
  const texts = new Fresh<Reply>(storage, deps.now)
  const open = { policy: 'public' as const }

  const text = async (key: string, type: string, load: () => Promise<string | null>) =>
    texts.get(key, async () => {
      const made = await load()
      return made === null ? notFound() : { body: Buffer.from(made), type, cache: ASK_AGAIN }
    })

  app.get(
    '/api/v1/boards/:region',
    {
      config: open,
      schema: {
        summary:
          'Head of a board: manifest, entry, inclusion proof, checkpoint. ETag = manifest hash',
        params: z.object({ region: z.string().max(20) }),
        response: { 200: head, 304: z.null(), 404: error },
      },
    },
    async (request, reply) => {
      const { region: asked } = request.params
      const known = heads.find(asked)
      if (known) return send(request, reply, known)
      const code = parseRegionCode(asked)
      if (code === null) return notFound()
      const made = await heads.get(code, async () => {
        const found = await readHead(db, code)
        if (!found) return notFound()
        const body = Buffer.from(found.body)
        return { body, type: JSON_TYPE, cache: ASK_AGAIN, etag: `"${found.etag}"` }
      })
      return send(request, reply, made)
    },
  )

  const immutable = (
    path: string,
    summary: string,
    load: (address: string) => Promise<Uint8Array | null>,
  ) =>
    app.get(
      `/api/v1/${path}/:address`,
      {
        config: open,
        schema: {
          summary,
          params: z.object({ address: z.string().max(100) }),
          response: { 200: z.string().describe('bytes'), 404: error },
        },
      },
      async (request, reply) => {
        const { address } = request.params
        const key = `${path}/${address}`
        const known = memory.find(key)
        if (known) return send(request, reply, { body: known, type: BYTES, cache: FOR_EVER })
        const found = HASH.test(address) ? await load(address) : null
        if (!found) return notFound()
        const body = bufferOf(found)
        memory.keep(key, body)
        return send(request, reply, { body, type: BYTES, cache: FOR_EVER })
      },
    )
  immutable(
    'objects',
    'An object, manifest or shelf by the SHA-256 of its bytes; immutable',
    (address) => readObject(db, address),
  )
  immutable('packs', 'Several objects back to back, as a shelf names them; immutable', (address) =>
    readPack(db, address),
  )

  app.get(
    '/api/v1/log',
    {
      config: open,
      schema: {
        summary: 'The log: origin, keys, root-signed key list',
        response: { 200: logDescription, 404: error },
      },
    },
    async (request, reply) =>
      send(
        request,
        reply,
        await text('log', JSON_TYPE, async () => {
          const log = await readLogDescription(db)
          return log && JSON.stringify(log)
        }),
      ),
  )

  app.get(
    '/api/v1/log/consistency',
    {
      config: open,
      schema: {
        summary: 'RFC 6962 consistency proof between two sizes of the log',
        querystring: z.strictObject({
          from: z.string().regex(NUMBER),
          to: z.string().regex(NUMBER),
        }),
        response: { 200: z.object({ proof: z.array(z.string()) }), 400: error, 404: error },
      },
    },
    async (request, reply) => {
      const { from, to } = request.query
      const proof = await readConsistency(db, Number(from), Number(to))
      if (!proof) return notFound()
      const body = Buffer.from(JSON.stringify(proof))
      return send(request, reply, { body, type: JSON_TYPE, cache: FOR_EVER })
    },
  )

  app.get(
    '/api/v1/checkpoint',
    {
      config: open,
      schema: {
        summary:
          'Newest checkpoint, a C2SP signed note, cosigned with the time at least every ten minutes',
        response: { 200: z.string(), 404: error },
      },
    },
    async (request, reply) =>
      send(request, reply, await text('checkpoint', TEXT, () => readCheckpoint(db))),
  )

  app.get(
    '/api/v1/tile/*',
    {
      config: open,
      schema: {
        summary: 'C2SP tlog-tiles: tile/{L}/{N}[.p/{W}] and tile/entries/{N}[.p/{W}]; immutable',
        params: z.object({ '*': z.string().max(100) }),
        response: { 200: z.string().describe('bytes'), 404: error },
      },
    },
    async (request, reply) => {
      const path = request.params['*']
      const key = `tile/${path}`
      const known = memory.find(key)
      if (known) return send(request, reply, { body: known, type: BYTES, cache: FOR_EVER })
      const tile = parseTilePath(path)
      const found = tile && (await readTile(db, tile))
      if (!found) return notFound()
      const body = bufferOf(found)
      memory.keep(key, body)
      return send(request, reply, { body, type: BYTES, cache: FOR_EVER })
    },
  )

  app.get(
    '/api/v1/health',
    {
      config: open,
      schema: {
        summary: 'Is the county being served? Size and time of its log',
        response: {
          200: z.object({ ok: z.literal(true), size: z.int(), at: z.string() }),
          503: error,
        },
      },
    },
    async (_request, reply) => {
      const log = await findLog(db)
      if (!log) throw new ApiRefusal(503, 'notInitialised')
      reply.header('cache-control', NO_STORE)
      return { ok: true as const, size: log.size, at: log.at }
    },
  )
}
