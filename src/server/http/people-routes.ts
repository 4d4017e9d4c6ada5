import { z } from 'zod'
import { addPerson, changePerson } from '../auth/people.ts'
import { ROLES } from '../auth/person.ts'
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
        summary: 'All accounts',
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
    async () => ({
      people: (await listStaff(deps.storage.read)).map(({ created_at, disabled, ...row }) => ({
        ...row,
        disabled: disabled === 1,
        createdAt: created_at,
      })),
    }),
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
        summary: 'The audit chain, newest first',
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
    async (request) => ({
      rows: await auditRows(deps.storage.read, request.query.limit, request.query.before),
    }),
  )
}
