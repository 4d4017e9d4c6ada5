import type { RegionCode } from '#domain/region/region.ts'
import { parseManifest } from '#protocol/manifest.ts'
import type { Head } from '#protocol/shapes.ts'
import type { VerifiedCheckpoint } from '#protocol/signed-checkpoint.ts'
import type { TreeHead } from '#transparency/proof.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type { SyncOutcome, SyncProgress } from '../api.ts'
import type { BoardRecord, LogRecord } from '../db.ts'
import { NotThere } from '../door/door.ts'
import { bring } from './bring.ts'
import type { Env } from './env.ts'
import { Limit } from './limit.ts'
import { heldTree, treeRootText, verifyGrowth } from './growth.ts'
import { compareHead, fetchCheckpoint, fetchHead, heldStateOf, verifySigned } from './heads.ts'
import { fetchTrust, heldTrust, takeKeys, type Trust } from './keys.ts'
import { plainOutcome } from './outcome.ts'
import type { Bringing } from './plan.ts'

/** A board and what was asked about it. */
interface Asked {
  region: RegionCode
  board: BoardRecord
  keys: Bringing['keys']
  answer: { head: Head | null } | { error: unknown }
}

/** How a board fared: an outcome, or an error that somebody has to judge. Texts that were seen are evidence. */
export type Fared = { outcome: SyncOutcome } | { error: unknown; seen: Record<string, string> }

export const emptyBoard = (region: RegionCode): BoardRecord => ({
  region,
  held: null,
  key: 'none',
  heardAt: null,
  lastOutcome: null,
  incomplete: false,
})

/** One exchange with the county about some of its boards. */
export class Round {
  private readonly env: Env
  private readonly regions: RegionCode[]
  private readonly progress: (step: SyncProgress) => void
  private readonly seen: Record<string, string> = {}
  private readonly fared = new Map<RegionCode, Fared>()

  constructor(env: Env, regions: RegionCode[], progress: (step: SyncProgress) => void) {
    this.env = env
    this.regions = regions
    this.progress = progress
  }

  /** Everything in the order of ARCHITECTURE.md §1.5. Faults of one board do not keep the others from their turn. */
  async run(): Promise<Map<RegionCode, Fared>> {
    try {
      await this.ask()
    } catch (error) {
      for (const region of this.regions)
        if (!this.fared.has(region)) this.fail(region, error, this.seen)
    }
    return this.fared
  }

  private fail(region: RegionCode, error: unknown, seen: Record<string, string>): void {
    const outcome = plainOutcome(error, region)
    // What is gone may only have moved on since we read the head: that is looked at once more.
    const retry = error instanceof NotThere || outcome === null
    this.fared.set(region, retry ? { error, seen: { ...seen } } : { outcome: outcome! })
  }

  private async ask(): Promise<void> {
    const { store, door } = this.env
    const kept = await store.read(() => store.db.log.get('log'))
    for (const region of this.regions) this.step(region, { phase: 'head' })
    const trusting = Promise.resolve(heldTrust(kept) ?? fetchTrust(door, kept))
    if (this.env.parallel === 1) await trusting
    // Neither is left behind running when the other fails.
    const fetching = this.fetchAll()
    await Promise.allSettled([trusting, fetching])
    let trust = await trusting
    this.seen['keyList'] = trust.log.keyList ?? ''
    const [note, asked] = await fetching
    this.seen['checkpoint'] = note
    const signed = await this.signed(note, trust)
    trust = signed.trust
    const { checkpoint } = signed
    const heads = new Map<RegionCode, VerifiedCheckpoint>()
    for (const { region, answer } of asked) {
      if ('error' in answer || !answer.head) continue
      try {
        heads.set(region, (await this.signed(answer.head.checkpoint, trust)).checkpoint)
      } catch (error) {
        this.fail(region, error, { ...this.seen, ...texts(answer.head) })
      }
    }

    const stale = await this.grow(trust, note, checkpoint, heads, asked)
    // A village waits for none of the county's documents, nor they for it.
    const boards = new Limit(this.env.parallel)
    const bringOne = async (one: Asked): Promise<void> => {
      const { answer } = one
      const seen = { ...this.seen, ...('head' in answer && answer.head ? texts(answer.head) : {}) }
      try {
        const outcome = stale
          ? ({ kind: 'stale', region: one.region } as const)
          : await this.board(one, heads.get(one.region) ?? null, trust.log)
        this.fared.set(one.region, { outcome })
      } catch (error) {
        this.fail(one.region, error, seen)
      }
    }
    for (const one of asked)
      if (!this.fared.has(one.region)) await boards.begin(() => bringOne(one))
    await boards.end()
  }

