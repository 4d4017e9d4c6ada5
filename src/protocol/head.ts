import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { verifyInclusion, type TreeHead } from '#transparency/proof.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { count, listOf, record, textUpTo, versionOne } from './door.ts'
import { fromBase64, hex } from './encoding.ts'
import { entryLeaf, parseEntry } from './entry.ts'
import { LIMITS } from './limits.ts'
import { manifestHash, parseManifest } from './manifest.ts'
import type { Entry, Head, Manifest } from './shapes.ts'

const head = record<Head>({
  v: versionOne,
  manifest: textUpTo(LIMITS.manifest),
  entry: textUpTo(1000),
  index: count,
  proof: listOf(textUpTo(44), 64),
  checkpoint: textUpTo(LIMITS.manifest),
})

/** Reads the answer to `GET /boards/{region}`; untrusted. Its parts are texts that still prove nothing. */
export const parseHead = (value: unknown): Head => head(value, 'head')

/** A head whose parts belong together and stand in the log. */
export interface VerifiedHead {
  manifest: Manifest
  manifestHash: Hash
  entry: Entry
  /** RFC 6962 leaf hash of the entry, as the next entry's `previous` writes it. */
  leaf: Hash
}

/**
 * Entry in the tree; entry of this region; manifest the one that the entry names. `tree` is what a verified checkpoint
 * said. Growth since the checkpoint held, seq against the one held, and shelves are the caller's next steps.
 */
export async function verifyHead(
  region: RegionCode,
  given: Head,
  tree: TreeHead,
): Promise<VerifiedHead> {
  const leaf = await entryLeaf(given.entry)
  const proof = given.proof.map((hash) => fromBase64(hash, 'proof'))
  await verifyInclusion(leaf, given.index, tree, proof)
  const entry = parseEntry(given.entry)
  if (entry.region !== region) throw new VerificationError('REGION_WRONG', { region })
  const hash = await manifestHash(given.manifest)
  if (hash !== entry.manifest)
    throw new VerificationError('MANIFEST_WRONG', { region, why: 'hash' })
  const manifest = parseManifest(given.manifest)
  if (manifest.region !== region || manifest.seq !== entry.seq || manifest.at !== entry.at)
    throw new VerificationError('MANIFEST_WRONG', { region, why: 'facts' })
  return { manifest, manifestHash: hash, entry, leaf: hex(leaf) as Hash }
}
