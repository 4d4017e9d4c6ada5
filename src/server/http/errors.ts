import type { FastifyReply } from 'fastify'
import { NO_STORE } from './headers.ts'

/** A refusal on its way to the client: `{error: code, …facts}`. Words for the codes are in i18n, `api.errors`. */
export class ApiRefusal extends Error {
  readonly status: number
  readonly body: { error: string; [fact: string]: unknown }
  constructor(status: number, error: string, facts: { [fact: string]: unknown } = {}) {
    super(error)
    this.name = 'ApiRefusal'
    this.status = status
    this.body = { ...facts, error }
  }
}

const STATUS: { [code: string]: number } = {
  malformed: 400,
  notFound: 404,
  // Whoever is out of scope is not told that there is something.
  outOfScope: 404,
  regionUnknown: 404,
  ownWork: 403,
  signInFailed: 401,
  tooManyTries: 429,
  contentChanged: 409,
  reportChanged: 409,
  stepNotOpen: 409,
  fileKnown: 409,
  loginTaken: 409,
  lastAdmin: 409,
  alreadyPublished: 409,
  nothingToPublish: 409,
  noLongerApproved: 409,
  heartbeatOld: 409,
  deviceEnrolled: 409,
  deviceRevoked: 409,
}

/** Throws a function's refusal as an answer; gives everything else back. */
export function accepted<T extends object>(answer: T): Exclude<T, { refused: string }> {
  if ('refused' in answer && typeof answer.refused === 'string') {
    const { refused, ...facts } = answer
    const status = STATUS[refused] ?? 422
    throw new ApiRefusal(status, status === 404 ? 'notFound' : refused, status === 404 ? {} : facts)
  }
  return answer as Exclude<T, { refused: string }>
}

export function sendRefusal(reply: FastifyReply, refusal: ApiRefusal): FastifyReply {
  const wait = refusal.body['retryAfterSeconds']
  if (typeof wait === 'number') reply.header('retry-after', String(wait))
  return reply
    .code(refusal.status)
    .header('cache-control', NO_STORE)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(refusal.body))
}
