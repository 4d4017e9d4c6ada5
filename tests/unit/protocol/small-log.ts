import { formatEntry, entryLeaf } from '#protocol/entry.ts'
import { base64 } from '#protocol/encoding.ts'
import { formatKeyList, type KeyList } from '#protocol/key-list.ts'
import { formatManifest, manifestHash } from '#protocol/manifest.ts'
import type { Entry, Head, Manifest } from '#protocol/shapes.ts'
import { formatCheckpoint } from '#transparency/checkpoint.ts'
import { inclusionProof, type TreeHead } from '#transparency/proof.ts'
import { signNote } from '#transparency/sign.ts'
import type { Signer } from '#transparency/signer.ts'
import { appendLeaves } from '#transparency/tree.ts'
import { logSigner, ORIGIN, rootSigner, timeSigner, witnessSigner } from '../transparency/keys.ts'
import { AT, manifest } from './samples.ts'

export { ORIGIN }
export const TIME = 1_773_018_720

export interface SmallLog {
  head: Head
  tree: TreeHead
}

/** A head of one board in a log that has `others` leaves beside it; `over` bends the entry. */
export async function smallLog(
  given: { manifest?: Partial<Manifest>; entry?: Partial<Entry>; others?: number } = {},
): Promise<SmallLog> {
  const text = formatManifest(manifest(given.manifest))
  const entry = formatEntry({
    region: manifest().region,
    seq: 3,
    previous: 'f'.repeat(64) as Entry['previous'],
    manifest: await manifestHash(text),
    at: AT,
    ...given.entry,
  })
  const index = given.others ?? 2
  const others = Array.from({ length: index * 2 }, (_, i) => entryLeaf(`other ${i}\n`))
  const leaves = await Promise.all([
    ...others.slice(0, index),
    entryLeaf(entry),
    ...others.slice(index),
  ])
  const { nodes, size, root } = await appendLeaves(0, leaves, () => Promise.reject(new Error()))
  const proof = await inclusionProof(size, index, (level, at) => {
    const node = nodes.find((one) => one.level === level && one.index === at)
    if (!node) throw new Error(`no ${level}/${at}`)
    return node.hash
  })
  const checkpoint = await signedCheckpoint({ size, root })
  const head: Head = { v: 1, manifest: text, entry, index, proof: proof.map(base64), checkpoint }
  return { head, tree: { size, root } }
}

export async function signedCheckpoint(
  tree: TreeHead,
  signers?: readonly Signer[],
  origin = ORIGIN,
): Promise<string> {
  const all = signers ?? [await logSigner(), await timeSigner()]
  return signNote(formatCheckpoint({ origin, ...tree }), all, TIME)
}

export async function keyList(over: Partial<KeyList> = {}): Promise<KeyList> {
  return {
    origin: ORIGIN,
    version: 1,
    at: AT,
    root: (await rootSigner()).vkey,
    log: [{ vkey: (await logSigner()).vkey, from: 0, until: null }],
    time: [(await timeSigner()).vkey],
    witnesses: [(await witnessSigner()).vkey],
    quorum: 0,
    ...over,
  }
}

export const signedKeyList = async (list: KeyList, signer?: Signer): Promise<string> =>
  signNote(formatKeyList(list), [signer ?? (await rootSigner())])
