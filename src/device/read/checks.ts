import { fromBase64, sameBytes } from '#protocol/encoding.ts'
import { entryLeaf, parseEntry } from '#protocol/entry.ts'
import type { KeyList } from '#protocol/key-list.ts'
import { manifestHash } from '#protocol/manifest.ts'
import { verifyCheckpoint, type VerifiedCheckpoint } from '#protocol/signed-checkpoint.ts'
import { versionDigest } from '#protocol/version.ts'
import { instantOf } from '#domain/calendar/day.ts'
import { verifyInclusion } from '#transparency/proof.ts'
import type { Check } from '../api.ts'
import type { HeldState, LogRecord, NoticeRow } from '../db.ts'

/** What a check works on: everything is recomputed from what lies on this device, nothing is remembered as "was fine". */
export interface Checked {
  row: NoticeRow
  held: HeldState
  log: LogRecord
  keys: KeyList
  /** The notice's header was opened just now and its hashes held. */
  headerHolds: boolean
}

async function holds(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch {
    return false
  }
}

const must = (condition: boolean): void => {
  if (!condition) throw new Error('does not hold')
}

/** The checks behind the verified mark, in the order a person is told. */
export async function checkNotice({
  row,
  held,
  log,
  keys,
  headerHolds,
}: Checked): Promise<Check[]> {
  const { posted } = row
  const content = await holds(async () => {
    must(headerHolds)
    must((await versionDigest(row.id, posted.version, row.contents)) === posted.digest)
  })
  const entry = await holds(async () => {
    const said = parseEntry(held.entry)
    must(said.region === row.region && said.seq === held.seq)
    must(said.manifest === (await manifestHash(held.manifest)))
  })
  let signed: VerifiedCheckpoint | null = null
  const signature = await holds(async () => {
    signed = await verifyCheckpoint(held.checkpoint, keys)
  })
  const tree = signed as VerifiedCheckpoint | null
  const inclusion = await holds(async () => {
    must(tree !== null)
    const proof = held.proof.map((hash) => fromBase64(hash, 'proof'))
    if (tree) await verifyInclusion(await entryLeaf(held.entry), held.index, tree, proof)
  })
  const time = log.signedAt
  return [
    {
      name: 'content',
      ok: content,
      facts: { digest: posted.digest, objects: String(row.contents.length) },
    },
    { name: 'entry', ok: entry, facts: { seq: String(held.seq), at: held.asOf, leaf: held.leaf } },
    {
      name: 'inclusion',
      ok: inclusion,
      facts: { index: String(held.index), size: String(tree?.size ?? 0) },
    },
    { name: 'growth', ok: grown(tree, log), facts: { size: String(log.size), root: log.treeRoot } },
    { name: 'signature', ok: signature, facts: { key: tree?.log ?? '', origin: keys.origin } },
    { name: 'root', ok: rootHolds(log), facts: { fingerprint: log.root, pinned: log.rootPinned } },
    {
      name: 'time',
      ok: time === null ? null : true,
      facts: time === null ? {} : { at: instantOf(time) },
    },
    witness(tree, keys),
  ]
}

/** The tree held began with the one under which the board was published: proved by the sync that took it. */
function grown(tree: VerifiedCheckpoint | null, log: LogRecord): boolean {
  if (!tree || tree.size > log.size) return false
  return tree.size < log.size || sameBytes(tree.root, fromBase64(log.treeRoot))
}

function witness(tree: VerifiedCheckpoint | null, keys: KeyList): Check {
  const facts = {
    seen: String(tree?.witnesses.length ?? 0),
    quorum: String(keys.quorum),
  }
  if (keys.witnesses.length === 0)
    return { name: 'witness', ok: null, facts: { ...facts, why: 'none' } }
  return { name: 'witness', ok: tree?.quorum ?? false, facts }
}

/** A root that nothing but this device vouches for was not compared with anything. */
function rootHolds({ root, rootPinned }: LogRecord): boolean | null {
  if (root === '') return false
  return rootPinned === 'link' ? true : null
}
