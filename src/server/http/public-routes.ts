import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { API, boardPath, checkpointPath, logPath, tileAddress } from '#protocol/addresses.ts'
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
import type { Answers } from './answers.ts'
import type { AppDeps } from './deps.ts'
import { ApiRefusal } from './errors.ts'
import { ASK_AGAIN, FOR_EVER, NO_STORE } from './headers.ts'
import { ready, write, type Ready } from './ready.ts'
import type { Routes } from './routes.ts'
import { error, head, logDescription } from './schemas.ts'

const BYTES = 'application/octet-stream'
const JSON_TYPE = 'application/json; charset=utf-8'
const TEXT = 'text/plain; charset=utf-8'

const HASH = /^[0-9a-f]{64}$/
const NUMBER = /^(0|[1-9][0-9]{0,14})$/

/** Straight to the socket: these few answers are what a county's phones ask for all day. */
function send(request: FastifyRequest, reply: FastifyReply, answer: Ready): FastifyReply {
  reply.hijack()
  write(request.raw, reply.raw, answer)
  return reply
}

const notFound = (): never => {
  throw new ApiRefusal(404, 'notFound')
}

/** What anybody may read, and what every reader checks: boards, objects, and the log that vouches for them. */
export function publicRoutes(app: Routes, deps: AppDeps, answers: Answers): void {
  const db = deps.storage.read
  const open = { policy: 'public' as const }

  /** A text that changes with the log; what there is not is not remembered. */
  const text = (path: string, type: string, load: () => Promise<string | null>) =>
    answers.changing.get(path, async () => {
      const made = await load()
      return made === null ? notFound() : ready(Buffer.from(made), { type, cache: ASK_AGAIN })
    })

  /** Bytes whose address says what they are. */
  async function bytes(path: string, load: () => Promise<Uint8Array | null>): Promise<Ready> {
    const known = answers.immutable.find(path)
    if (known) return known
    const found = await load()
    if (!found) return notFound()
    const answer = ready(found, { type: BYTES, cache: FOR_EVER })
    answers.immutable.keep(path, answer)
    return answer
  }

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
      const code = parseRegionCode(request.params.region)
      if (code === null) return notFound()
      const head = await answers.changing.get(boardPath(code), async () => {
        const found = await readHead(db, code)
        if (!found) return notFound()
        const etag = `"${found.etag}"`
        return ready(Buffer.from(found.body), { type: JSON_TYPE, cache: ASK_AGAIN, etag })
      })
      return send(request, reply, head)
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
        if (!HASH.test(address)) return notFound()
        return send(request, reply, await bytes(`${API}/${path}/${address}`, () => load(address)))
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
        await text(logPath, JSON_TYPE, async () => {
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
      return send(request, reply, ready(body, { type: JSON_TYPE, cache: FOR_EVER }))
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
      send(request, reply, await text(checkpointPath, TEXT, () => readCheckpoint(db))),
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
      const tile = parseTilePath(request.params['*'])
      if (!tile) return notFound()
      return send(request, reply, await bytes(tileAddress(tile), () => readTile(db, tile)))
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