  /** Checkpoint and heads at the same time: a long line is asked once, not thrice. */
  private async fetchAll(): Promise<[string, Asked[]]> {
    const { store, door, parallel } = this.env
    const { db } = store
    const note = fetchCheckpoint(door)
    // Looked at below; until then it must not count as forgotten.
    note.catch(() => undefined)
    if (parallel === 1) await note
    const asked: Asked[] = []
    for (const region of this.regions) {
      const [board, follow] = await store.read(() =>
        Promise.all([db.boards.get(region), db.follows.get(region)]),
      )
      const one: Asked = {
        region,
        board: board ?? emptyBoard(region),
        keys: follow?.keys ?? [],
        answer: { head: null },
      }
      asked.push(one)
    }
    for (let from = 0; from < asked.length; from += parallel)
      await Promise.all(
        asked.slice(from, from + parallel).map(async (one) => {
          try {
            one.answer = { head: await fetchHead(door, one.region, one.board.held) }
          } catch (error) {
            one.answer = { error }
          }
        }),
      )
    return [await note, asked]
  }

  /** A signature by a key that is not known yet may be the work of a newer key list: that is fetched once. */
  private async signed(
    note: string,
    trust: Trust,
  ): Promise<{ checkpoint: VerifiedCheckpoint; trust: Trust }> {
    try {
      return { checkpoint: await verifySigned(note, trust), trust }
    } catch (error) {
      if (!(error instanceof VerificationError) || error.code !== 'SIGNATURE_MISSING') throw error
      const newer = await fetchTrust(this.env.door, trust.log)
      this.seen['keyList'] = newer.log.keyList ?? ''
      return { checkpoint: await verifySigned(note, newer), trust: newer }
    }
  }

  /**
   * One log at several ages: the tree held, the newest checkpoint, and those under which boards were published. Keeps the
   * newest. True: the county's answers are consistent, but older than what is held.
   */
  private async grow(
    trust: Trust,
    note: string,
    newest: VerifiedCheckpoint,
    heads: Map<RegionCode, VerifiedCheckpoint>,
    asked: Asked[],
  ): Promise<boolean> {
    const { store, door, clock } = this.env
    const held = heldTree(trust.log)
    const trees: TreeHead[] = [newest, ...heads.values()]
    if (held) trees.push(held)
    let best: { note: string; tree: VerifiedCheckpoint } = { note, tree: newest }
    for (const { region, answer } of asked) {
      const tree = heads.get(region)
      if (tree && 'head' in answer && answer.head && tree.size > best.tree.size)
        best = { note: answer.head.checkpoint, tree }
    }
    const stale = held !== null && best.tree.size < held.size
    try {
      await verifyGrowth(door, trees)
    } catch (error) {
      // A county that does not even know the size held cannot prove anything; that is old age, not yet a lie.
      if (stale && !(error instanceof VerificationError)) return true
      throw error
    }
    const times = [newest, ...heads.values()].map(({ time }) => time * 1000)
    const signedAt = Math.max(...times, trust.log.signedAt ?? 0)
    clock.hear(signedAt)
    const next: LogRecord = stale
      ? { ...trust.log, signedAt }
      : {
          ...trust.log,
          checkpoint: best.note,
          size: best.tree.size,
          treeRoot: treeRootText(best.tree),
          signedAt,
        }
    await store.write([store.db.log], async () => {
      const now = await store.db.log.get('log')
      // Another tab may have seen the log grow further, or another root may have been pinned; its word stays.
      const moved = now && (now.size > next.size || (now.root !== '' && now.root !== next.root))
      if (!moved)
        await store.db.log.put({ ...next, rootPinned: now?.rootPinned ?? next.rootPinned })
    })
    return stale
  }

