import { z } from 'zod'
import type { RegionCode } from '#domain/region/region.ts'
import { inScope, prefixOf } from '#domain/region/region-code.ts'
import { may, scopesFor } from '../auth/policy.ts'
import { readReference } from '../publishing/reference.ts'
import { linesIn } from '../review/content.ts'
import { review, revise, submit } from '../review/lifecycle.ts'
import { previewOf } from '../review/preview.ts'
import { publishNotices, withdrawNotice } from '../review/publish-notices.ts'
import {
  findVersion,
  linesOf,
  listVersions,
  reviewsOf,
  versionsOf,
  type VersionRow,
} from '../storage/notices.ts'
import { allBoardRows } from '../storage/log.ts'
import { staffNames } from '../storage/staff.ts'
import type { Person } from '../auth/person.ts'
import type { AppDeps } from './deps.ts'
import { accepted, ApiRefusal } from './errors.ts'
import { personBehind } from './guard.ts'
import { reviewView, versionView } from './office-views.ts'
import type { Routes } from './routes.ts'
import {
  both,
  differenceOut,
  error,
  idParams,
  lineOut,
  linesQuery,
  listQuery,
  meantBody,
  previewOut,
  published,
  publishBody,
  regionOut,
  reviewBody,
  reviewOut,
  stepped,
  versionOut,
  withdrawBody,
} from './schemas.ts'

const refusals = { 403: error, 404: error, 409: error, 422: error }

/** Drafts on their way: looked at, handed over, reviewed by another person, published, withdrawn. */
export function noticeRoutes(app: Routes, deps: AppDeps): void {
  const db = deps.storage.read

  async function visible(who: Person, notice: string, version?: number): Promise<VersionRow> {
    const row = await findVersion(db, notice, version)
    if (!row || !may(who, 'readOffice', row.region as RegionCode))
      throw new ApiRefusal(404, 'notFound')
    return row
  }

  app.get(
    '/api/v1/office/notices',
    {
      config: { policy: 'readOffice' },
      schema: {
        summary: 'Newest versions of notices within the person’s scope',
        querystring: listQuery,
        response: { 200: z.object({ notices: z.array(versionOut) }) },
      },
    },
    async (request) => {
      const prefixes = scopesFor(personBehind(request), 'readOffice').map(prefixOf)
      const names = await staffNames(db)
      const rows = await listVersions(db, { ...request.query, prefixes })
      return { notices: rows.map((row) => versionView(row, names)) }
    },
  )

  app.get(
    '/api/v1/office/notices/:id',
    {
      config: { policy: 'readOffice' },
      schema: {
        summary:
          'A notice: its versions, reviews, what the newest changes, and how villagers would read it',
        params: idParams,
        response: {
          200: z.object({
            versions: z.array(versionOut),
            reviews: z.array(reviewOut),
            differences: z.array(differenceOut),
            preview: previewOut.nullable(),
          }),
          404: error,
        },
      },
    },
    async (request) => {
      const { id } = request.params
      const who = personBehind(request)
      const newest = await visible(who, id)
      const names = await staffNames(db)
      return {
        versions: (await versionsOf(db, id)).map((row) => versionView(row, names)),
        reviews: (await reviewsOf(db, [id])).map((row) => reviewView(row, names)),
        differences: JSON.parse(newest.difference ?? '[]') as z.input<typeof differenceOut>[],
        preview: (await previewOf(deps, who, newest)) as z.input<typeof previewOut> | null,
      }
    },
  )

  app.get(
    '/api/v1/office/notices/:id/lines',
    {
      config: { policy: 'readOffice' },
      schema: {
        summary: 'Lines of a version as the office has them',
        params: idParams,
        querystring: linesQuery,
        response: { 200: z.object({ total: z.int(), lines: z.array(lineOut) }), 404: error },
      },
    },
    async (request) => {
      const { version, offset, limit } = request.query
      const row = await visible(personBehind(request), request.params.id, version)
      const texts = (await linesOf(db, [row])).get(row.notice) ?? []
      const lines = linesIn(texts).slice(offset, offset + limit)
      return {
        total: row.lines,
        lines: lines.map((line) => ({ ...line, parts: line.parts.map((part) => ({ ...part })) })),
      }
    },
  )

  app.post(
    '/api/v1/office/submissions',
    {
      config: { policy: 'submit' },
      schema: {
        summary: 'Hand drafts over to review, all or none',
        body: meantBody,
        response: { 200: stepped, ...refusals },
      },
    },
    async (request) => ({
      notices: accepted(await submit(deps, personBehind(request), request.body.notices)),
    }),
  )

  app.post(
    '/api/v1/office/revisions',
    {
      config: { policy: 'submit' },
      schema: {
        summary: 'Take returned or approved versions back to draft, all or none',
        body: meantBody,
        response: { 200: stepped, ...refusals },
      },
    },
    async (request) => ({
      notices: accepted(await revise(deps, personBehind(request), request.body.notices)),
    }),
  )

  app.post(
    '/api/v1/office/reviews',
    {
      config: { policy: 'review' },
      schema: {
        summary:
          'Review one notice or a whole batch: five checks each answered, bound to the content',
        body: reviewBody,
        response: { 200: stepped, ...refusals },
      },
    },
    async (request) => {
      const { notices, ...given } = request.body
      return { notices: accepted(await review(deps, personBehind(request), notices, given)) }
    },
  )

  app.post(
    '/api/v1/office/publications',
    {
      config: { policy: 'publish' },
      schema: {
        summary: 'Publish approved notices under one checkpoint, all or none',
        body: publishBody,
        response: { 200: published, ...refusals },
      },
    },
    async (request) =>
      accepted(await publishNotices(deps, personBehind(request), request.body.notices)),
  )

  app.post(
    '/api/v1/office/notices/:id/withdrawal',
    {
      config: { policy: 'withdraw' },
      schema: {
        summary: 'Take a published notice down; the board says why, and keeps its record',
        params: idParams,
        body: withdrawBody,
        response: { 200: published, ...refusals },
      },
    },
    async (request) => {
      const request_ = { notice: request.params.id, ...request.body }
      return accepted(await withdrawNotice(deps, personBehind(request), request_))
    },
  )

  app.get(
    '/api/v1/office/programs',
    {
      config: { policy: 'readOffice' },
      schema: {
        summary: 'Programs of the county, as its board shows them',
        response: {
          200: z.object({
            programs: z.array(
              z.looseObject({ code: z.string(), name: both, item: z.string(), unit: z.string() }),
            ),
          }),
        },
      },
    },
    async () => {
      const { programs } = await readReference(db)
      return { programs: programs.map((program) => ({ ...program })) }
    },
  )

  app.get(
    '/api/v1/office/boards',
    {
      config: { policy: 'readOffice' },
      schema: {
        summary: 'Boards within the person’s scope',
        response: {
          200: z.object({
            boards: z.array(
              z.object({ region: regionOut, name: both, seq: z.int(), epoch: z.int() }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const scopes = scopesFor(personBehind(request), 'readOffice')
      const { regions } = await readReference(db)
      const names = new Map<string, { zh: string; mn?: string }>(
        regions.regions.map(({ code, name }) => [code, name]),
      )
      const rows = await allBoardRows(db)
      return {
        boards: rows
          .filter(({ region }) => inScope(region as RegionCode, scopes))
          .map(({ region, seq, epoch }) => ({
            region,
            name: names.get(region) ?? { zh: region },
            seq,
            epoch,
          })),
      }
    },
  )
}
