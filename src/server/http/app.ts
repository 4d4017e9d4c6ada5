import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import cookie from '@fastify/cookie'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { TooBusy } from '../auth/password.ts'
import { NoLongerApproved } from '../review/ready.ts'
import { createAnswers } from './answers.ts'
import type { AppDeps } from './deps.ts'
import { deviceRoutes } from './device-routes.ts'
import { ApiRefusal, sendRefusal } from './errors.ts'
import { standInFront } from './front.ts'
import { guardRoutes, type DeclaredRoute } from './guard.ts'
import { API_HEADERS, HSTS, NO_STORE } from './headers.ts'
import { importRoutes } from './import-routes.ts'
import { parseJsonBody } from './json-body.ts'
import { noticeRoutes } from './notice-routes.ts'
import { describeApi, serveDescription } from './openapi.ts'
import { peopleRoutes } from './people-routes.ts'
import { plainRoutes } from './plain/routes.ts'
import { publicRoutes } from './public-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { serveStaticFiles } from './static-files.ts'

export type { AppDeps } from './deps.ts'
export { readStaticFiles } from './static-files.ts'

const LARGEST_BODY = 1024 * 1024
const TIMES = {
  /** Who sends headers drop by drop is cut off. */
  headersTimeout: 10_000,
  /** A 20 MB sheet over a slow office line. */
  requestTimeout: 180_000,
  keepAliveTimeout: 72_000,
  connectionsCheckingInterval: 5000,
}

export interface App extends FastifyInstance {
  /** Every route with its policy. */
  declaredRoutes: DeclaredRoute[]
}

/** The county server's door, with all routes and without listening. */
export async function createApp(deps: AppDeps): Promise<App> {
  const answers = createAnswers(deps.storage)
  const app = Fastify({
    logger: false,
    // A proxy on this very machine says for whom it speaks; nobody else is believed.
    trustProxy: 'loopback',
    bodyLimit: LARGEST_BODY,
    serverFactory: (route) => {
      const server = createServer(TIMES, (request, response) => {
        if (!answers.answer(request, response)) route(request, response)
      })
      standInFront(server, (path) => answers.find(path), deps.now)
      return server
    },
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: refuseConnection,
    // An address that is none does not get as far as the hooks.
    frameworkErrors: (_fault: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      sendRefusal(reply.headers(API_HEADERS), new ApiRefusal(400, 'malformed'))
    },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => parseJsonBody(body),
  )
  app.setErrorHandler((fault, request, reply) => answerFault(fault, request, reply, deps))
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(API_HEADERS))
      if (!reply.hasHeader(name)) reply.header(name, value)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', NO_STORE)
    if (request.protocol === 'https') reply.header('strict-transport-security', HSTS)
  })
  app.addHook('onResponse', async (request, reply) => logStaff(request, reply, deps))
  await app.register(cookie)
  const declaredRoutes = guardRoutes(app, deps)
  await describeApi(app)
  publicRoutes(app, deps, answers)
  sessionRoutes(app, deps)
  importRoutes(app, deps)
  noticeRoutes(app, deps)
  peopleRoutes(app, deps)
  deviceRoutes(app, deps)
  // In a scope of its own: forms are read here and nowhere else, and what goes wrong is told as a page.
  await app.register(async (scope) =>
    plainRoutes(scope.withTypeProvider<ZodTypeProvider>(), deps, (fault, request) =>
      refusalOf(fault, request, deps),
    ),
  )
  serveDescription(app)
  const screen = serveStaticFiles(app, deps.files, deps.appOff)
  app.setNotFoundHandler(
    (request, reply) =>
      screen(request, reply) ?? sendRefusal(reply, new ApiRefusal(404, 'notFound')),
  )
  return Object.assign(app, { declaredRoutes })
}

/** What is no HTTP, is too slow or has headers without end: a short answer, and the line is cut. */
function refuseConnection(fault: Error & { code?: string }, socket: Socket): void {
  if (fault.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status =
    fault.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? '408 Request Timeout'
      : fault.code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : '400 Bad Request'
  const headers = Object.entries(API_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n${headers.join('')}\r\n`,
  )
}

const codeOf = (fault: unknown): string => {
  const code: unknown = Reflect.get(Object(fault), 'code')
  return typeof code === 'string' ? code : ''
}

/** Every fault ends here: a refusal is told, the rest is logged and told as nothing but "fault". */
function answerFault(
  fault: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: AppDeps,
): FastifyReply {
  return sendRefusal(reply, refusalOf(fault, request, deps))
}

function refusalOf(fault: unknown, request: FastifyRequest, deps: AppDeps): ApiRefusal {
  if (fault instanceof ApiRefusal) return fault
  if (fault instanceof TooBusy) return new ApiRefusal(429, 'tooBusy', { retryAfterSeconds: 5 })
  if (fault instanceof NoLongerApproved)
    return new ApiRefusal(409, 'noLongerApproved', { notice: fault.notice })
  if (hasZodFastifySchemaValidationErrors(fault)) {
    // Where it is wrong, and never what stood there.
    const where = fault.validation.map(({ instancePath }) => instancePath).slice(0, 20)
    return new ApiRefusal(400, 'malformed', { where })
  }
  const code = codeOf(fault)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new ApiRefusal(413, 'tooLarge')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new ApiRefusal(415, 'contentType')
  if (code.startsWith('FST_ERR_CTP') || code === 'FST_ERR_BAD_URL')
    return new ApiRefusal(400, 'malformed')
  deps.log?.(
    JSON.stringify({
      level: 'error',
      at: new Date(deps.now()).toISOString(),
      method: request.method,
      route: request.routeOptions.url ?? null,
      fault: fault instanceof Error ? `${fault.name} ${codeOf(fault)}` : 'unknown',
      stack: fault instanceof Error ? stackOf(fault) : null,
    }),
  )
  return new ApiRefusal(500, 'fault')
}

/** Where it happened. Messages of database errors can quote a row, so they stay out. */
const stackOf = (fault: Error): string[] =>
  (fault.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .slice(0, 12)

/** One line of JSON for each request of staff: the route's pattern, never its query or body. */
function logStaff(request: FastifyRequest, reply: FastifyReply, deps: AppDeps): void {
  const { url, config } = request.routeOptions
  if (!deps.log || url === undefined || config.policy === 'public') return
  deps.log(
    JSON.stringify({
      level: 'info',
      at: new Date(deps.now()).toISOString(),
      method: request.method,
      route: url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      person: request.person?.id ?? null,
    }),
  )
}
