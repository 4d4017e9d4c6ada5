import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { dayOf } from '#domain/calendar/day.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { parseCode } from '#protocol/code.ts'
import { publicKeyring, type Keyring } from '#protocol/keyring.ts'
import { lineAt } from '#protocol/list-chunk.ts'
import type { NoticeRecord } from '#protocol/shapes.ts'
import { countGuess, forgetGuess } from '../../auth/delays.ts'
import { createTurn } from '../../publishing/in-turn.ts'
import {
  findLines,
  listsFor,
  readBoard,
  readHeader,
  readList,
  ringOf,
  type ReadBoard,
} from '../../publishing/read-board.ts'
import { readReference } from '../../publishing/reference.ts'
import type { AppDeps } from '../deps.ts'
import { ApiRefusal } from '../errors.ts'
import { ASK_AGAIN, NO_STORE, PLAIN_HEADERS } from '../headers.ts'
import type { Routes } from '../routes.ts'
import { boardPage, type Search } from './board-page.ts'
import { countyPage, sentencePage } from './county-page.ts'
import { languageOf, partOf, readForm, type Form } from './form.ts'
import { noticePage, type ShownList } from './notice-page.ts'
import { penFor, type Pen } from './page.ts'
import { paperRoutes } from './paper-routes.ts'

/** A form is short; a code has 28 characters. */
const LARGEST_FORM = 4096
/** Lines shown for a name. */
const MOST_HITS = 200

const village = z.object({ village: z.string().max(40) })
const page = z.string().describe('HTML without script')

const notFound = (): never => {
  throw new ApiRefusal(404, 'notFound')
}

const questionOf = (request: FastifyRequest): Form =>
  readForm(request.url.split('?').slice(1).join('?'))

/**
 * The board as HTML for whatever has no JavaScript or is too old for the app. What it shows was published and passed
 * the gate; names are opened with the code that somebody typed, or where the county shows them to all: never with the
 * county's own secret.
 */
