import { compareMarks, type BoardMark } from '#domain/board/cross-check.ts'
import { judgeSheet, type SheetName } from '#domain/board/sheet-verdict.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { formatMark } from '#protocol/paper.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { CrossCheck, SheetAnswer } from './api.ts'
import type { Env } from './sync/env.ts'
import { markIn } from './read/summary.ts'
import { keepEvidence } from './sync/evidence.ts'

/** What the board on this phone says of a sheet of paper. Asks nobody. */
export async function judge({ store }: Env, sheet: SheetName): Promise<SheetAnswer> {
  const { db } = store
  const [board, row] = await store.read(() =>
    Promise.all([db.boards.get(sheet.region), db.notices.get([sheet.region, sheet.notice])]),
  )
  if (!board?.held) return { verdict: 'notHeld' }
  const { asOf, name } = board.held
  const posted = row?.posted ?? null
  return { ...judgeSheet(sheet, posted), asOf, board: name, title: posted?.title ?? null }
}

/** Which state of a board lies here. */
export async function markOf({ store }: Env, region: RegionCode) {
  const board = await store.read(() => store.db.boards.get(region))
  return board ? markIn(board) : null
}

/**
 * Holds what another board says of itself against the one that lies here. A contradiction is kept as evidence; no sync
 * is called wrong by it, since anybody can print a QR.
 */
export async function compare(env: Env, theirs: BoardMark): Promise<CrossCheck> {
  const { region, seq, manifest } = theirs
  const mine = await markOf(env, region)
  if (!mine) return { result: 'notHeld' }
  const result = compareMarks(mine, theirs)
  if (result !== 'different') return { result, ...mine }
  const error = new VerificationError('SEQ_FORKED', { seq, manifest })
  const evidence = env.store.readOnly
    ? 0
    : await keepEvidence(env, region, error, { seen: formatMark('', theirs) })
  return { result, ...mine, evidence }
}
