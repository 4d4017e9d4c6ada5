import type {} from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../auth/person.ts'
import { mayEnter, type RoutePolicy } from '../auth/policy.ts'
import { personOf, type Auth } from '../auth/sessions.ts'
import { ApiRefusal } from './errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may knock here. A route without one does not come into being. */
    policy?: RoutePolicy
    /** A POST that only reads, and by nothing but what it carries: any page may send it, old browsers name no origin. */
    onlyReads?: true
  }
  interface FastifyRequest {
    /** Who is signed in; null on public routes. */
    person: Person | null
    sessionToken: string | null
  }
}

/** A route as it was declared, for the tests that hold the table of rights against it. */
export interface DeclaredRoute {
  method: string
  url: string
  policy: RoutePolicy
}

/** `__Host-` binds the cookie to this very host over https; on a plain-http pilot browsers would not take it. */
export const cookieName = (request: FastifyRequest): string =>
  request.protocol === 'https' ? '__Host-sambar' : 'sambar'

export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
): void {
  reply.setCookie(cookieName(request), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(cookieName(request), {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  })
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Another site's page may make a browser send a request with our cookie; SameSite=Strict stops it in young browsers, and
 * this in all: a change is taken only from a page of this very origin. Requests of programs name it too.
 */
function refuseOtherSites(request: FastifyRequest): void {
  if (READING.has(request.method)) return
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site !== undefined && site !== 'same-origin') throw new ApiRefusal(403, 'otherSite')
  const own = `${request.protocol}://${request.host}`
  if (origin === undefined ? site !== 'same-origin' : origin !== own && site !== 'same-origin')
    throw new ApiRefusal(403, 'otherSite')
}

/**
 * Stands before every route: each names its policy or the server does not start, and who may not enter does not. What
 * is about a region is asked again in the handler, of that very region.
 */
export function guardRoutes(app: FastifyInstance, auth: Auth): DeclaredRoute[] {
  const declared: DeclaredRoute[] = []
  app.addHook('onRoute', (route) => {
    const policy = route.config?.policy
    if (policy === undefined) throw new Error(`${String(route.method)} ${route.url} has no policy`)
    for (const method of [route.method].flat()) declared.push({ method, url: route.url, policy })
  })
  app.decorateRequest('person', null)
  app.decorateRequest('sessionToken', null)
  app.addHook('onRequest', async (request) => {
    const policy = request.routeOptions.config.policy
    // No route: the answer will be "not found", whoever asks.
    if (policy === undefined) return
    if (!request.routeOptions.config.onlyReads) refuseOtherSites(request)
    if (policy === 'public') return
    const token = request.cookies[cookieName(request)] ?? null
    const person = token === null ? null : await personOf(auth, token)
    if (!person) throw new ApiRefusal(401, 'signInNeeded')
    if (!mayEnter(person, policy)) throw new ApiRefusal(403, 'notAllowed')
    request.person = person
    request.sessionToken = token
  })
  return declared
}

/** The person behind a request to a route that is not public. */
export function personBehind(request: FastifyRequest): Person {
  if (!request.person) throw new ApiRefusal(401, 'signInNeeded')
  return request.person
}
