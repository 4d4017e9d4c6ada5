import swagger from '@fastify/swagger'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import type { FastifyInstance } from 'fastify'

/** Describes the routes out of the very schemas that parse their requests. Registered before the routes. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Sambar',
        version: '1',
        description:
          'Boards of gachas: signed, content-addressed, readable by anybody. /api/v1/office is for staff.',
      },
    },
    transform: jsonSchemaTransform,
  })
}

/** `/api/openapi.json`, written once. */
export function serveDescription(app: FastifyInstance): void {
  let text: string | null = null
  app.get(
    '/api/openapi.json',
    { config: { policy: 'public' }, schema: { hide: true } },
    async (_request, reply) => {
      text ??= JSON.stringify(app.swagger())
      return reply
        .header('cache-control', 'no-cache')
        .type('application/json; charset=utf-8')
        .send(text)
    },
  )
}
