import { z } from 'zod'
import { inScope, levelOf, prefixOf } from '#domain/region/region-code.ts'
import { addPerson, changePerson } from '../auth/people.ts'
import { ROLES } from '../auth/person.ts'
import { scopesFor } from '../auth/policy.ts'
import { auditRows } from '../storage/audit.ts'
import { listStaff } from '../storage/staff.ts'
import type { AppDeps } from './deps.ts'
import { accepted } from './errors.ts'
import { personBehind } from './guard.ts'
import type { Routes } from './routes.ts'
import {
  auditQuery,
  error,
  id,
  idParams,
  instant,
  person,
  personBody,
  personChange,
  regionOut,
} from './schemas.ts'

/** Accounts, and the chain of what was done with them. */
export function peopleRoutes(app: Routes, deps: AppDeps): void {
  app.get(
    '/api/v1/office/people',
    {
      config: { policy: 'readPeople' },
      schema: {
        summary: 'Accounts with a role in the person’s scope',
        response: {
          200: z.object({
            people: z.array(
              z.object({
                id,
                login: z.string(),
                name: z.string(),
                disabled: z.boolean(),
                createdAt: instant,
                grants: z.array(z.object({ role: z.enum(ROLES), region: regionOut })),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const scopes = scopesFor(personBehind(request), 'readPeople')
      const whole = scopes.some((region) => levelOf(region) === 'county')
      const staff = (await listStaff(deps.storage.read)).filter(
        ({ grants }) => whole || grants.some(({ region }) => inScope(region, scopes)),
      )
      return {
        people: staff.map(({ created_at, disabled, ...row }) => ({
          ...row,
          disabled: disabled === 1,
          createdAt: created_at,
        })),
      }
    },
  )

  app.post(
    '/api/v1/office/people',
    {
      config: { policy: 'managePeople' },
      schema: {
        summary: 'A new account for a named person',
        body: personBody,
        response: { 201: person, 404: error, 409: error, 422: error },
      },
    },
    async (request, reply) => {
      const made = accepted(await addPerson(deps, personBehind(request), request.body))
      return reply.code(201).send(made)
    },
  )

  app.put(
    '/api/v1/office/people/:id',
    {
      config: { policy: 'managePeople' },
      schema: {
        summary: 'Change an account; its sessions end',
        params: idParams,
        body: personChange,
        response: { 200: z.object({ changed: id }), 404: error, 409: error, 422: error },
      },
    },
    async (request) =>
      accepted(await changePerson(deps, personBehind(request), request.params.id, request.body)),
  )

  app.get(
    '/api/v1/office/audit',
    {
      config: { policy: 'readAudit' },
      schema: {
        summary: 'The audit chain within the person’s scope, newest first',
        querystring: auditQuery,
        response: {
          200: z.object({
            rows: z.array(
              z.object({
                seq: z.int(),
                at: instant,
                staff: z.string().nullable(),
                action: z.string(),
                region: z.string().nullable(),
                subject: z.string().nullable(),
                facts: z.string().describe('JSON'),
                hash: z.string(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { before, limit } = request.query
      const scopes = scopesFor(personBehind(request), 'readAudit')
      const whole = scopes.some((region) => levelOf(region) === 'county')
      const prefixes = whole ? null : scopes.map(prefixOf)
      return { rows: await auditRows(deps.storage.read, limit, { before, prefixes }) }
    },
  )
}
