import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { judgeSheet } from '#domain/board/sheet-verdict.ts'
import { parseMark, parseSheet } from '#protocol/paper.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { readBoard } from '../../publishing/read-board.ts'
import { manifestOf } from '../../publishing/open-board.ts'
import { findBoardRow, findEntryOf, type Db } from '../../storage/log.ts'
import { ApiRefusal } from '../errors.ts'
import type { Routes } from '../routes.ts'
import { paperPage, verdictWords } from './paper-page.ts'
import type { Pen } from './page.ts'

const part = z.string().max(80)
const page = z.string().describe('HTML without script')

interface Tools {
  db: Db
  penOf: (request: FastifyRequest) => Pen
  /** Sends a page that nobody keeps. */
  send: (reply: FastifyReply, text: string) => FastifyReply
}

/** Reads an address off paper; what is none is not found. */
function parsed<T>(parse: (text: string) => T, request: FastifyRequest): T {
  try {
    return parse(request.url.split('?')[0] ?? '')
  } catch (error) {
    if (error instanceof VerificationError) throw new ApiRefusal(404, 'notFound')
    throw error
  }
}

/**
 * What stands in the QR on paper and on tablets, answered to whatever app has scanned it. In the app, once it is on a
 * phone, the same addresses are answered there, from the board that the phone holds.
 */
export function paperRoutes(app: Routes, { db, penOf, send }: Tools): void {
  app.get(
    '/s/:region/:notice/:version/:digest',
    {
      config: { policy: 'public' },
      schema: {
        summary:
          'Whether a printed notice is current, superseded, withdrawn or was never published',
        params: z.object({ region: part, notice: part, version: part, digest: part }),
        response: { 200: page, 404: page },
      },
    },
    async (request, reply) => {
      const pen = penOf(request)
      const sheet = parsed(parseSheet, request)
      const board = await readBoard(db, sheet.region)
      const posted = board?.notices.find(({ id }) => id === sheet.notice) ?? null
      const verdict = judgeSheet(sheet, posted)
      const known = verdict.verdict !== 'neverPublished' && posted
      const text = paperPage(pen, {
        path: request.url.split('?')[0] ?? '',
        ...verdictWords(pen, verdict, sheet.version),
        board: board && { region: sheet.region, name: board.manifest.name },
        asOf: board?.manifest.at ?? null,
        notice: known ? { id: known.id, title: known.title, version: known.version } : null,
      })
      return send(reply, text)
    },
  )

  app.get(
    '/x/:region/:seq/:manifest',
    {
      config: { policy: 'public' },
      schema: {
        summary: 'Whether what a tablet or phone shows of itself is what the county has published',
        params: z.object({ region: part, seq: part, manifest: part }),
        response: { 200: page, 404: page },
      },
    },
    async (request, reply) => {
      const pen = penOf(request)
      const mark = parsed(parseMark, request)
      const [row, entry] = await Promise.all([
        findBoardRow(db, mark.region),
        findEntryOf(db, mark.region, mark.seq),
      ])
      const known = entry?.manifest === mark.manifest
      const [sentence, words] = !known
        ? ['plain.markNever', 'plain.markNeverText']
        : row?.seq === mark.seq
          ? ['plain.markCurrent', 'plain.markCurrentText']
          : ['plain.markOlder', 'plain.markOlderText']
      const manifest = row && manifestOf(row)
      const text = paperPage(pen, {
        path: request.url.split('?')[0] ?? '',
        sentence: pen.t(sentence!),
        text: pen.t(words!, { seq: mark.seq }),
        wrong: !known,
        board: manifest && { region: mark.region, name: manifest.name },
        asOf: manifest?.at ?? null,
        notice: null,
      })
      return send(reply, text)
    },
  )
}
