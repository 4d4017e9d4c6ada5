import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { inScope } from '#domain/region/region-code.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { scopesFor } from '../auth/policy.ts'
import { correctMapping, keepRead, takeIn } from '../review/take-in.ts'
import type { SenderMapping } from '../import/mapping.ts'
import { findImport, listImports, type ImportRow } from '../storage/imports.ts'
import { versionsOfImport } from '../storage/notices.ts'
import { staffNames } from '../storage/staff.ts'
import type { Person } from '../auth/person.ts'
import type { AppDeps } from './deps.ts'
import { accepted, ApiRefusal } from './errors.ts'
import { personBehind } from './guard.ts'
import { importView, versionView } from './office-views.ts'
import type { Routes } from './routes.ts'
import {
  error,
  hash,
  idParams,
  importOut,
  keepBody,
  keptOut,
  mappingBody,
  uploadHeaders,
  uploadQuery,
  versionOut,
} from './schemas.ts'

/** As large as the reader takes. */
const LARGEST_SHEET = 20 * 1024 * 1024
const NEWEST = 200

const report = z
  .looseObject({ accepted: z.boolean() })
  .describe(
    'What was read: lines and totals by village, errors and warnings by sheet, row and column',
  )

const readOut = z.object({
  import: z.string().nullable().describe('null where the sheet was not accepted'),
  keptBefore: z.string().nullable().describe('an earlier import of the very same file'),
  report,
  reportHash: hash.describe('SHA-256 of all that was read; keeping the import names it'),
})

function fileNameIn(header: string): string {
  try {
    return decodeURIComponent(header)
  } catch {
    throw new ApiRefusal(400, 'malformed', { where: ['headers.x-file-name'] })
  }
}

/** Corrections of a mapping that go with the sheet; it may be one that nobody could read without them. */
function mappingIn(header: string | undefined): SenderMapping | undefined {
  if (header === undefined) return undefined
  try {
    return mappingBody.shape.mapping.parse(JSON.parse(decodeURIComponent(header))) as SenderMapping
  } catch {
    throw new ApiRefusal(400, 'malformed', { where: ['headers.x-mapping'] })
  }
}

/** Sheets: handed in, looked at, kept as drafts. */
export function importRoutes(app: Routes, deps: AppDeps): void {
  const db = deps.storage.read

  /** The drafts of a sheet that lie in the person's scope; who handed it in sees it in any case. */
  async function visible(row: ImportRow, who: Person) {
    const scopes = scopesFor(who, 'readOffice')
    const versions = (await versionsOfImport(db, row.id)).filter(({ region }) =>
      inScope(region as RegionCode, scopes),
    )
    return versions.length > 0 || row.importer === who.id ? versions : null
  }

  // Sheets are bytes; everywhere else only JSON is taken.
  app.register(async (sheets) => {
    sheets.removeAllContentTypeParsers()
    sheets.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: LARGEST_SHEET },
      (_request, body, done) => done(null, body),
    )
    const scoped = sheets.withTypeProvider<ZodTypeProvider>()
    scoped.post(
      '/api/v1/office/imports',
      {
        config: { policy: 'import' },
        bodyLimit: LARGEST_SHEET,
        schema: {
          summary: 'Hand in a sheet (.xlsx, .csv) as application/octet-stream; answers its report',
          querystring: uploadQuery,
          headers: uploadHeaders,
          consumes: ['application/octet-stream'],
          response: { 200: readOut, 413: error, 415: error, 422: error },
        },
      },
      async (request) => {
        if (!Buffer.isBuffer(request.body)) throw new ApiRefusal(415, 'contentType')
        const { program, year, batch, sender } = request.query
        return accepted(
          await takeIn(deps, personBehind(request), {
            bytes: request.body,
            fileName: fileNameIn(request.headers['x-file-name']),
            sender: sender ?? '',
            program,
            year,
            batch,
            mapping: mappingIn(request.headers['x-mapping']),
          }),
        )
      },
    )
  })

  app.get(
    '/api/v1/office/imports',
    {
      config: { policy: 'readOffice' },
      schema: {
        summary: 'The newest sheets that concern the person’s villages',
        response: { 200: z.object({ imports: z.array(importOut) }) },
      },
    },
    async (request) => {
      const who = personBehind(request)
      const names = await staffNames(db)
      const imports = []
      for (const row of await listImports(db, NEWEST))
        if ((await visible(row, who)) !== null) imports.push(importView(row, names))
      return { imports }
    },
  )

  app.get(
    '/api/v1/office/imports/:id',
    {
      config: { policy: 'readOffice' },
      schema: {
        summary: 'A sheet: its report and its drafts within the person’s scope',
        params: idParams,
        response: {
          200: z.object({
            import: importOut,
            report: report.nullable(),
            drafts: z.array(versionOut),
          }),
          404: error,
        },
      },
    },
    async (request) => {
      const who = personBehind(request)
      const row = await findImport(db, request.params.id)
      const versions = row && (await visible(row, who))
      if (!row || !versions) throw new ApiRefusal(404, 'notFound')
      const names = await staffNames(db)
      return {
        import: importView(row, names),
        // The report speaks of every village of the sheet, so only who handed it in reads it whole.
        report: row.importer === who.id ? (JSON.parse(row.report) as { accepted: boolean }) : null,
        drafts: versions.map((version) => versionView(version, names)),
      }
    },
  )

  app.put(
    '/api/v1/office/imports/:id/mapping',
    {
      config: { policy: 'import' },
      schema: {
        summary: 'Correct how the sheet’s columns are understood; remembered for its sender',
        params: idParams,
        body: mappingBody,
        response: { 200: readOut, 404: error, 422: error },
      },
    },
    async (request) =>
      accepted(
        await correctMapping(
          deps,
          personBehind(request),
          request.params.id,
          request.body.mapping as SenderMapping,
        ),
      ),
  )

  app.post(
    '/api/v1/office/imports/:id/keep',
    {
      config: { policy: 'import' },
      schema: {
        summary: 'Keep a sheet that was read: a draft for every village, or none',
        params: idParams,
        body: keepBody,
        response: { 200: keptOut, 404: error, 409: error, 422: error },
      },
    },
    async (request) =>
      accepted(await keepRead(deps, personBehind(request), request.params.id, request.body)),
  )
}