  private async board(
    { region, board, keys, answer }: Asked,
    checkpoint: VerifiedCheckpoint | null,
    { county, root }: LogRecord,
  ): Promise<SyncOutcome> {
    if ('error' in answer) {
      if (!(answer.error instanceof NotThere)) throw answer.error
      return board.held ? { kind: 'serverTrouble', region } : { kind: 'noSuchBoard', region }
    }
    const to: Bringing = {
      board,
      keys,
      root,
      isCounty: region === county,
      progress: (step) => this.step(region, step),
    }
    const { held } = board
    if (answer.head && checkpoint) {
      const checkSeq = !this.env.planted.has('noSeqCheck')
      const found = await compareHead(region, answer.head, checkpoint, held, checkSeq)
      if (found.kind === 'older') return { kind: 'stale', region }
      if (found.kind === 'next') {
        const { next } = found
        await bring(this.env, { region, manifest: next.manifest, held: heldStateOf(next) }, to)
        if (to.isCounty) await this.adoptKeys()
        return { kind: 'fresh', region, seq: next.entry.seq, changed: true }
      }
    }
    if (!held) return { kind: 'serverTrouble', region }
    const lost = board.incomplete || (await this.lostBytes(region))
    if (lost) {
      const target = { region, manifest: parseManifest(held.manifest), held }
      await bring(this.env, target, { ...to, board: { ...board, incomplete: true } })
    }
    return { kind: 'fresh', region, seq: held.seq, changed: lost }
  }

  /** A browser under pressure may drop bytes behind our back. */
  private async lostBytes(region: RegionCode): Promise<boolean> {
    const { store } = this.env
    const [rows, objects] = await store.read(() =>
      Promise.all([
        store.db.shelves.where('[region+key]').between([region, ''], [region, '\uffff']).toArray(),
        store.db.objects.where({ region }).count(),
      ]),
    )
    return objects < rows.reduce((sum, { addresses }) => sum + addresses.length, 0)
  }

  /** The key list travels on the county's board too, so that a rotation is known before it is needed. */
  private async adoptKeys(): Promise<void> {
    const { store } = this.env
    const [document, log] = await store.read(() =>
      Promise.all([store.db.documents.get('keyList'), store.db.log.get('log')]),
    )
    if (!log || typeof document?.value !== 'string' || document.value === log.keyList) return
    const held = heldTrust(log)
    const next = await takeKeys(document.value, { ...log, keyList: null })
    if (held && next.keys.version <= held.keys.version) return
    await store.write([store.db.log], () =>
      store.db.log.update('log', {
        keyList: next.log.keyList,
        keyListVersion: next.log.keyListVersion,
      }),
    )
  }

  private step(region: RegionCode, step: Partial<SyncProgress>): void {
    const before = this.steps.get(region) ?? {
      region,
      phase: 'head',
      bytes: 0,
      totalBytes: 0,
      notices: 0,
      totalNotices: 0,
    }
    const next = { ...before, ...step }
    this.steps.set(region, next)
    this.progress(next)
  }

  private readonly steps = new Map<RegionCode, SyncProgress>()
}

const texts = (head: Head): Record<string, string> => ({
  entry: head.entry,
  manifest: head.manifest,
  headCheckpoint: head.checkpoint,
})
