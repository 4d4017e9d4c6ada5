import type { Hash } from '#domain/board/board-state.ts'
import { epochMs, type Instant } from '#domain/calendar/day.ts'
import { inclusionProof } from '#transparency/proof.ts'
import { appendLeaves } from '#transparency/tree.ts'
import { base64 } from '#protocol/encoding.ts'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { entryLeafHash, formatEntry } from '#protocol/entry.ts'
import type { Head } from '#protocol/shapes.ts'
import {
  advanceLog,
  putBoards,
  putCheckpoint,
  putEntries,
  putNodes,
  putObjects,
  putPacks,
  type BoardRow,
  type Db,
  type EntryRow,
  type LogRow,
  type ObjectRow,
  type PackRow,
} from '../storage/log.ts'
import { signCheckpoint } from './checkpoint.ts'
import { bytesOf, hexOf } from './hex.ts'
import { storedTree, withFresh } from './stored-tree.ts'
import { settleHead } from './boot-check.ts'
import type { NextBoard } from './next-board.ts'
import type { Publishing } from './publishing.ts'
import { runStep } from './steps.ts'

/** Somebody else has moved the log: this process is not the only writer any more, and must not go on. */
export class LogMoved extends Error {
  readonly code = 'logMoved'
  constructor() {
    super('the log is not where this process left it')
    this.name = 'LogMoved'
  }
}

export interface Appending {
  log: LogRow
  at: Instant
  rows: Map<string, BoardRow>
  boards: NextBoard[]
  objects: ObjectRow[]
  packs: PackRow[]
  within: (tx: Db) => Promise<void>
}

export interface Appended {
  size: number
  root: string
}

/**
 * Puts the boards' next states into the log: everything is reckoned and signed before, then written in one transaction.
 * After it the head file is moved on; a crash between leaves the database ahead, which the next start settles.
 */
export async function appendToLog(p: Publishing, work: Appending): Promise<Appended> {
  const { log, at } = work
  await settleHead(p)
  const entries = await Promise.all(
    work.boards.map(async ({ manifest, hash }, offset): Promise<EntryRow> => {
      const text = formatEntry({
        region: manifest.region,
        seq: manifest.seq,
        previous: (work.rows.get(manifest.region)?.leaf ?? null) as Hash | null,
        manifest: hash as Hash,
        at,
      })
      return {
        index: log.size + offset,
        region: manifest.region,
        seq: manifest.seq,
        manifest: hash,
        at,
        text,
        leaf: await entryLeafHash(text),
      }
    }),
  )
  const stored = storedTree(p.db)
  const grown = await appendLeaves(
    log.size,
    entries.map(({ leaf }) => bytesOf(leaf)),
    stored,
  )
  const read = withFresh(grown.nodes, stored)
  const next: LogRow = { ...log, size: grown.size, root: hexOf(grown.root), at }
  const checkpoint = await signCheckpoint(p, next, epochMs(at))
  const boards = await Promise.all(
    work.boards.map(async ({ manifest, text, hash }, offset): Promise<BoardRow> => {
      const entry = entries[offset]
      if (!entry) throw new Error('a board without an entry')
      const proof = await inclusionProof(next.size, entry.index, read)
      const head: Head = {
        v: 1,
        manifest: text,
        entry: entry.text,
        index: entry.index,
        proof: proof.map((hash) => base64(hash)),
        checkpoint: checkpoint.note,
      }
      return {
        region: manifest.region,
        seq: manifest.seq,
        entry: entry.index,
        leaf: entry.leaf,
        manifest: hash,
        epoch: manifest.epoch,
        head: canonicalJson(head),
      }
    }),
  )
  const nodes = grown.nodes.map(({ level, index, hash }) => ({ level, index, hash: hexOf(hash) }))
  const step = p.step
  await step?.('begin', 'before')
  await p.db.transaction().execute(async (tx) => {
    await step?.('begin', 'after')
    await runStep(step, 'advance', async () => {
      if (!(await advanceLog(tx, log, next))) throw new LogMoved()
    })
    await runStep(step, 'objects', () =>
      putObjects(tx, [...work.objects, ...work.boards.flatMap(({ objects }) => objects)]),
    )
    await runStep(step, 'packs', () =>
      putPacks(tx, [...work.packs, ...work.boards.flatMap(({ packs }) => packs)]),
    )
    await runStep(step, 'entries', () => putEntries(tx, entries))
    await runStep(step, 'nodes', () => putNodes(tx, nodes))
    await runStep(step, 'checkpoint', () => putCheckpoint(tx, checkpoint))
    await runStep(step, 'boards', () => putBoards(tx, boards))
    await runStep(step, 'mark', () => work.within(tx))
    await step?.('commit', 'before')
    // The notices are published by this commit and nowhere else.
  })
  await step?.('commit', 'after')
  // A crash here leaves the database ahead of the head file; the next start checks and moves it on.
  await runStep(step, 'headFile', () =>
    p.headFile.replace(
      { origin: log.origin, size: log.size, root: log.root },
      { origin: next.origin, size: next.size, root: next.root },
    ),
  )
  return { size: next.size, root: next.root }
}
