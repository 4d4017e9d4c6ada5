import { z } from 'zod'
import { changePerson } from '../auth/people.ts'
import { checkPassword, signIn, signOut } from '../auth/sessions.ts'
import type { AppDeps } from './deps.ts'
import { accepted } from './errors.ts'
import { clearSessionCookie, cookieName, personBehind, setSessionCookie } from './guard.ts'
import { NO_STORE } from './headers.ts'
import type { Routes } from './routes.ts'
import { error, passwordBody, person, signInBody } from './schemas.ts'

/** Staff sign in and out. Villagers never need to. */
export function sessionRoutes(app: Routes, deps: AppDeps): void {
  app.post(
    '/api/v1/session',
    {
      config: { policy: 'public' },
      schema: {
        summary: 'Sign in. Sets an HttpOnly cookie',
        body: signInBody,
        response: { 200: person, 401: error, 403: error, 429: error },
      },
    },
    async (request, reply) => {
      const before = request.cookies[cookieName(request)] ?? null
      const given = { ...request.body, address: request.ip, before }
      const { person: who, token } = accepted(await signIn(deps, given))
      setSessionCookie(request, reply, token)
      reply.header('cache-control', NO_STORE)
      return who
    },
  )

  app.get(
    '/api/v1/session',
    {
      config: { policy: 'signedIn' },
      schema: { summary: 'Who is signed in', response: { 200: person, 401: error } },
    },
    async (request) => personBehind(request),
  )

  app.delete(
    '/api/v1/session',
    {
      config: { policy: 'signedIn' },
      schema: { summary: 'Sign out', response: { 204: z.null(), 401: error } },
    },
    async (request, reply) => {
      if (request.sessionToken !== null) await signOut(deps, request.sessionToken)
      clearSessionCookie(request, reply)
      return reply.code(204).send(null)
    },
  )

  app.put(
    '/api/v1/session/password',
    {
      config: { policy: 'signedIn' },
      schema: {
        summary: 'Change one’s own password. All sessions end, this one too',
        body: passwordBody,
        response: { 204: z.null(), 401: error, 422: error, 429: error },
      },
    },
    async (request, reply) => {
      const who = personBehind(request)
      const { current, next } = request.body
      const given = { login: who.login, password: current, address: request.ip }
      accepted(await checkPassword(deps, given))
      accepted(await changePerson(deps, null, who.id, { password: next }))
      clearSessionCookie(request, reply)
      return reply.code(204).send(null)
    },
  )
}