export async function plainRoutes(
  app: Routes,
  deps: AppDeps,
  refusalOf: (fault: unknown, request: FastifyRequest) => ApiRefusal,
): Promise<void> {
  const db = deps.storage.read
  /** Searching opens every list of a board, so one after the other. */
  const inTurn = createTurn()

  const today = () => dayOf(deps.now())
  const penOf = (request: FastifyRequest, form: Form): Pen => penFor(languageOf(request, form.lang))
  const send = (reply: FastifyReply, text: string, cache = ASK_AGAIN): FastifyReply =>
    reply
      .headers(PLAIN_HEADERS)
      .header('cache-control', cache)
      .header('vary', 'accept-language')
      .type('text/html; charset=utf-8')
      .send(text)

  async function boardOf(text: string): Promise<ReadBoard> {
    const code = parseRegionCode(text)
    return (code && (await readBoard(db, code))) ?? notFound()
  }

  async function shown(record: NoticeRecord, ring: Keyring, asked: string) {
    const lists = listsFor(record, ring)
    const part = partOf(asked)
    const ref = lists[part]
    if (!ref) return null
    const chunk = await readList(db, ref, ring)
    const lines = Array.from({ length: chunk.lines }, (_, i) => lineAt(chunk, i))
    return { lines, part, parts: lists.length } satisfies ShownList
  }

  async function notice(
    pen: Pen,
    board: ReadBoard,
    ring: Keyring,
    code: string | null,
    form: Form,
  ): Promise<string> {
    const { region } = board.manifest
    const record = board.notices.find(({ id }) => id === form.notice) ?? notFound()
    const header = (await readHeader(db, region, record)) ?? notFound()
    const list = await shown(record, ring, form.part)
    return noticePage(pen, region, record, header, list, code)
  }

  /** What the posted code opens, or the sentence that says why it opens nothing. */
  async function keyed(
    request: FastifyRequest,
    pen: Pen,
    board: ReadBoard,
    typed: string,
  ): Promise<{ ring: Keyring } | { sentence: string; status: 422 | 429 }> {
    const { region, epoch } = board.manifest
    const guessed = { region, address: request.ip }
    const wait = await countGuess(deps.storage.db, guessed, deps.now())
    if (wait > 0) {
      const retryAfterSeconds = Math.ceil(wait / 1000)
      return { sentence: pen.t('api.errors.tooManyTries', { retryAfterSeconds }), status: 429 }
    }
    const epochs = Array.from({ length: epoch + 1 }, (_, i) => epoch - i)
    const code = await parseCode(region, epochs, typed)
    if ('refused' in code) return { sentence: pen.t('open.refused.wrongCode'), status: 422 }
    const ring = await ringOf(board, code)
    if (ring === 'wrong') {
      // What hangs is wrapped for the newest key alone.
      const why = code.epoch < epoch ? 'villager.board.keyOld' : 'open.refused.wrongCode'
      return { sentence: pen.t(why), status: 422 }
    }
    await forgetGuess(deps.storage.db, guessed)
    return { ring }
  }

  async function search(board: ReadBoard, ring: Keyring, who: string): Promise<Search> {
    return { who, ...(await inTurn(() => findLines(db, board, ring, who, MOST_HITS))) }
  }

  app.setErrorHandler((fault, request, reply) => {
    const pen = penOf(request, questionOf(request))
    const { status } = refusalOf(fault, request)
    const sentence = pen.t(status === 404 ? 'villager.shell.notFound' : 'plain.fault')
    return send(reply.code(status), sentencePage(pen, sentence), NO_STORE)
  })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: LARGEST_FORM },
    async (_request: unknown, body: string) => readForm(body),
  )

  paperRoutes(app, {
    db,
    penOf: (request) => penOf(request, questionOf(request)),
    send: (reply, text) => send(reply, text, NO_STORE),
  })
  const open = { policy: 'public' as const }
  app.get(
    '/plain',
    {
      config: open,
      schema: {
        summary: 'Sumu and gacha to pick, HTML for browsers without JavaScript; ?lang=zh|mn',
        response: { 200: page },
      },
    },
    async (request, reply) => {
      const { regions } = await readReference(db)
      return send(reply, countyPage(penOf(request, questionOf(request)), regions))
    },
  )

  app.get(
    '/plain/:village',
    {
      config: open,
      schema: {
        summary: 'A board as anybody may see it, HTML; ?lang=zh|mn',
        params: village,
        response: { 200: page, 404: page },
      },
    },
    async (request, reply) => {
      const pen = penOf(request, questionOf(request))
      const board = await boardOf(request.params.village)
      const asked = { code: null, names: board.manifest.names === 'public', sentence: null }
      return send(reply, boardPage(pen, board, asked, null, today()))
    },
  )

  app.get(
    '/plain/:village/:notice',
    {
      config: open,
      schema: {
        summary: 'A notice as anybody may see it, HTML; ?lang=zh|mn, ?part=N of a public list',
        params: village.extend({ notice: z.string().max(40) }),
        response: { 200: page, 404: page },
      },
    },
    async (request, reply) => {
      const form = { ...questionOf(request), notice: request.params.notice }
      const pen = penOf(request, form)
      const board = await boardOf(request.params.village)
      return send(reply, await notice(pen, board, publicKeyring, null, form))
    },
  )

  app.post(
    '/plain/:village',
    {
      config: { ...open, onlyReads: true },
      schema: {
        summary:
          'The same with names: a form (application/x-www-form-urlencoded) with the board’s code, and if wished a name to look up or a notice. Never stored',
        params: village,
        response: { 200: page, 404: page, 422: page, 429: page },
      },
    },
    async (request, reply) => {
      const form = (request.body ?? readForm('')) as Form
      const pen = penOf(request, form)
      const board = await boardOf(request.params.village)
      const toAll = board.manifest.names === 'public' && form.code === ''
      const key = toAll ? { ring: publicKeyring } : await keyed(request, pen, board, form.code)
      if ('sentence' in key) {
        const asked = { code: null, names: false, sentence: key.sentence }
        return send(reply.code(key.status), boardPage(pen, board, asked, null, today()), NO_STORE)
      }
      const code = toAll ? null : form.code
      if (form.notice !== '')
        return send(reply, await notice(pen, board, key.ring, code, form), NO_STORE)
      const found = form.who === '' ? null : await search(board, key.ring, form.who)
      return send(
        reply,
        boardPage(pen, board, { code, names: true, sentence: null }, found, today()),
        NO_STORE,
      )
    },
  )
}
